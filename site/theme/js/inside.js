// Words inside the plane, the newest value and the target: where nothing runs through them, as
// scripts/samepage/charts/inside.py places them.

import { newestOf } from "./ends.js";
import { element, group, text } from "./svg.js";

const LETTER = 10.4; // the width of an average letter on a phone
const FIRST = 104; // where the target's name may begin: right of the labels of the axis
const STEP = 24;
const LOW = 24; // so much room words need below a level

// The newest complete value at its dot, and where it stands.
export function newest(plane, height) {
  const { slots, width, x, y, show } = plane;
  const [{ values }] = plane.series;
  const place = newestOf(plane, values);
  if (place < 0) return [[], []];
  const words = show(values[place]);
  const [across, level] = [x(slots[place].day), y(values[place])];
  const isAtTheEnd = across / width > 0.9;
  const left = across - (words.length * LETTER) / (isAtTheEnd ? 1 : 2);
  const right = isAtTheEnd ? across : 2 * across - left;
  const ways = waysOf(plane);
  const above = { left, right, top: level - 19, bottom: level - 3 };
  const below = { left, right, top: level + 5, bottom: level + 21 };
  const isBelow = crossed(ways, above) && level + LOW <= height && !crossed(ways, below);
  const anchor = { "text-anchor": isAtTheEnd ? "end" : "middle", "font-weight": 600 };
  const shift = isAtTheEnd ? 4 : 0;
  const drawn = text(words, across + shift, level + (isBelow ? 18 : -7), anchor);
  return [[group("value", drawn)], [isBelow ? below : above]];
}

// The line to reach, and its name at the first place that lines leave free, or nearly so; never
// where other words stand, in the boxes taken.
export function aim(plane, height, taken) {
  const { target, width, show, y } = plane;
  if (target === null || target === undefined) return [[], []];
  const [words, level, ways] = [`Target ${show(target)}`, y(target), waysOf(plane)];
  const length = words.length * LETTER;
  const above = { dy: -3, top: level - 14, bottom: level };
  const below = { dy: 18, top: level + 6, bottom: level + 20 };
  const sides = level + LOW < height ? [above, below] : [above];
  const count = Math.max(1, Math.ceil((width - length - FIRST) / STEP));
  const spots = Array.from({ length: count }, (_, at) => FIRST + at * STEP).flatMap((left) =>
    sides.map(({ dy, top, bottom }) => {
      const box = { left, right: left + length, top, bottom };
      const words = taken.filter((other) => isOver(box, other)).length;
      return { left, dy, words, lines: crossed(ways, box) };
    }),
  );
  const best = spots.reduce((one, other) =>
    (other.words - one.words || other.lines - one.lines) < 0 ? other : one,
  );
  const rule = { class: "sp-stroke-target", x2: width, y1: level, y2: level };
  const dashed = { ...rule, "stroke-width": 1.5, "stroke-dasharray": "2,3" };
  const look = { class: "sp-fill-target" };
  return [
    [group("target", element("line", dashed))],
    [group("aim", text(words, best.left, level + best.dy, look))],
  ];
}

// From each value to the next of its line.
function waysOf({ series, slots, x, y }) {
  return series.flatMap(({ values }) =>
    slots.slice(1).flatMap(({ day }, at) => {
      const [one, two] = [values[at] ?? null, values[at + 1] ?? null];
      if (one === null || two === null) return [];
      return [[x(slots[at].day), y(one), x(day), y(two)]];
    }),
  );
}

function isOver(one, other) {
  const isAcross = one.left < other.right && other.left < one.right;
  return isAcross && one.top < other.bottom && other.top < one.bottom;
}

// How many ways lead through a box.
function crossed(ways, { left, right, top, bottom }) {
  return ways.filter(([x, y, toX, toY]) => {
    const [start, end] = [Math.max(x, left), Math.min(toX, right)];
    if (start > end) return false;
    const slope = (toY - y) / (toX - x);
    const reached = [y + (start - x) * slope, y + (end - x) * slope];
    return Math.max(...reached) >= top && Math.min(...reached) <= bottom;
  }).length;
}
