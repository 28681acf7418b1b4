// [data-mark="ID"]: pointer or focus on a mark shows its panel #why-ID and lights all marks of the same ID. A panel stays
// until another mark has the turn; Escape closes it. Of nested marks the innermost counts.
function show(mark) {
  const id = mark.dataset.mark;
  const panel = document.getElementById(`why-${id}`);
  if (!panel) return;
  document.querySelectorAll(".why.is-shown").forEach((one) => one.classList.toggle("is-shown", one === panel));
  document.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
  document.querySelectorAll(`[data-mark="${CSS.escape(id)}"]`).forEach((one) => one.classList.add("is-lit"));
  panel.classList.add("is-shown");
}

function hide() {
  document.querySelectorAll(".why.is-shown").forEach((one) => one.classList.remove("is-shown"));
  document.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
}

export function marks(root) {
  for (const text of root.querySelectorAll(".report-text:not([data-ready])")) {
    text.dataset.ready = "yes";
    for (const mark of text.querySelectorAll("[data-mark]:not(a, button, [tabindex])")) mark.tabIndex = 0;
    for (const kind of ["pointerover", "focusin", "click"]) {
      text.addEventListener(kind, (event) => {
        const mark = event.target.closest("[data-mark]");
        if (mark) show(mark);
      });
    }
    text.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (event.key === "Enter" && event.target.dataset?.href) location.assign(event.target.dataset.href);
    });
  }
}
