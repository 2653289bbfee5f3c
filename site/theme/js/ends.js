// The names of the lines where they end, instead of a legend.

import { group, text } from "./svg.js";

const GAP = 16; // between the names of two lines
const LONGEST = 26;

// Moved apart where they would collide.
export function ends(plane, height) {
  const named = plane.series
    .map((series) => ({ ...series, place: newestOf(plane, series.values) }))
    .filter(({ place }) => place >= 0)
    .map((series) => ({ ...series, top: plane.y(series.values[series.place]) }))
    .sort((one, other) => one.top - other.top);
  named.forEach((each, at) => {
    if (at) each.top = Math.max(each.top, named[at - 1].top + GAP);
  });
  named.reduceRight((below, each) => (each.top = Math.min(each.top, below)) - GAP, height);
  const full = named.map(({ label, values, place }) => `${label} ${plane.show(values[place])}`);
  const isShort = full.every((words) => words.length <= LONGEST);
  const words = (at) => (isShort ? full[at] : shortened(named[at].label));
  const style = { "font-weight": 600 };
  return group(
    "ends",
    ...named.map(({ paint, top }, at) =>
      text(words(at), plane.width + 8, top + 4, { class: `sp-fill-${paint}`, ...style }),
    ),
  );
}

const shortened = (label) =>
  label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1).trimEnd()}…`;

export const newestOf = ({ slots }, values) =>
  slots.findLastIndex(({ isComplete }, place) => isComplete && values[place] !== null);
