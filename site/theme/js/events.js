// What happened while a line ran, as scripts/samepage/charts/events.py places and names it.
//
// placed([{ start: "2026-11-22", label: "v2", told }], days, edges)    days as numbers

import { element, group, LETTER, text } from "./svg.js";

const MONTHS_DIFFER = 1.2;
const GAP = 4;
const MUTED = { class: "sp-fill-muted" };

// Those that lie in one of the slots, with the slot and the place on the time axis.
export function placed(events, days, edges) {
  const lengths = days.slice(1).map((day, at) => day - days[at]);
  const last = lengths.at(-1) ?? 30;
  const order = ([one, label], [other, next]) =>
    one.localeCompare(other) || label.localeCompare(next);
  return events.toSorted(order).flatMap(([start, label, told]) => {
    const day = Date.parse(start) / 864e5;
    const slot = days.findLastIndex((first) => first <= day);
    const share = (day - days[slot]) / (lengths[slot] ?? last);
    if (slot < 0 || share >= MONTHS_DIFFER) return [];
    const place = edges[slot] + (edges[slot + 1] - edges[slot]) * Math.min(share, 1);
    return [{ label, told, slot, place }];
  });
}

// Marks through the plane, and above each its word where there is room for it.
export function marks({ events, x, width }, height) {
  if (!events.length) return [];
  const rules = events.map(({ place }) =>
    element("line", { class: "sp-stroke-muted", x1: x(place), x2: x(place), y2: height }),
  );
  let reached = -GAP;
  const words = events.flatMap(({ label, place }) => {
    const length = GAP + label.length * LETTER;
    const isLeft = x(place) + length <= width;
    const start = isLeft ? x(place) : x(place) - length;
    if (start < reached + GAP) return [];
    reached = start + length;
    const anchor = { "text-anchor": isLeft ? "start" : "end" };
    return [text(label, x(place) + (isLeft ? GAP : -GAP), -14, { ...MUTED, ...anchor })];
  });
  return [group("events", ...rules), group("events", ...words)];
}
