// form[data-auto]: a change of a box, a list or a date sends it; its button is for whoever has no script.
// [data-confirm="WORDS"]: asks before sending. [data-once]: sends once, whatever is clicked.
export function forms() {
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-auto]") && !event.target.matches("[data-not-auto]")) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (words && !window.confirm(words)) {
      event.preventDefault();
      return;
    }
    // empty fields make no part of the address
    if (form.method === "get" && form.matches("[data-auto], [data-clean]")) {
      for (const field of form.elements) {
        if (field.name && field.value === "" && !field.disabled) {
          field.disabled = true;
          setTimeout(() => { field.disabled = false; });
        }
      }
    }
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
  });
  for (const button of document.querySelectorAll("form[data-auto] [data-auto-button]")) button.hidden = true;
}
