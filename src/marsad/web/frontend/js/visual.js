// What charts, map and network share: data from the API, colours from the style, buttons, the tip at the pointer.
const NAMES = ["page-ink", "card-ink", "card-muted-ink", "card-bg", "line", "line-strong", "accent-bg", "quad-1", "quad-2", "quad-3", "quad-4"];

export function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

export async function data(box) {
  const answer = await fetch(box.dataset.src, {headers: {Accept: "application/json"}, credentials: "same-origin"});
  if (!answer.ok) throw new Error(`${answer.status} ${box.dataset.src}`);
  return answer.json();
}

// Draws when the box comes near the screen; what fails is said in its place.
export function when(selector, draw) {
  for (const box of document.querySelectorAll(selector)) {
    const start = () => draw(box).catch((fault) => {
      const note = document.createElement("p");
      note.className = "visual-note";
      note.textContent = box.dataset.failed;
      box.replaceChildren(note);
      console.warn(fault);
    });
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      start();
    }, {rootMargin: "200px"});
    seen.observe(box);
  }
}

// buttons: [[sign, words, what to do], ...]
export function tools(box, buttons) {
  const row = document.createElement("div");
  row.className = "visual-tools";
  for (const [sign, words, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", act);
    row.append(button);
  }
  box.append(row);
  return row;
}

export function tip(box) {
  const note = document.createElement("div");
  note.className = "tip";
  note.hidden = true;
  box.append(note);
  return {
    show(lines, x, y) {
      note.replaceChildren(...lines.map((line) => {
        const row = document.createElement("div");
        row.textContent = line;
        row.dir = "auto";
        return row;
      }));
      note.hidden = false;
      const room = box.getBoundingClientRect();
      const left = Math.min(Math.max(4, x + 12), Math.max(4, room.width - note.offsetWidth - 4));
      const top = y + 16 + note.offsetHeight > room.height ? Math.max(4, y - note.offsetHeight - 10) : y + 16;
      note.style.setProperty("left", `${left}px`); // where the pointer is has no direction
      note.style.setProperty("top", `${top}px`);
    },
    hide() { note.hidden = true; },
  };
}

export function called(of, lang, otherwise) {
  const name = (lang === "ar" ? of?.name_ar ?? of?.name_en : of?.name_en ?? of?.name_ar) ?? otherwise;
  return name.replace(/ \([A-Z]{3}\)$/, ""); // "Tripoli (LBY)": the map shows which one it is
}

const SVG = "http://www.w3.org/2000/svg";

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// `without`: parts of the query that go
export function address(path, values, without = []) {
  const url = new URL(path, location.href);
  for (const name of without) url.searchParams.delete(name);
  for (const [key, value] of Object.entries(values)) url.searchParams.set(key, value);
  return url.pathname + url.search;
}

export const figure = (n) => n.toLocaleString("en");
