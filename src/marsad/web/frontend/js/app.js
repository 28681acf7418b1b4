// What every page has: htmx, and small behaviours that data attributes ask for. Each is a module of its own.
import htmx from "htmx.org/dist/htmx.esm.js";
import {copying} from "./copy.js";
import {dialogs} from "./dialogs.js";
import {forms} from "./forms.js";
import {keys} from "./keys.js";
import {later} from "./later.js";
import {layers} from "./layers.js";
import {marks} from "./marks.js";
import {menu} from "./menu.js";
import {theme} from "./theme.js";
import {toast} from "./toast.js";

// The policy of the server allows no code from strings and no style from script; htmx must not try either.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
});
document.documentElement.classList.add("has-script");

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["X-CSRF-Token"] = token;
});
// An error of the server is said, not swallowed: problem+json has a title and a remedy.
document.addEventListener("htmx:responseError", (event) => {
  let said = event.detail.xhr.statusText;
  try {
    const problem = JSON.parse(event.detail.xhr.responseText);
    said = [problem.title, problem.detail, problem.remedy].filter(Boolean).join(" ");
  } catch {
    // not JSON: the status is all there is
  }
  toast(said);
});
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline ?? "The server does not answer."));

menu();
theme();
keys();
copying();
dialogs();
forms();
later();
layers(document);
marks(document);
document.addEventListener("htmx:load", (event) => {
  layers(event.detail.elt);
  marks(event.detail.elt);
});
