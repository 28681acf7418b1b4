// The network: [data-network] draws /api/v1/ties. A line is a tie, the thicker the more often; [data-network-time] chooses
// one week or month of the ties, or all. The same stands in a table on the page.
import {drag} from "d3-drag";
import {forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY} from "d3-force";
import {select} from "d3-selection";
import {zoom, zoomIdentity} from "d3-zoom";
import {called, data, element, figure, tip, tools, when} from "./visual.js";

const TICKS = 300;
const COLOUR = {threats: "q3", conflict: "q4", cooperation: "q2", contacts: "q1"};

when("[data-network]", async (box) => {
  const {lang} = box.dataset;
  const found = await data(box);
  const [wide, high] = [box.clientWidth, box.clientHeight];
  const directed = found.kind !== "contacts";
  const nodes = found.nodes.map((node) => ({...node, weight: 0, near: new Set()}));
  const by = new Map(nodes.map((node) => [node.who, node]));
  const ties = found.ties.filter((tie) => by.has(tie.source) && by.has(tie.target)).map((tie) => ({...tie, source: by.get(tie.source), target: by.get(tie.target)}));
  for (const tie of ties) {
    for (const [one, other] of [[tie.source, tie.target], [tie.target, tie.source]]) {
      one.weight += tie.n;
      one.near.add(other);
    }
  }
  const heaviest = Math.max(1, ...nodes.map((node) => node.weight));
  const strongest = Math.max(1, ...ties.map((tie) => tie.n));
  for (const node of nodes) node.radius = 5 + 15 * Math.sqrt(node.weight / heaviest);
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(ties).distance(78).strength((tie) => 0.15 + 0.5 * (tie.n / strongest)))
    .force("charge", forceManyBody().strength(-230).distanceMax(420))
    .force("x", forceX(wide / 2).strength(0.035))
    .force("y", forceY(high / 2).strength(0.05 * Math.max(1, wide / high / 1.4)))
    .force("collide", forceCollide((node) => node.radius + 12))
    .stop();
  for (let n = 0; n < TICKS; n += 1) simulation.tick(); // all at once: nothing moves, and the same data look the same

  const svg = element("svg", {viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": box.dataset.label});
  const drawn = element("g");
  svg.append(element("defs", {}, element("marker", {id: "net-arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto"}, element("path", {class: "arrow", d: "M0 0L8 4L0 8z"}))), drawn);
  const note = tip(box);
  const name = (node) => called(node, lang, node.who);
  for (const tie of ties) {
    tie.line = element("path", {class: `link ${COLOUR[found.kind] ?? ""}`, "stroke-width": (1 + 5 * Math.sqrt(tie.n / strongest)).toFixed(1), "marker-end": directed ? "url(#net-arrow)" : null});
    drawn.append(tie.line);
    tie.line.addEventListener("pointermove", (event) => {
      const room = box.getBoundingClientRect();
      note.show([`${name(tie.source)} ${directed ? "→" : "–"} ${name(tie.target)}`, `${figure(tie.n)} ${box.dataset.count}`], event.clientX - room.left, event.clientY - room.top);
    });
    tie.line.addEventListener("pointerleave", note.hide);
  }
  for (const node of nodes) {
    const words = element("text", {"text-anchor": "middle", y: (-node.radius - 4).toFixed(1)});
    words.textContent = name(node).length > 26 ? `${name(node).slice(0, 25)}…` : name(node);
    node.mark = element("a", {class: "node", "data-type": node.type, href: `/actors/${encodeURIComponent(node.who)}`, "aria-label": `${name(node)}: ${figure(node.weight)} ${box.dataset.count}`}, element("circle", {r: node.radius.toFixed(1)}), words);
    drawn.append(node.mark);
    const light = (on) => {
      for (const other of nodes) other.mark.classList.toggle("is-dim", on && other !== node && !node.near.has(other));
      for (const tie of ties) tie.line.classList.toggle("is-dim", (on && tie.source !== node && tie.target !== node) || tie.off);
      if (!on) shown();
    };
    for (const kind of ["pointerenter", "focus"]) node.mark.addEventListener(kind, () => light(true));
    for (const kind of ["pointerleave", "blur"]) node.mark.addEventListener(kind, () => light(false));
  }
  function place() {
    for (const {source, target, line} of ties) {
      const [dx, dy] = [target.x - source.x, target.y - source.y];
      const length = Math.hypot(dx, dy) || 1;
      const [ex, ey] = [target.x - (dx / length) * (target.radius + 2), target.y - (dy / length) * (target.radius + 2)];
      const bend = directed ? 0.12 : 0; // there and back are two lines
      const [mx, my] = [(source.x + ex) / 2 - dy * bend, (source.y + ey) / 2 + dx * bend];
      line.setAttribute("d", `M${source.x.toFixed(1)} ${source.y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${ex.toFixed(1)} ${ey.toFixed(1)}`);
    }
    for (const node of nodes) node.mark.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`);
  }
  place();
  box.append(svg);
  // Names that would lie on the name of a stronger one are shown only with the pointer or the focus.
  const taken = [];
  for (const node of [...nodes].sort((one, other) => other.weight - one.weight)) {
    const words = node.mark.querySelector("text").getBBox();
    const room = {x: node.x + words.x, y: node.y + words.y, width: words.width, height: words.height};
    const covered = taken.some((one) => room.x < one.x + one.width && one.x < room.x + room.width && room.y < one.y + one.height && one.y < room.y + room.height);
    node.mark.classList.toggle("is-covered", covered);
    if (!covered) taken.push(room);
  }

  // time: 0 is all of it, then each week or month
  const times = [...new Set(ties.flatMap((tie) => Object.keys(tie.times)))].sort();
  const slider = document.querySelector("[data-network-time]");
  const said = document.querySelector("[data-network-shown]");
  function shown() {
    const at = slider ? Number(slider.value) : 0;
    const time = at ? times[at - 1] : null;
    const active = new Set();
    for (const tie of ties) {
      const n = time ? tie.times[time] ?? 0 : tie.n;
      tie.off = n === 0;
      tie.line.classList.toggle("is-dim", tie.off);
      if (n) {
        active.add(tie.source).add(tie.target);
        tie.line.setAttribute("stroke-width", (1 + 5 * Math.sqrt(n / strongest)).toFixed(1));
      }
    }
    for (const node of nodes) node.mark.classList.toggle("is-dim", !active.has(node));
    if (said) said.textContent = time ? `${said.dataset[found.step === "month" ? "month" : "week"]} ${time}` : said.dataset.all;
  }
  if (slider) {
    slider.max = times.length;
    slider.addEventListener("input", shown);
  }
  shown();

  const canvas = select(svg);
  const zooming = zoom().scaleExtent([0.3, 6]).filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button && !event.target.closest(".node")));
  zooming.on("zoom", ({transform}) => drawn.setAttribute("transform", transform.toString()));
  canvas.call(zooming).on("dblclick.zoom", null);
  function fit() {
    const xs = nodes.map((node) => node.x);
    const ys = nodes.map((node) => node.y);
    const [left, right, top, low] = [Math.min(...xs) - 60, Math.max(...xs) + 60, Math.min(...ys) - 30, Math.max(...ys) + 30];
    const k = Math.min(1.6, wide / (right - left), high / (low - top));
    zooming.transform(canvas, zoomIdentity.translate(wide / 2 - (k * (left + right)) / 2, high / 2 - (k * (top + low)) / 2).scale(k));
  }
  fit();
  const parts = new Map(nodes.map((node) => [node.mark, node]));
  let moved = false;
  canvas.selectAll(".node").call(drag().on("start", () => { moved = false; }).on("drag", function move(event) {
    const node = parts.get(this);
    node.x += event.dx;
    node.y += event.dy;
    moved = true;
    place();
  }));
  svg.addEventListener("click", (event) => {
    if (moved && event.target.closest(".node")) event.preventDefault(); // it was pulled, not clicked
  }, true);
  tools(box, [
    ["+", box.dataset.in, () => zooming.scaleBy(canvas, 1.5)],
    ["−", box.dataset.out, () => zooming.scaleBy(canvas, 1 / 1.5)],
    ["⤢", box.dataset.whole, fit],
  ]);
});
