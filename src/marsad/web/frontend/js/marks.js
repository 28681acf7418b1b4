// [data-mark="ID"]: pointer or focus on a mark shows its panel #why-ID and lights all marks of the same ID, and the words
// beside it that say something of the same thing ([data-part="ID"]). A panel stays until another mark has the turn; Escape
// closes it. Of nested marks the innermost counts. A link to #why-ID shows the panel and goes to the first of its marks.
function show(id) {
  const panel = document.getElementById(`why-${id}`);
  if (!panel) return false;
  document.querySelectorAll(".why.is-shown").forEach((one) => one.classList.toggle("is-shown", one === panel));
  document.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
  const value = CSS.escape(id);
  document.querySelectorAll(`[data-mark="${value}"], [data-part="${value}"]`).forEach((one) => one.classList.add("is-lit"));
  panel.classList.add("is-shown");
  return true;
}

function goTo(hash) {
  if (!hash.startsWith("#why-") || !show(hash.slice(5))) return false;
  document.querySelector(`[data-mark="${CSS.escape(hash.slice(5))}"]`)?.scrollIntoView({block: "center"});
  return true;
}

function hide() {
  document.querySelectorAll(".why.is-shown").forEach((one) => one.classList.remove("is-shown"));
  document.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
}

let linked = false;

function links() {
  if (linked) return;
  linked = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#why-"]');
    if (link && goTo(link.getAttribute("href"))) event.preventDefault();
  });
  goTo(location.hash);
  window.addEventListener("hashchange", () => goTo(location.hash));
}

// An address that ends in #why-ID (or #ID) leads to the mark: seen, lit, with its panel beside it.
function arrive() {
  const id = decodeURIComponent(location.hash.slice(1)).replace(/^why-/, "");
  const mark = id && document.querySelector(`.report-text [data-mark="${CSS.escape(id)}"]`);
  if (!mark) return;
  mark.focus({preventScroll: true});
  show(mark);
  mark.scrollIntoView({block: "center"});
}

let listening = false;

export function marks(root) {
  if (!listening) {
    listening = true;
    window.addEventListener("hashchange", arrive);
    queueMicrotask(arrive); // when all marks are ready
  }
  links();
  for (const text of root.querySelectorAll(".report-text:not([data-ready])")) {
    text.dataset.ready = "yes";
    for (const mark of text.querySelectorAll("[data-mark]:not(a, button, [tabindex])")) mark.tabIndex = 0;
    for (const kind of ["pointerover", "focusin", "click"]) {
      text.addEventListener(kind, (event) => {
        const mark = event.target.closest("[data-mark]");
        if (mark) show(mark.dataset.mark);
      });
    }
    text.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (event.key === "Enter" && event.target.dataset?.href) location.assign(event.target.dataset.href);
    });
  }
}
