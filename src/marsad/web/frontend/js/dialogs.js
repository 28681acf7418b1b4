// [data-opens="ID"] opens the <dialog> of that id; a click beside it, or [data-closes] inside, closes it.
export function openDialog(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) openDialog(document.getElementById(opener.dataset.opens));
    if (event.target.closest?.("[data-closes]")) event.target.closest("dialog")?.close();
    if (event.target.tagName === "DIALOG" && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right
        && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });
}
