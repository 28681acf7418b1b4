// A short message at the foot of the page, read out by screen readers; gone after some seconds.
let timer;

export function toast(words) {
  let box = document.querySelector(".toast");
  if (!box) {
    box = document.createElement("div");
    box.className = "toast";
    box.setAttribute("role", "status");
    document.body.append(box);
  }
  box.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => { box.textContent = ""; }, 4000);
}
