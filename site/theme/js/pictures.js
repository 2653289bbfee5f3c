// The charts of a page drawn anew, from what scripts/samepage/pages/drawings.py tells.

import { WHOLE } from "./cube.js";
import { hatched, lines } from "./lines.js";
import { written } from "./numbers.js";
import { cutOf, placeOf, read } from "./retell.js";
import { rows } from "./rows.js";
import { html } from "./svg.js";

const MOST_LINES = 4; // of two cuts in one drawing; more stand in two
const FREE = ["series-6", "series-7", "series-8", "series-4", "series-3"];

// The chart as a figure; null where it cannot be drawn so.
export function redraw(drawing, scope) {
  if (!drawing || drawing.figures.some((packed) => packed === null)) return null;
  const figures = drawing.figures.map(read);
  // A breakdown by the dimension asked for shows all of its members already.
  const isOwn = (cut) => figures.some(({ dimension }) => dimension === cut.dimension);
  const cuts = [scope.shown, scope.other].filter(Boolean);
  const asked = [...new Set(cuts.map((cut) => (isOwn(cut) ? WHOLE : cut)))];
  const canBeCut = (cut) => figures.every((figure) => cutOf(figure, cut, scope.cube).isCut);
  if (!asked.every(canBeCut)) return null;
  const isCrowded = figures.length * asked.length > MOST_LINES;
  if (drawing.kind === "lines" && !isCrowded) return overTime(drawing, figures, asked, scope);
  const draw = drawing.kind === "lines" ? overTime : inRows;
  const drawn = asked.map((cut) => draw(drawing, figures, [cut], scope));
  return drawn.length === 1 ? drawn[0] : html("div", "sp-compared", ...drawn);
}

function overTime(drawing, figures, asked, scope) {
  const { cube } = scope;
  const [first] = figures;
  const places = spanOf(drawing, first, scope);
  const free = FREE.filter((paint) => !drawing.paints.includes(paint));
  const series = asked.flatMap((cut, order) =>
    figures.map((figure, at) => ({
      label: nameOf(drawing.labels[at], cut, asked, figures),
      paint: order ? free[at] : drawing.paints[at],
      values: places.map((place) => valueAt(cube, figure, place, cut)),
    })),
  );
  const unit = cube.unit(first.metric, first.part);
  const periods = places.map((place) => ({
    label: cube.label(first.grain, place),
    start: cube.periods[first.grain].starts[place],
    isComplete: figures.every(({ metric, grain }) => cube.isComplete(metric, grain, place)),
  }));
  const span = `${periods[0].label} to ${periods.at(-1).label}`;
  const isOne = figures.length === 1 && first.part === "value";
  const target = isOne ? cube.target(first.metric, first.grain) : null;
  const show = (value) => written(value, unit, cube.currency);
  const aim = target === null ? "" : `; target ${show(target)}`;
  const cuts = asked.map((cut) => cutOf(first, cut, cube));
  return lines({
    title: `${drawing.about ?? drawing.labels.join(", ")}: ${asked.map(({ label }) => label).join(" and ")}`,
    subtitle: `by ${first.grain}, ${span}${hatched(periods)}${aim}`,
    periods,
    series,
    unit,
    target,
    better: cube.metrics[first.metric].better,
    events: isOne ? cube.events(first.metric, cuts) : [],
    show,
  });
}

// As many periods as on the page as it came, up to the one chosen.
function spanOf(drawing, { metric, grain }, { cube, end }) {
  const [first, last] = cube.reach(metric, grain);
  const newest = end === null ? last : Math.min(last, cube.newestBefore(grain, end));
  const from = Math.max(first, newest - drawing.periods + 1);
  return Array.from({ length: Math.max(1, newest - from + 1) }, (_, at) => from + at);
}

function nameOf(label, cut, asked, figures) {
  if (asked.length === 1) return label;
  return figures.length === 1 ? cut.label : `${label}, ${cut.label}`;
}

function valueAt(cube, figure, place, cut) {
  const { dimension, member } = cutOf(figure, cut, cube);
  return cube.cell(figure.metric, figure.grain, place, dimension, member)[figure.part];
}

function inRows(drawing, figures, [cut], scope) {
  const { cube } = scope;
  const down = new Set(drawing.down ?? []);
  const unit = cube.unit(figures.at(-1).metric, figures.at(-1).part);
  const places = figures.map((figure) => placeOf(figure, scope));
  const values = figures.map((figure, at) => valueAt(cube, figure, places[at], cut));
  const isLevel = (at) => drawing.kind === "waterfall" && (at === 0 || at === values.length - 1);
  const bars = values.map((value, at) => ({
    label: drawing.labels[at],
    value: value === null ? null : down.has(at) && !isLevel(at) ? -value : value,
    paint: drawing.paints[at],
    isTotal: isLevel(at),
    note: shareOf(cube, figures[at], places[at], cut, drawing.labels[0]),
  }));
  return rows({
    title: `${drawing.labels[0]} to ${lowered(drawing.labels.at(-1))}: ${cut.label}`,
    subtitle: cube.label(figures[0].grain, places[0]) ?? "",
    bars,
    isSigned: drawing.kind === "waterfall",
    show: (value) => written(value, unit, cube.currency),
  });
}

// What a stage is of the first one, where it is the numerator of such a rate.
function shareOf(cube, figure, place, cut, first) {
  if (figure.part !== "numerator") return "";
  const share = valueAt(cube, { ...figure, part: "value" }, place, cut);
  const { unit } = cube.metrics[figure.metric];
  return `${written(share, unit, cube.currency)} of ${lowered(first)}`;
}

// A label inside a sentence: "Leads" becomes "leads", but "MRR" stays.
const lowered = (label) =>
  /^.[A-Z]/.test(label) ? label : label[0].toLowerCase() + label.slice(1);
