// The map: [data-map] draws the boundaries that came with the page and the places of /api/v1/places on them. A town is a
// circle; what is known by its country alone shades the country. The same stands in a table on the page.
import {geoCentroid, geoMercator, geoPath} from "d3-geo";
import {select} from "d3-selection";
import {zoom, zoomIdentity} from "d3-zoom";
import {feature} from "topojson-client";
import {address, called, data, element, figure, tip, tools, when} from "./visual.js";

const MARGIN = 30;
const OUTSIDE = 0.12; // of the events, on each of the four sides

// the quad class with most events
const most = (quads) => quads.indexOf(Math.max(...quads)) + 1;

function shade(n, top) {
  const share = Math.log1p(n) / Math.log1p(top);
  return Math.min(4, Math.max(1, Math.ceil(share * 4)));
}

// What is to be seen first: where most events are, towns and the middles of countries; what is far off stays outside.
function focus(places, shapes) {
  const spots = places.map((place) => ({n: place.n, at: place.lat !== null ? [place.lon, place.lat] : shapes.has(place.country) ? geoCentroid(largest(shapes.get(place.country))) : null})).filter((spot) => spot.at);
  if (!spots.length) return {type: "MultiPoint", coordinates: [[-20, -35], [60, 60]]};
  const all = spots.reduce((sum, spot) => sum + spot.n, 0);
  const ends = (axis) => {
    const found = [];
    let sum = 0;
    for (const spot of [...spots].sort((one, other) => one.at[axis] - other.at[axis])) {
      sum += spot.n;
      if (sum >= all * OUTSIDE) found.push(spot.at[axis]);
      if (sum >= all * (1 - OUTSIDE)) break;
    }
    return [found[0], found[found.length - 1]];
  };
  const [west, east] = ends(0);
  const [south, north] = ends(1);
  return {type: "MultiPoint", coordinates: [[west - 2, south - 1], [east + 2, north + 1]]};
}

function largest(shape) {
  const {type, coordinates} = shape.geometry;
  return {type: "Polygon", coordinates: type === "Polygon" ? coordinates : coordinates.reduce((best, one) => (one[0].length > best[0].length ? one : best))};
}

when("[data-map]", async (box) => {
  const {lang} = box.dataset;
  const [places, topology] = await Promise.all([data(box), fetch(box.dataset.world).then((answer) => answer.json())]);
  const countries = feature(topology, topology.objects.countries).features.filter((one) => one.id !== "ATA");
  const shapes = new Map(countries.map((one) => [one.id, one]));
  const [wide, high] = [box.clientWidth, box.clientHeight];
  const projection = geoMercator();
  projection.fitExtent([[MARGIN, MARGIN], [wide - MARGIN, high - MARGIN]], focus(places, shapes));
  if (projection.scale() > 2600) projection.scale(2600); // a single town: some of what is around it
  const path = geoPath(projection).digits(1);
  const note = tip(box);
  const svg = element("svg", {viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "xMidYMid slice", role: "group", "aria-label": box.dataset.label});
  const drawn = element("g");
  svg.append(drawn);

  const counts = new Map();
  for (const place of places) {
    if (place.lat !== null || !shapes.has(place.country)) continue;
    const so_far = counts.get(place.country) ?? {n: 0, own: null, inside: 0, quads: [0, 0, 0, 0]};
    so_far.n += place.n;
    so_far.quads = so_far.quads.map((n, at) => n + place.quads[at]);
    if (place.precision === "country") so_far.own = place;
    else so_far.inside += place.n;
    counts.set(place.country, so_far);
  }
  const top = Math.max(1, ...[...counts.values()].map((one) => one.n));
  const lines = (title, quads, n, inside = 0) => [
    `${title}: ${figure(n)} ${box.dataset.count}`,
    ...quads.map((count, at) => [count, box.getAttribute(`data-quad-${at + 1}`)]).filter(([count]) => count).map(([count, words]) => `${words}: ${figure(count)}`),
    ...(inside ? [`${box.dataset.within}: ${figure(inside)}`] : []),
  ];
  const linked = (mark, said, who) => {
    const link = element("a", {href: address(box.dataset.open, {place: who}), "aria-label": said.join("; ")}, mark);
    const at = (event) => {
      const room = box.getBoundingClientRect();
      const spot = event.clientX ? {x: event.clientX, y: event.clientY} : (({left, top: high, width, height}) => ({x: left + width / 2, y: high + height / 2}))(mark.getBoundingClientRect());
      note.show(said, spot.x - room.left, spot.y - room.top);
    };
    link.addEventListener("pointermove", at);
    link.addEventListener("focus", at);
    link.addEventListener("pointerleave", note.hide);
    link.addEventListener("blur", note.hide);
    return link;
  };
  for (const country of countries) {
    const shape = element("path", {class: "land", d: path(country)});
    const found = counts.get(country.id);
    if (!found) {
      drawn.append(shape);
      continue;
    }
    shape.setAttribute("class", `land shaded shade-${shade(found.n, top)}`);
    const who = found.own?.place.who ?? country.id;
    const title = found.own ? called(found.own.place, lang, country.id) : country.id;
    drawn.append(linked(shape, lines(title, found.quads, found.n, found.own ? found.inside : 0), who));
  }
  const towns = places.filter((place) => place.lat !== null);
  const largest = Math.max(1, ...towns.map((place) => place.n));
  const points = [];
  for (const place of towns) {
    const spot = projection([place.lon, place.lat]);
    if (!spot) continue;
    const radius = 3 + 15 * Math.sqrt(place.n / largest);
    const mark = element("circle", {class: `point q${most(place.quads)}`, cx: spot[0].toFixed(1), cy: spot[1].toFixed(1), r: radius.toFixed(1)});
    points.push([mark, radius]);
    drawn.append(linked(mark, lines(called(place.place, lang, place.place.who), place.quads, place.n), place.place.who));
  }
  const labels = [];
  const taken = [];
  for (const place of towns.slice(0, 40)) {
    const spot = projection([place.lon, place.lat]);
    if (!spot || taken.some(([x, y]) => Math.abs(x - spot[0]) < 70 && Math.abs(y - spot[1]) < 14)) continue;
    taken.push(spot);
    const words = element("text", {x: spot[0].toFixed(1), y: (spot[1] - 6 - 15 * Math.sqrt(place.n / largest)).toFixed(1), "text-anchor": "middle", "aria-hidden": "true"});
    words.textContent = called(place.place, lang, place.place.who);
    labels.push(words);
    if (labels.length >= 14) break;
  }
  drawn.append(...labels);
  box.append(svg);

  const zooming = zoom().scaleExtent([0.2, 24]).filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button));
  zooming.on("zoom", ({transform}) => {
    drawn.setAttribute("transform", transform.toString());
    for (const [mark, radius] of points) mark.setAttribute("r", (radius / Math.sqrt(transform.k)).toFixed(2));
    for (const words of labels) words.setAttribute("font-size", (11 / transform.k).toFixed(2));
    svg.classList.toggle("is-near", transform.k > 1.01);
  });
  const canvas = select(svg);
  canvas.call(zooming).on("dblclick.zoom", null);
  tools(box, [
    ["+", box.dataset.in, () => zooming.scaleBy(canvas, 1.6)],
    ["−", box.dataset.out, () => zooming.scaleBy(canvas, 1 / 1.6)],
    ["⤢", box.dataset.whole, () => zooming.transform(canvas, zoomIdentity)],
  ]);
});
