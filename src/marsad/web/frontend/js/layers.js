// input[data-layer="name"] and the like switch what is marked in .report-text; the choice is kept for the next report.
const KEPT = "marsad_layers";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function apply(box) {
  const scope = box.closest("[data-layers]") ?? document;
  for (const text of scope.querySelectorAll(".report-text")) text.classList.toggle(`hide-${box.dataset.layer}`, !box.checked);
}

export function layers(root) {
  const before = kept();
  for (const box of root.querySelectorAll("input[data-layer]:not([data-ready])")) {
    box.dataset.ready = "yes";
    if (box.dataset.layer in before) box.checked = before[box.dataset.layer];
    apply(box);
    box.addEventListener("change", () => {
      apply(box);
      localStorage.setItem(KEPT, JSON.stringify({...kept(), [box.dataset.layer]: box.checked}));
    });
  }
}
