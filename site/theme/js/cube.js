// The numbers of a page: cube.json as scripts/samepage/pages/packing.py writes it.
//
// const cube = await Cube.load("cube.json");
// cube.cell("win_rate", "month", cube.place("month", "2026-08-01"), "segment", "SMB")
//     { value: 0.38, numerator: 19, denominator: 50 }, or null where there is no row

import { writeNothingAs } from "./numbers.js";

export const WHOLE = { dimension: "total", member: "all", label: "whole company" };

const EMPTY = { value: null, numerator: null, denominator: null };

export class Cube {
  static async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: answer ${answer.status}`);
    const data = await answer.json();
    if (data.nothing) writeNothingAs(data.nothing);
    return new Cube(data);
  }

  constructor(data) {
    Object.assign(this, data);
  }

  // Which period of a grain starts on a day; -1 for none.
  place(grain, start) {
    return this.periods[grain].starts.indexOf(start);
  }

  label(grain, place) {
    return this.periods[grain].labels[place];
  }

  // The newest period of a grain that is over when the day `end` begins; -1 for none.
  newestBefore(grain, end) {
    const { starts, labels } = this.periods[grain];
    return labels.findLastIndex((_, place) => starts[place + 1] <= end);
  }

  // The first and last place of a metric's periods.
  reach(metric, grain) {
    const { first, complete } = this.metrics[metric].grains[grain];
    return [first, first + complete.length - 1];
  }

  isComplete(metric, grain, place) {
    const { first, complete } = this.metrics[metric].grains[grain];
    return complete[place - first] === "1";
  }

  has(metric, grain, dimension, member) {
    const isKnown =
      dimension === "total" || this.dimensions[dimension]?.members.includes(member);
    return isKnown && dimension in (this.metrics[metric]?.grains[grain]?.cuts ?? {});
  }

  cell(metric, grain, place, dimension = "total", member = "all") {
    const { first, complete, cuts } = this.metrics[metric].grains[grain];
    const row = dimension === "total" ? 0 : this.dimensions[dimension].members.indexOf(member);
    const column = place - first;
    if (column < 0 || column >= complete.length || row < 0) return EMPTY;
    const at = row * complete.length + column;
    const found = { ...EMPTY };
    for (const [name, numbers] of Object.entries(cuts[dimension])) found[name] = numbers[at];
    if (!cuts[dimension].value && found.numerator !== null && found.denominator) {
      found.value = found.numerator / found.denominator;
    }
    return found;
  }

  // What happened to a metric, and to the members that it is cut to: [day, word, sentence].
  events(metric, cuts) {
    const moves = cuts.map(({ dimension, member }) => this.dimensions[dimension]?.events?.[member]);
    return [this.metrics[metric].events, ...moves].flatMap((each) => each ?? []);
  }

  // The target of a metric, where it is meant for the grain; null without one.
  target(metric, grain) {
    const { target } = this.metrics[metric];
    return (target?.grain ?? grain) === grain ? (target?.value ?? null) : null;
  }

  unit(metric, part) {
    const { unit, parts } = this.metrics[metric];
    return parts?.[part] ?? unit;
  }

  // "segment:SMB" -> { dimension, member, label }; null for nothing or something unknown.
  cut(choice) {
    if (choice === "total:all") return WHOLE;
    const [dimension, ...rest] = choice.split(":");
    const member = rest.join(":");
    const place = this.dimensions[dimension]?.members.indexOf(member) ?? -1;
    if (place < 0) return null;
    return { dimension, member, label: this.dimensions[dimension].labels[place] };
  }
}
