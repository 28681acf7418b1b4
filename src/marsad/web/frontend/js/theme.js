// [data-theme-switch]: goes round automatic, light, dark. Kept in the cookie marsad_theme, so that the server can write
// data-theme into the page and nothing flashes.
const ROUND = ["auto", "light", "dark"];

function chosen() {
  return document.documentElement.dataset.theme ?? "auto";
}

function show(button) {
  const now = chosen();
  const label = button.dataset[`label${now[0].toUpperCase()}${now.slice(1)}`] ?? now;
  button.setAttribute("aria-label", label);
  button.title = label;
  button.textContent = {auto: "◐", light: "☀", dark: "☾"}[now];
}

export function theme() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    show(button);
    button.addEventListener("click", () => {
      const next = ROUND[(ROUND.indexOf(chosen()) + 1) % ROUND.length];
      if (next === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      const age = next === "auto" ? 0 : 31536000;
      document.cookie = `marsad_theme=${next}; path=/; max-age=${age}; samesite=lax`;
      document.querySelectorAll("[data-theme-switch]").forEach(show);
      document.dispatchEvent(new CustomEvent("marsad:theme"));
    });
  }
}
