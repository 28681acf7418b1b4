// [data-copy="ID"] copies the text of that element, or data-copy-text itself: citations, ids, queries. data-copied is
// what is said afterwards.
import {toast} from "./toast.js";

async function toClipboard(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea"); // plain http in a network of one's own has no clipboard
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

export function copying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-text]");
    if (!button) return;
    const text = button.dataset.copyText ?? document.getElementById(button.dataset.copy)?.textContent.trim();
    if (!text) return;
    await toClipboard(text);
    toast(button.dataset.copied ?? "✓");
    button.focus();
  });
}
