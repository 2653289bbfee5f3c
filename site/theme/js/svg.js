// Drawings of one family with those of scripts/samepage/charts: the same sizes, scales and classes.

export const WIDTH = 640;
export const LETTER = 10.4; // width of an average letter at the size that words have on a phone
const SVG = "http://www.w3.org/2000/svg";

// The mark of each paint, as in charts/palette.py: shapes tell apart what colours may not.
const ROUND = "M-1,0A1,1,0,1,0,1,0A1,1,0,1,0,-1,0Z";
const MARKS = {
  "series-1": "M0,-1.1L1.1,0.9L-1.1,0.9Z",
  "series-2": "M0,-1.25L1.25,0L0,1.25L-1.25,0Z",
  "series-3": "M-0.9,-0.9H0.9V0.9H-0.9Z",
  "series-4": "M-0.4,-1.1H0.4V-0.4H1.1V0.4H0.4V1.1H-0.4V0.4H-1.1V-0.4H-0.4Z",
  "series-6": "M0,1.1L1.1,-0.9L-1.1,-0.9Z",
  "series-7": "M-1.1,0L0.9,-1.1L0.9,1.1Z",
  "series-8": "M1.1,0L-0.9,-1.1L-0.9,1.1Z",
};

export const markOf = (paint) => MARKS[paint] ?? ROUND;

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const group = (name, ...children) => element("g", { class: `sp-${name}` }, ...children);

// Apart from its place, so that it keeps its shape where the stylesheet stretches the drawing.
export const at = (x, y, child, size = "") =>
  element("g", { transform: `translate(${round(x)},${round(y)})${size}` }, child);

export function text(words, x, y, attributes = {}) {
  const look = { class: "sp-fill-ink", "font-size": "12px" };
  return at(x, y, element("text", { ...look, ...attributes }, words));
}

export const round = (number) => Math.round(number * 100) / 100;

let drawn = 0;

// The whole figure: title and subtitle above the drawing, a summary below it. `paint` gets an id
// that is unique.
export function figure({ title, subtitle, told, height, look = "", key = [] }, paint) {
  drawn += 1;
  const id = `sp-drawn-${drawn}`;
  const svg = element(
    "svg",
    {
      class: `sp-svg ${look}`.trim(),
      ...(look === "sp-tall" ? { preserveAspectRatio: "none" } : {}),
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element("title", { id: `${id}-title` }, title),
    element("g", { "aria-hidden": "true" }, ...paint(id)),
  );
  const summary = html("p", "sp-told", told);
  summary.id = `${id}-desc`;
  const made = html("figure", "sp-chart", html("figcaption", ""), svg, summary);
  made.firstChild.append(html("strong", "sp-chart-title", title), html("span", "", subtitle));
  if (key.length) made.firstChild.append(html("span", "sp-key", ...key.map(swatch)));
  return made;
}

function swatch({ label, paint }) {
  const mark = element("path", { class: `sp-fill-${paint}`, d: markOf(paint) });
  const box = { class: "sp-swatch", viewBox: "-1.3 -1.3 2.6 2.6", "aria-hidden": "true" };
  return html("span", "", element("svg", box, mark), label);
}

export function html(name, classes, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

// Diagonal lines in the colour of a paint, for what is not complete.
export function hatching(id, paint) {
  const line = { class: `sp-stroke-${paint}`, d: "M1,0V5", "stroke-width": 1.6 };
  const size = { width: 5, height: 5, patternUnits: "userSpaceOnUse" };
  const turned = { id: `${id}-${paint}`, ...size, patternTransform: "rotate(45)" };
  return element("defs", {}, element("pattern", turned, element("path", line)));
}

// Round bounds around the values with about five steps between them. Shares that stay high are
// drawn without the zero, whose emptiness would hide them.
export function ticks(values, unit, count = 5) {
  const known = values.filter((value) => value !== null && value !== undefined);
  let [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 0];
  const isFlat = ["percent", "points", "ratio"].includes(unit) && low > 0.6 * high && high > 0;
  if (!isFlat) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (low === high) [low, high] = [Math.min(low, 0), Math.max(high, 0) || 1];
  const step = stepOf((high - low) / count, unit === "count");
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const places = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return places.map((place) => Number((place * step).toFixed(12)));
}

function stepOf(rough, isWhole) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((size) => size * power).find((size) => size >= rough * 0.999);
  return isWhole ? Math.max(1, Math.ceil(step)) : step;
}

// Without decimals that are zero on all of them.
export const tickLabels = (labels) =>
  labels.every((label) => label.includes(".0"))
    ? labels.map((label) => label.replace(".0", ""))
    : labels;

export const roomFor = (labels) => Math.max(...labels.map((label) => label.length)) * LETTER;

// Every how many labels stand at a time axis so that they fit on a phone too.
export function every(labels, room) {
  const fitting = Math.max(1, Math.floor(room / (roomFor(labels) * 1.9)));
  return [1, 2, 3, 4, 6, 12, 24, labels.length].find((step) => labels.length <= fitting * step);
}
