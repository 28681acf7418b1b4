// The map: [data-map] draws the boundaries that came with the page and the places of /api/v1/places on them. A town is a
// circle; what is known by its country alone shades the country. [data-map-time] has a slider: two handles, of which the
// keyboard moves each, choose a stretch of the time. The same stands in a table on the page.
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

// The last day of the day, week or month that begins on a day.
function end(begin, step) {
  const day = new Date(`${begin}T00:00:00Z`);
  if (step === "month") day.setUTCMonth(day.getUTCMonth() + 1, 0);
  else if (step === "week") day.setUTCDate(day.getUTCDate() + 6);
  return day.toISOString().slice(0, 10);
}

// [data-map-from] and [data-map-to] choose steps of the time; the handles do not pass each other.
function slide(times, step, span, draw, stretch, words) {
  const group = document.querySelector("[data-map-time]");
  if (!group || times.length < 2) return;
  const [from, to, said] = ["from", "to", "shown"].map((name) => group.querySelector(`[data-map-${name}]`));
  const last = times.length - 1;
  function show() {
    const n = draw();
    from.value = span.from;
    to.value = span.to;
    const {since, until} = stretch();
    from.setAttribute("aria-valuetext", since);
    to.setAttribute("aria-valuetext", until);
    const days = document.createElement("bdi"); // ISO days keep their order among Arabic words
    days.dir = "ltr";
    days.textContent = since === until ? since : `${since} – ${until}`;
    said.replaceChildren(days, `: ${n} ${words}`);
  }
  for (const handle of [from, to]) handle.max = last;
  from.addEventListener("input", () => {
    span.from = Number(from.value);
    span.to = Math.max(span.from, span.to);
    show();
  });
  to.addEventListener("input", () => {
    span.to = Number(to.value);
    span.from = Math.min(span.from, span.to);
    show();
  });
  const move = (by) => {
    const wide = span.to - span.from;
    span.from = Math.min(Math.max(0, span.from + by), last - wide);
    span.to = span.from + wide;
    show();
  };
  group.querySelector("[data-map-earlier]").addEventListener("click", () => move(-1));
  group.querySelector("[data-map-later]").addEventListener("click", () => move(1));
  group.querySelector("[data-map-whole]").addEventListener("click", () => {
    [span.from, span.to] = [0, last];
    show();
  });
  group.hidden = false;
  show();
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

  // What is drawn is of the steps from..to of the slider; `of` counts a place in them.
  const step = box.dataset.step;
  const times = [...new Set(places.flatMap((place) => Object.keys(place.times)))].sort();
  const span = {from: 0, to: Math.max(0, times.length - 1)};
  const all = () => span.from === 0 && span.to >= times.length - 1;
  const of = (place) => {
    if (all()) return {n: place.n, quads: place.quads};
    const quads = [0, 0, 0, 0];
    for (let at = span.from; at <= span.to; at += 1) (place.times[times[at]] ?? []).forEach((n, quad) => { quads[quad] += n; });
    return {n: quads.reduce((sum, n) => sum + n, 0), quads};
  };
  const stretch = () => {
    const [since, until] = [times[span.from], end(times[span.to], step)];
    return {since: box.dataset.since > since ? box.dataset.since : since, until: box.dataset.until < until ? box.dataset.until : until};
  };
  function counted() {
    const counts = new Map();
    for (const place of places) {
      if (place.lat !== null || !shapes.has(place.country)) continue;
      const {n, quads} = of(place);
      if (!n) continue;
      const so_far = counts.get(place.country) ?? {n: 0, own: null, inside: 0, quads: [0, 0, 0, 0]};
      so_far.n += n;
      so_far.quads = so_far.quads.map((sum, at) => sum + quads[at]);
      if (place.precision === "country") so_far.own = place;
      else so_far.inside += n;
      counts.set(place.country, so_far);
    }
    return counts;
  }
  const lines = (title, quads, n, inside = 0) => [
    `${title}: ${figure(n)} ${box.dataset.count}`,
    ...quads.map((count, at) => [count, box.getAttribute(`data-quad-${at + 1}`)]).filter(([count]) => count).map(([count, words]) => `${words}: ${figure(count)}`),
    ...(inside ? [`${box.dataset.within}: ${figure(inside)}`] : []),
  ];
  const linked = (mark) => {
    const link = element("a", {}, mark);
    const at = (event) => {
      const room = box.getBoundingClientRect();
      const spot = event.clientX ? {x: event.clientX, y: event.clientY} : (({left, top: high, width, height}) => ({x: left + width / 2, y: high + height / 2}))(mark.getBoundingClientRect());
      note.show(link.said ?? [], spot.x - room.left, spot.y - room.top);
    };
    link.addEventListener("pointermove", at);
    link.addEventListener("focus", at);
    link.addEventListener("pointerleave", note.hide);
    link.addEventListener("blur", note.hide);
    return link;
  };
  // What has no event in the time is no link and no stop of the keyboard.
  const says = (link, said, who) => {
    link.said = said;
    if (said) {
      link.setAttribute("href", address(box.dataset.open, all() ? {place: who} : {place: who, ...stretch()}, all() ? [] : ["time"]));
      link.setAttribute("aria-label", said.join("; "));
    } else for (const name of ["href", "aria-label"]) link.removeAttribute(name);
  };
  const drawings = [];
  const whole = counted();
  const top = Math.max(1, ...[...whole.values()].map((one) => one.n));
  for (const country of countries) {
    const shape = element("path", {class: "land", d: path(country)});
    if (!whole.has(country.id)) {
      drawn.append(shape);
      continue;
    }
    const link = linked(shape);
    drawn.append(link);
    const title = whole.get(country.id).own ? called(whole.get(country.id).own.place, lang, country.id) : country.id;
    drawings.push((counts) => {
      const found = counts.get(country.id);
      shape.setAttribute("class", found ? `land shaded shade-${shade(found.n, top)}` : "land");
      says(link, found ? lines(title, found.quads, found.n, found.own ? found.inside : 0) : null, found?.own?.place.who ?? country.id);
    });
  }
  const towns = places.filter((place) => place.lat !== null);
  const largest = Math.max(1, ...towns.map((place) => place.n));
  const points = [];
  const words_of = new Map();
  let near = 1;
  for (const place of towns) {
    const spot = projection([place.lon, place.lat]);
    if (!spot) continue;
    const point = {mark: element("circle", {cx: spot[0].toFixed(1), cy: spot[1].toFixed(1)}), radius: 0};
    points.push(point);
    const link = linked(point.mark);
    drawn.append(link);
    drawings.push(() => {
      const {n, quads} = of(place);
      point.radius = n ? 3 + 15 * Math.sqrt(n / largest) : 0;
      point.mark.setAttribute("class", `point q${most(quads)}`);
      point.mark.setAttribute("r", (point.radius / Math.sqrt(near)).toFixed(2));
      words_of.get(place)?.classList.toggle("is-dim", !n);
      says(link, n ? lines(called(place.place, lang, place.place.who), quads, n) : null, place.place.who);
    });
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
    words_of.set(place, words);
    if (labels.length >= 14) break;
  }
  drawn.append(...labels);
  box.append(svg);
  draw();

  function draw() {
    const counts = counted();
    for (const one of drawings) one(counts);
  }
  slide(times, step, span, () => {
    draw();
    return figure(places.reduce((sum, place) => sum + of(place).n, 0));
  }, stretch, box.dataset.count);

  const zooming = zoom().scaleExtent([0.2, 24]).filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button));
  zooming.on("zoom", ({transform}) => {
    drawn.setAttribute("transform", transform.toString());
    near = transform.k;
    for (const {mark, radius} of points) mark.setAttribute("r", (radius / Math.sqrt(near)).toFixed(2));
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
