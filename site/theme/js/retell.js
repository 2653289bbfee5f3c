// One figure of a page, told anew: its number, its change, its period, its small line.

import { exact, health, orTooFew, standing, tabled, verdict, written } from "./numbers.js";
import { spark } from "./spark.js";
import { html } from "./svg.js";

const WRITE = { written, tabled, exact };
const ALL = { dimension: "total", member: "all" };
const LOOKS = ["up", "down", "good", "warn", "bad"].map((look) => `sp-${look}`);

// What a number in the page stands for: see `Shown` in scripts/samepage/pages/shown.py.
export function read([form, metric, grain, start, part, dimension, member, isFixed]) {
  return { form, metric, grain, start, part, dimension, member, isFixed };
}

// Tells the figure anew. `isWhole` says that it is of the whole company although a cut was asked
// for; `figure` is what it now stands for, null where the cube does not hold it.
export function retell(element, packed, scope) {
  const { cube, shown, other } = scope;
  if (!cube.metrics[packed[1]]) return { isWhole: false, figure: null };
  const figure = locate(packed, scope, element.closest("tr[data-start]") !== null);
  if (!figure) return { isWhole: true, figure };
  const beside = other && cutOf(figure, other, cube);
  const isComparable = Boolean(beside?.isCut && (figure.cut.isCut || shown.dimension === "total"));
  const names = [shown.label, other?.label];
  const told = { ...figure, cube, names, asked: shown, beside: isComparable ? beside : null };
  TELL[figure.form](element, told);
  return { isWhole: !figure.cut.isCut, figure };
}

// A figure with the grain, the place of the period and the cut that the controls ask for.
export function locate(packed, scope, isRow = false) {
  const asked = read(packed);
  const { cube, shown } = scope;
  const isOther = scope.grain && cube.metrics[asked.metric].grains[scope.grain];
  const figure = isOther ? { ...asked, grain: scope.grain } : asked;
  if (!cube.has(figure.metric, figure.grain, figure.dimension, figure.member)) return null;
  const place = isOther ? newest(figure, cube) : placeOf(figure, scope, isRow);
  return { ...figure, place, cut: cutOf(figure, shown, cube) };
}

function newest({ metric, grain }, cube) {
  const [first] = cube.reach(metric, grain);
  return first + cube.metrics[metric].grains[grain].complete.lastIndexOf("1");
}

// Value and parts of a located figure, and how much it weighs among the members of a breakdown: a
// ratio weighs as much as its denominator.
export function amounts(figure, cube) {
  const parts = cell({ ...figure, cube }, figure.place, figure.cut);
  const isShare = figure.part === "value" && cube.metrics[figure.metric].parts;
  const weight = Math.abs((isShare ? parts.denominator : parts[figure.part]) ?? 0);
  return { ...parts, amount: parts[figure.part], weight };
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

// The cut of a figure: the one asked for where the figure is of everything and can be cut so, or
// where both cuts were computed together. A breakdown by the dimension asked for shows the member
// beside the others.
export function cutOf(figure, asked, cube) {
  const { metric, grain, dimension, member } = figure;
  const own = { dimension, member };
  const isBrokenDown = dimension.split(",").includes(asked.dimension);
  if (asked.dimension === "total" || isBrokenDown) return { ...own, isCut: true };
  if (dimension !== "total") {
    const pair = dimension.includes(",") ? null : cube.pair(metric, grain, own, asked);
    return pair ? { ...pair, isCut: true } : { ...own, isCut: false };
  }
  const isKnown = cube.has(metric, grain, asked.dimension, asked.member);
  const { label: _, ...cut } = asked;
  return isKnown ? { ...cut, isCut: true } : { ...own, isCut: false };
}

const cell = ({ cube, metric, grain }, place, { dimension, member }) =>
  cube.cell(metric, grain, place, dimension, member);

function told(figure, cut, form = figure.form) {
  const { cube, metric, part, place } = figure;
  const found = cell(figure, place, cut);
  return orTooFew(found, WRITE[form](found[part], cube.unit(metric, part), cube.currency));
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
  share,
  spark: (element, figure) => spark(element, figure),
  course: (element, figure) => spark(element, figure),
};

function number(element, figure) {
  const link = element.querySelector(".sp-number") ?? element;
  link.textContent = told(figure, figure.cut);
  if (link.title) link.title = told(figure, figure.cut, "exact");
  retip(element.querySelector(".sp-tip"), figure);
  if (!figure.beside) return;
  const words = `${figure.names[1]} ${told(figure, figure.beside)}`;
  const versus = html("span", "sp-versus", element.closest("td") ? words : ` (${words})`);
  if (link === element) element.after(versus);
  else element.append(versus);
}

// The tooltip says the same to the last digit, what it is made of, and when.
function retip(tip, figure) {
  if (!tip) return;
  const { cube, cut, grain, metric, part, place } = figure;
  const parts = cell(figure, place, cut);
  const units = ["numerator", "denominator"].map((name) => cube.unit(metric, name));
  const write = (name, at) => tabled(parts[name], units[at], cube.currency);
  const isRatio = cube.metrics[metric].parts && part === "value" && !parts.isWithheld;
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

// A member's share of the whole, or of the cut asked for, where the members add up to it.
function share(element, { asked, cube, cut, dimension, metric, grain, part, place }) {
  const whole = cut.dimension === dimension ? ALL : asked;
  const [own, all] = [cut, whole].map((each) => cell({ cube, metric, grain }, place, each)[part]);
  element.textContent = written(all ? (own ?? 0) / all : null, "percent");
}

function say(element, verdict) {
  element.textContent = verdict?.words ?? "";
  element.classList.remove(...LOOKS);
  element.classList.add(...(verdict?.looks ?? []).map((look) => `sp-${look}`));
}
