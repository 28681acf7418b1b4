// The keyboard: j and k go through [data-item], Enter opens, / goes to the search, ? to the help (#keys), g and a letter
// to the page whose link has that letter as data-go-key. The place of a key counts, not its letter, so that an Arabic
// keyboard works as well.
import {openDialog} from "./dialogs.js";

const WAIT = 1500; // milliseconds between g and its letter
let going = 0;

function typing(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    && !/^(checkbox|radio|button|submit|range)$/.test(target.type ?? "");
}

// the Latin letter or sign that this key has on a Latin keyboard
function key(event) {
  if (/^[a-z?/]$/i.test(event.key)) return event.key.toLowerCase();
  if (event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
  if (event.key === "؟") return "?";
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

function move(step) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.checkVisibility?.() ?? item.getClientRects().length);
  if (!items.length) return;
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1)];
  if (!next.matches("a, button, summary, [tabindex]")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({block: "nearest"});
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const pressed = key(event);
    if (Date.now() - going < WAIT) {
      going = 0;
      const link = [...document.querySelectorAll("[data-go-key]")].find((one) => one.dataset.goKey === pressed);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    if (pressed === "g") going = Date.now();
    else if (pressed === "j" || pressed === "k") move(pressed === "j" ? 1 : -1);
    else if (pressed === "/") {
      const field = document.querySelector("[data-search], input[type=search]");
      if (!field) return;
      field.focus();
      field.select();
    } else if (pressed === "?") openDialog(document.querySelector("#keys"));
    else if (pressed === "Enter" && event.target.matches?.("[data-item]:not(a, button, summary)")) {
      event.target.querySelector("a[href]")?.click();
    } else return;
    if (pressed !== "g") event.preventDefault();
  });
}
