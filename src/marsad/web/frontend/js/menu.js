// The navigation is a <details class="menu">: open where there is room, closed on a phone until asked for.
export function menu() {
  const wide = matchMedia("(min-width: 54.01rem)");
  const set = () => document.querySelectorAll("details.menu").forEach((one) => { one.open = wide.matches; });
  set();
  wide.addEventListener("change", set);
}
