// Lines over time, drawn as scripts/samepage/charts/lines.py draws them.
//
// lines({ title, subtitle, periods: [{ label, start, isComplete }], target, better: "higher",
//         series: [{ label, paint, values }], show: (value) => "63.2 %", unit,
//         events: [["2026-11-22", "v2", "Version 2 of the definition since ..."]] })

import { ends } from "./ends.js";
import { marks as marked, placed } from "./events.js";
import { aim, newest } from "./inside.js";
import {
  at as standing,
  element,
  every,
  figure,
  group,
  hatching,
  html,
  markOf,
  roomFor,
  round,
  text,
  tickLabels,
  ticks,
  WIDTH,
} from "./svg.js";
import { tips, told } from "./telling.js";

const HEIGHT = 230;
const TOP = 26;
const BOTTOM = 30;
const LEFT = 2;
const NAMES = 176; // right of the plane, for names; the stylesheet cuts it off on a phone
const OUTER = 12;

export function lines(chart) {
  const isEmpty = chart.series.every(({ values }) => values.every((value) => value === null));
  if (isEmpty) return nothing(chart);
  const plane = planeOf(chart);
  const isNamed = chart.series.length > 1;
  const [named, taken] = isNamed ? [[ends(plane, HEIGHT)], []] : newest(plane, HEIGHT);
  const [rule, name] = aim(plane, HEIGHT, taken);
  const paint = (id) => [
    hatching(id, "grid"),
    element(
      "g",
      { fill: "none", transform: `translate(${LEFT},${TOP})` },
      ...axes(plane),
      ...marked(plane, HEIGHT),
      band(plane, id),
      ...rule,
      ...chart.series.flatMap((series) => line(plane, series)),
      ...name,
      ...named,
      group("answers", ...plane.slots.map((slot, at) => answer(plane, slot, at))),
    ),
  ];
  const key = isNamed ? chart.series : [];
  const height = HEIGHT + TOP + BOTTOM;
  const look = isNamed ? "sp-named" : "sp-tall";
  return figure({ ...chart, told: told(plane), height, look, key }, paint);
}

// What a subtitle adds when some of the periods are not complete.
export const hatched = (periods) =>
  periods.every(({ isComplete }) => isComplete) ? "" : "; hatched: not complete yet";

function nothing({ title, subtitle }) {
  const caption = html("figcaption", "", html("strong", "sp-chart-title", title));
  caption.append(html("span", "", subtitle));
  return html("figure", "sp-chart", caption, html("p", "sp-told", "No values to show."));
}

function planeOf(chart) {
  const values = [...chart.series.flatMap(({ values }) => values), chart.target];
  const marks = ticks(values, chart.unit);
  const labels = tickLabels(marks.map(chart.show));
  const width = WIDTH - LEFT - (chart.series.length > 1 ? NAMES : OUTER);
  const days = chart.periods.map(({ start }) => Date.parse(start) / 864e5);
  const gap = days.length > 1 ? days[1] - days[0] : 30;
  const between = days.slice(1).map((day, at) => (day + days[at]) / 2);
  const lastGap = days.length > 1 ? days.at(-1) - days.at(-2) : 30;
  const edges = [days[0] - gap / 2, ...between, days.at(-1) + lastGap / 2];
  const room = roomFor(labels);
  const first = edges[0] - ((edges.at(-1) - edges[0]) * room) / (width - room);
  const [low, high] = [marks[0], marks.at(-1)];
  return {
    ...chart,
    width,
    marks,
    labels,
    events: placed(chart.events ?? [], days, edges),
    x: (day) => round(((day - first) / (edges.at(-1) - first)) * width),
    y: (value) => round(((high - value) / (high - low)) * HEIGHT),
    slots: chart.periods.map((period, at) => ({
      ...period,
      day: days[at],
      left: edges[at],
      right: edges[at + 1],
    })),
  };
}

function axes({ marks, labels, slots, width, x, y, series }) {
  const levels = marks.map((mark) =>
    element("line", { class: "sp-stroke-grid", x2: width, y1: y(mark), y2: y(mark) }),
  );
  const muted = { class: "sp-fill-muted" };
  const names = marks.map((mark, at) => text(labels[at], 0, y(mark) - 5, muted));
  const periods = slots.map(({ label }) => label);
  const step = every(periods, series.length > 1 ? WIDTH : width);
  const shown = slots.filter((_, at) => (slots.length - 1 - at) % step === 0);
  const days = shown.map(({ label, day }) => {
    const place = x(day);
    const anchor = place > width - 30 ? "end" : place < 30 ? "start" : "middle";
    return text(label, place, HEIGHT + 17, { class: "sp-fill-muted", "text-anchor": anchor });
  });
  return [...levels, ...days, ...names];
}

const column = ({ x }, { left, right }) =>
  `M${x(left)},0h${round(x(right) - x(left))}v${HEIGHT}h-${round(x(right) - x(left))}Z`;

function band(plane, id) {
  const open = plane.slots.filter(({ isComplete }) => !isComplete);
  const fill = `url(#${id}-grid)`;
  return group("band", ...open.map((slot) => element("path", { d: column(plane, slot), fill })));
}

// An invisible column: the pointer on it shows what it stands for.
function answer(plane, slot, at) {
  const look = { class: "sp-fill-hover", d: column(plane, slot) };
  return element("path", look, element("title", {}, tips(plane, slot, at)));
}

// Solid through complete values, dashed on to the open ones; dots where no line leads.
function line({ slots, x, y, series }, { paint, values }) {
  const spot = (place) => [x(slots[place].day), y(values[place])];
  const isKnown = (place) => (values[place] ?? null) !== null;
  const isSolid = (place) => isKnown(place) && slots[place].isComplete;
  const isDashed = (place) =>
    isKnown(place) &&
    [place - 1, place, place + 1].some((near) => slots[near] && !slots[near].isComplete);
  const path = (isPart) =>
    slots
      .map((_, place) => place)
      .filter(isPart)
      .map((place) => `${place && isPart(place - 1) ? "L" : "M"}${spot(place)}`)
      .join("");
  const stroke = { class: `sp-stroke-${paint}`, "stroke-width": 2, "stroke-linejoin": "round" };
  const last = slots.findLastIndex((_, place) => isSolid(place));
  const step = series.length > 1 ? Math.floor(slots.length / 7) + 1 : slots.length;
  const isDotted = (place) =>
    slots.length <= 6 ||
    place === last ||
    !slots[place].isComplete ||
    !(isKnown(place - 1) || isKnown(place + 1)) ||
    (step < slots.length && (slots.length - place) % step === 0);
  const dots = slots.map((_, place) => place).filter((place) => isKnown(place) && isDotted(place));
  const dot = (place) =>
    standing(
      ...spot(place),
      element("path", {
        class: `sp-fill-${slots[place].isComplete ? paint : "paper"} sp-stroke-${paint}`,
        d: markOf(paint),
        "stroke-width": 1.5,
      }),
      " scale(3)",
    );
  return [
    group("line", element("path", { ...stroke, d: path(isSolid) })),
    group("dashes", element("path", { ...stroke, d: path(isDashed), "stroke-dasharray": "4,3" })),
    group("dots", ...dots.filter(isSolid).map(dot)),
    group("rings", ...dots.filter((place) => !isSolid(place)).map(dot)),
  ];
}
