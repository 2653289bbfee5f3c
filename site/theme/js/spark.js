// The newest complete periods of a figure as a small line without axes, as in pages/sparks.py.

import { written } from "./numbers.js";
import { element as svg } from "./svg.js";

const PERIODS = 13;

// The values that the line goes through, oldest first.
export function heightsOf({ cube, cut, grain, metric, part, place }) {
  const [first] = cube.reach(metric, grain);
  const from = Math.max(first, place - PERIODS + 1);
  const places = Array.from({ length: Math.max(0, place - from + 1) }, (_, at) => from + at);
  return places.map((at) => cube.cell(metric, grain, at, cut.dimension, cut.member)[part]);
}

// `among` are the values that share its scale: those of lines which are compared with it.
export function spark(element, figure, among = heightsOf(figure)) {
  const { cube, metric, part } = figure;
  const heights = heightsOf(figure);
  const isKnown = (height) => height !== null;
  const known = heights.filter(isKnown);
  const all = among.filter(isKnown);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (at) => ((at * 100) / (heights.length - 1)).toFixed(1);
  const y = (height) => (high > low ? 22 - (20 * (height - low)) / (high - low) : 12).toFixed(1);
  const runs = [[]];
  heights.forEach((height, at) => {
    if (height === null) runs.push([]);
    else runs.at(-1).push(`${x(at)},${y(height)}`);
  });
  const isDrawn = known.length > 1;
  const paths = isDrawn ? runs.filter((run) => run.length > 1).map((run) => run.join(" ")) : [];
  const last = heights.findLastIndex(isKnown);
  const end = isDrawn ? [svg("circle", { cx: x(last), cy: y(heights[last]), r: 2 })] : [];
  const lines = paths.map((points) => svg("polyline", { points, fill: "none" }));
  element.replaceChildren(...lines, ...end);
  const write = (value) => written(value, cube.unit(metric, part), cube.currency);
  const ends = isDrawn ? `From ${write(known[0])} to ${write(known.at(-1))}` : "No values";
  element.setAttribute("aria-label", ends);
}
