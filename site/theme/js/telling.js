// What a drawing of lines says in words: to the pointer, and below itself.

import { isReached } from "./numbers.js";

export function tips({ series, show, events }, slot, at) {
  const heading = slot.isComplete ? slot.label : `${slot.label} (not complete)`;
  const named = (label) => (series.length > 1 ? `${label}: ` : "");
  const each = series.map(({ label, values }) => `${named(label)}${show(values[at])}`);
  const happened = events.filter(({ slot }) => slot === at).map(({ told }) => told);
  return [heading, ...each, ...happened].join("\n");
}

// Where each line starts and newly stands; of one alone also its range and its target.
export function told(plane) {
  return [moved(plane), ...plane.events.map((each) => each.told)].join(" ");
}

function moved({ series, slots, show, target, better }) {
  const each = series.map((line) => ({ ...line, known: complete(line, slots) }));
  const about = ({ label }) => (series.length > 1 ? `${label}: ` : "");
  const ways = each.map((line) => `${about(line)}${way(line, show)}`);
  const [{ known }] = each;
  if (series.length > 1 || !known.length) return `${ways.join("; ")}.`;
  const reached = known.filter(({ value }) => isReached(value, target, better)).length;
  const periods = `${reached} of ${known.length} complete periods`;
  const side = better === "higher" ? "above" : "below";
  const aim = ` At or ${side} the target of ${show(target)} in ${periods}.`;
  return `${ways[0]}${range(known, show)}.${target === null ? "" : aim}`;
}

const complete = ({ values }, slots) =>
  slots
    .map(({ label, isComplete }, at) => ({ label, isComplete, value: values[at] }))
    .filter(({ isComplete, value }) => isComplete && value !== null);

function way({ known }, show) {
  if (!known.length) return "no complete value";
  const [first, last] = [known[0], known.at(-1)];
  const now = `${show(last.value)} in ${last.label}`;
  return known.length === 1 ? now : `${show(first.value)} in ${first.label}, ${now}`;
}

function range(known, show) {
  if (known.length <= 3) return "";
  const by = known.toSorted((one, other) => one.value - other.value);
  const [low, high] = [by[0], by.at(-1)];
  if (low.value === high.value) return "; the same throughout";
  const said = ({ value, label }) => `${show(value)} in ${label}`;
  return `; lowest ${said(low)}, highest ${said(high)}`;
}
