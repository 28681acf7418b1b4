// The timeline: [data-chart="tempo"] draws the counts of /api/v1/tempo as stacked bars that can be zoomed. What is planned
// is striped, what may be is dotted, what is denied pale. The same figures stand in a table on the page.
import {BarChart} from "echarts/charts";
import {DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent} from "echarts/components";
import {init, use} from "echarts/core";
import {CanvasRenderer} from "echarts/renderers";
import {address, colours, data, figure, tools, when} from "./visual.js";

use([BarChart, CanvasRenderer, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent]);

const STATUSES = ["actual", "planned", "hypothetical", "negated"];
const DECALS = {
  planned: {symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4},
  hypothetical: {symbol: "circle", dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 2], symbolSize: 0.8},
};

const iso = (day) => day.toISOString().slice(0, 10);

function next(day, step) {
  const at = new Date(`${day}T00:00:00Z`);
  if (step === "month") at.setUTCMonth(at.getUTCMonth() + 1);
  else at.setUTCDate(at.getUTCDate() + (step === "week" ? 7 : 1));
  return iso(at);
}

function begin(day, step) {
  const at = new Date(`${day}T00:00:00Z`);
  if (step === "month") at.setUTCDate(1);
  if (step === "week") at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return iso(at);
}

// All times from the first to the last, the empty ones too; far-off single events do not stretch the axis.
function axis(found) {
  const first = begin(found.since ?? found.bins[0].day, found.step);
  const last = found.until ?? found.bins[found.bins.length - 1].day;
  const days = [];
  for (let day = first; day <= last && days.length < 6000; day = next(day, found.step)) days.push(day);
  return days;
}

// Where all days are asked for, the view begins where the bulk of the events is.
function bulk(days, totals) {
  const all = totals.reduce((sum, n) => sum + n, 0);
  let from = 0;
  for (let sum = totals[0]; from < days.length - 1 && sum < all * 0.01; sum += totals[from]) from += 1;
  let to = days.length - 1;
  for (let sum = totals[to]; to > from && sum < all * 0.002; sum += totals[to]) to -= 1;
  return [from, to];
}

// What stands at the pointer: the sum of each class, then how many of all are not actual.
function said(points, rows, words) {
  const sums = new Map();
  for (const {seriesIndex, value} of points) {
    const {quad, status} = rows[seriesIndex];
    for (const key of status === "actual" ? [`quad-${quad}`] : [`quad-${quad}`, status]) sums.set(key, (sums.get(key) ?? 0) + value);
  }
  const keys = ["quad-1", "quad-2", "quad-3", "quad-4", ...STATUSES].filter((key) => sums.get(key));
  return [points[0].axisValue, ...keys.map((key) => `${words(key)}: ${figure(sums.get(key))}`)].join("\n");
}

function options(box, found, days, rows) {
  const colour = colours();
  const mirrored = document.documentElement.dir === "rtl";
  const font = getComputedStyle(document.body).fontFamily;
  const words = (key) => box.dataset[key] ?? key;
  const pattern = (status, quad) => (DECALS[status]
    ? {color: colour[`quad-${quad}`], opacity: 0.75, decal: {...DECALS[status], color: colour["card-bg"]}}
    : {color: colour[`quad-${quad}`], opacity: status === "negated" ? 0.35 : 1});
  return {
    animation: false,
    textStyle: {fontFamily: font, color: colour["card-ink"]},
    grid: {top: 44, bottom: 62, left: mirrored ? 12 : 48, right: mirrored ? 48 : 12},
    tooltip: {
      trigger: "axis",
      renderMode: "richText", // as text on the canvas: markup with styles would be against the policy
      axisPointer: {type: "shadow"},
      backgroundColor: colour["page-ink"],
      borderWidth: 0,
      textStyle: {color: colour["card-bg"], fontFamily: font, fontSize: 12},
      confine: true,
      formatter: (points) => said(points, rows, words),
    },
    xAxis: {
      type: "category", data: days, inverse: mirrored,
      axisLine: {lineStyle: {color: colour["line-strong"]}}, axisTick: {show: false},
      axisLabel: {color: colour["card-muted-ink"], hideOverlap: true, formatter: (day) => (found.step === "month" ? day.slice(0, 7) : day)},
    },
    yAxis: {
      type: "value", minInterval: 1, position: mirrored ? "right" : "left",
      axisLabel: {color: colour["card-muted-ink"]}, splitLine: {lineStyle: {color: colour.line}},
    },
    dataZoom: [
      {type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, moveOnMouseWheel: false, preventDefaultMouseMove: false},
      {
        type: "slider", height: 26, bottom: 8, brushSelect: false, showDataShadow: false,
        borderColor: colour.line, fillerColor: `${colour["accent-bg"]}22`, textStyle: {color: colour["card-muted-ink"]},
        handleStyle: {color: colour["card-bg"], borderColor: colour["line-strong"]},
        moveHandleStyle: {color: colour["line-strong"]},
      },
    ],
    series: rows.map(({quad, status, counts}) => ({
      type: "bar", stack: "all", name: `${words(`quad-${quad}`)} · ${words(status)}`,
      data: counts, itemStyle: pattern(status, quad), barCategoryGap: "12%", cursor: "pointer",
    })),
  };
}

