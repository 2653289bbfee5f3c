// One figure of a page, told anew: its number, its change, its period, its small line.

import { exact, health, standing, tabled, verdict, written } from "./numbers.js";
import { element as svg, html } from "./svg.js";

const WRITE = { written, tabled, exact };
const SPARK = 13;
const LOOKS = ["up", "down", "good", "warn", "bad"].map((look) => `sp-${look}`);

// What a number in the page stands for: see `Shown` in scripts/samepage/pages/desk.py.
export function read([form, metric, grain, start, part, dimension, member, isFixed]) {
  return { form, metric, grain, start, part, dimension, member, isFixed };
}

// Tells the figure anew; whether it is of the whole company although a cut was asked for.
export function retell(element, packed, scope) {
  const figure = read(packed);
  const { cube, shown, other } = scope;
  if (!cube.metrics[figure.metric]) return false;
  const place = placeOf(figure, scope, element.closest("tr[data-start]") !== null);
  const cut = cutOf(figure, shown, cube);
  const beside = other && cutOf(figure, other, cube);
  const isComparable = Boolean(beside?.isCut && (cut.isCut || shown.dimension === "total"));
  TELL[figure.form](element, {
    ...figure,
    cube,
    place,
    cut,
    beside: isComparable ? beside : null,
    names: [shown.label, other?.label],
  });
  return !cut.isCut;
}

// The period that a figure is of: as many before the newest one as on the page as it came.
export function placeOf({ grain, start, isFixed }, { cube, end }, isRow = false) {
  const place = cube.place(grain, start);
  if (end === null || isFixed || isRow || grain === "all") return place;
  const newest = cube.newestBefore(grain, dayAfter(cube.asOf));
  return place - (newest - cube.newestBefore(grain, end));
}

function dayAfter(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

// The cut of a figure: the one asked for where the figure is of everything and can be cut so. A
// breakdown by the same dimension shows the member beside the others.
export function cutOf(figure, asked, cube) {
  const own = { dimension: figure.dimension, member: figure.member };
  if (asked.dimension === "total") return { ...own, isCut: true };
  const isTotal = figure.dimension === "total";
  const { dimension, member } = asked;
  const isKnown = isTotal && cube.has(figure.metric, figure.grain, dimension, member);
  const isBrokenDown = figure.dimension.split(",").includes(dimension);
  return isKnown ? { dimension, member, isCut: true } : { ...own, isCut: isBrokenDown };
}

const cell = ({ cube, metric, grain }, place, { dimension, member }) =>
  cube.cell(metric, grain, place, dimension, member);

function told(figure, cut, form = figure.form) {
  const { cube, metric, part, place } = figure;
  return WRITE[form](cell(figure, place, cut)[part], cube.unit(metric, part), cube.currency);
}

const TELL = {
  written: number,
  tabled: number,
  exact: number,
  period,
  change,
  year,
  health: judge,
  target: judge,
  spark,
};

function number(element, figure) {
  const link = element.querySelector(".sp-number");
  link.textContent = told(figure, figure.cut);
  retip(element.querySelector(".sp-tip"), figure);
  if (!figure.beside) return;
  const words = `${figure.names[1]} ${told(figure, figure.beside)}`;
  element.append(html("span", "sp-versus", element.closest("td") ? words : ` (${words})`));
}

// The tooltip says the same to the last digit, what it is made of, and when.
function retip(tip, figure) {
  if (!tip) return;
  const { cube, cut, grain, metric, part, place } = figure;
  const parts = cell(figure, place, cut);
  const units = ["numerator", "denominator"].map((name) => cube.unit(metric, name));
  const write = (name, at) => tabled(parts[name], units[at], cube.currency);
  const isRatio = cube.metrics[metric].parts && part === "value";
  const of = isRatio ? ` (${write("numerator", 0)} ÷ ${write("denominator", 1)})` : "";
  const name = cube.cut(`${cut.dimension}:${cut.member}`)?.label ?? cut.member;
  const label = cut.dimension === "total" ? "" : `, ${name}`;
  const value = tip.querySelector(".sp-tip-value");
  const when = tip.querySelector(".sp-tip-when");
  if (value) value.textContent = ` ${told(figure, cut, "exact")}${of}`;
  if (when) when.textContent = `${cube.label(grain, place) ?? "no data"}${label}`;
}

function period(element, { cube, grain, place }) {
  element.textContent = cube.label(grain, place) ?? "before the data begins";
}

function change(element, figure) {
  compare(element, figure, figure.place - 1);
}

function year(element, figure) {
  const { cube, grain, place } = figure;
  const [y, ...rest] = cube.periods[grain].starts[place]?.split("-") ?? [];
  const back = { week: 52, day: 365 }[grain];
  compare(element, figure, back ? place - back : cube.place(grain, [y - 1, ...rest].join("-")));
}

function compare(element, figure, before) {
  const { cube, cut, metric, part, place } = figure;
  const { better } = cube.metrics[metric];
  const [now, then] = [place, before].map((at) => cell(figure, at, cut)[part]);
  const about = { unit: cube.unit(metric, part), better, isPart: part !== "value" };
  say(element, verdict(now, then, about));
}

function judge(element, figure) {
  const { cube, cut, form, grain, metric, place } = figure;
  const about = cube.metrics[metric];
  const value = (at) => cell(figure, at, cut).value;
  if (form === "target") return say(element, health(value(place), about, grain, cube.currency));
  const [first] = cube.reach(metric, grain);
  const run = Array.from({ length: Math.max(0, place - first + 1) }, (_, at) => value(place - at));
  return say(element, standing(run, about, grain, cube.currency));
}

function say(element, verdict) {
  element.textContent = verdict?.words ?? "";
  element.classList.remove(...LOOKS);
  element.classList.add(...(verdict?.looks ?? []).map((look) => `sp-${look}`));
}

// The newest complete periods as a small line without axes.
function spark(element, figure) {
  const { cube, cut, grain, metric, part, place } = figure;
  const [first] = cube.reach(metric, grain);
  const from = Math.max(first, place - SPARK + 1);
  const places = Array.from({ length: Math.max(0, place - from + 1) }, (_, at) => from + at);
  const heights = places.map((at) => cell(figure, at, cut)[part]);
  const known = heights.filter((height) => height !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (at) => ((at * 100) / (heights.length - 1)).toFixed(1);
  const y = (height) => (high > low ? 22 - (20 * (height - low)) / (high - low) : 12).toFixed(1);
  const runs = [[]];
  heights.forEach((height, at) => {
    if (height === null) runs.push([]);
    else runs.at(-1).push(`${x(at)},${y(height)}`);
  });
  const paths = runs.filter((run) => run.length > 1).map((run) => run.join(" "));
  const isDrawn = known.length > 1;
  const lines = paths.map((points) => svg("polyline", { points, fill: "none" }));
  element.replaceChildren(...(isDrawn ? lines : []));
  const write = (value) => written(value, cube.unit(metric, part), cube.currency);
  const ends = isDrawn ? `From ${write(known[0])} to ${write(known.at(-1))}` : "No values";
  element.setAttribute("aria-label", ends);
}