when('[data-chart="tempo"]', async (box) => {
  for (const quad of [1, 2, 3, 4]) box.dataset[`quad-${quad}`] ??= box.getAttribute(`data-quad-${quad}`);
  const found = await data(box);
  if (!found.bins.length) return;
  const days = axis(found);
  const place = new Map(days.map((day, n) => [day, n]));
  const totals = days.map(() => 0);
  const rows = [];
  for (const status of STATUSES) {
    for (const quad of [1, 2, 3, 4]) {
      const counts = days.map(() => 0);
      let some = 0;
      for (const bin of found.bins) {
        if (bin.quad !== quad || bin.status !== status || !place.has(bin.day)) continue;
        counts[place.get(bin.day)] = bin.n;
        totals[place.get(bin.day)] += bin.n;
        some += bin.n;
      }
      if (some) rows.push({quad, status, counts});
    }
  }
  const canvas = document.createElement("div");
  canvas.className = "visual-canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", box.dataset.label);
  box.append(canvas);
  const chart = init(canvas, null, {renderer: "canvas"});
  const draw = () => chart.setOption(options(box, found, days, rows), true);
  draw();

  let [from, to] = found.since ? [0, days.length - 1] : bulk(days, totals);
  const view = () => chart.dispatchAction({type: "dataZoom", startValue: from, endValue: to});
  view();
  chart.on("datazoom", () => {
    const {startValue, endValue} = chart.getOption().dataZoom[0];
    [from, to] = [startValue, endValue];
  });
  const zoom = (times) => {
    const middle = (from + to) / 2;
    const half = Math.max(1.5, ((to - from) / 2) * times);
    from = Math.max(0, Math.round(middle - half));
    to = Math.min(days.length - 1, Math.round(middle + half));
    view();
  };
  const move = (by) => {
    const wide = to - from;
    const step = Math.max(1, Math.round(wide / 4)) * by;
    from = Math.min(Math.max(0, from + step), days.length - 1 - wide);
    to = from + wide;
    view();
  };
  const mirrored = document.documentElement.dir === "rtl";
  tools(box, [
    [mirrored ? "→" : "←", box.dataset.earlier, () => move(-1)],
    [mirrored ? "←" : "→", box.dataset.later, () => move(1)],
    ["+", box.dataset.in, () => zoom(0.5)],
    ["−", box.dataset.out, () => zoom(2)],
  ]);
  canvas.addEventListener("keydown", (event) => {
    const forward = mirrored ? "ArrowLeft" : "ArrowRight";
    const back = mirrored ? "ArrowRight" : "ArrowLeft";
    const act = {[forward]: () => move(1), [back]: () => move(-1), "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2)}[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  chart.on("click", ({name}) => {
    const last = new Date(`${next(name, found.step)}T00:00:00Z`);
    last.setUTCDate(last.getUTCDate() - 1);
    location.assign(address(box.dataset.open, {since: name, until: iso(last)}));
  });
  new ResizeObserver(() => chart.resize()).observe(box);
  document.addEventListener("marsad:theme", () => { draw(); view(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { draw(); view(); });
});
