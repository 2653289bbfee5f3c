// The numbers of a page: cube.json as scripts/samepage/pages/packing.py writes it.
//
// const cube = await Cube.load("cube.json");
// cube.cell("win_rate", "month", cube.place("month", "2026-08-01"), "segment", "SMB")
//     { value: 0.38, numerator: 19, denominator: 50 }, or null where there is no row

export const WHOLE = { dimension: "total", member: "all", label: "whole company" };

const EMPTY = { value: null, numerator: null, denominator: null };
const WITHHELD = { ...EMPTY, isWithheld: true }; // rests on too few records to be shown

export class Cube {
  static async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: answer ${answer.status}`);
    const data = await answer.json();
    return new Cube(data, answer.url);
  }

  constructor({ columns, ...data }, address) {
    Object.assign(this, data, { address });
    const grains = Object.values(this.metrics).flatMap(({ grains }) => Object.values(grains));
    for (const cut of grains.flatMap(({ cuts }) => Object.values(cuts))) {
      for (const [name, place] of Object.entries(cut)) cut[name] = columns[place];
    }
  }

  // A grain or dimension that is seldom asked for is a file of its own.
  async need(name) {
    if (!this.later.includes(name)) return;
    const more = await Cube.load(new URL(`cube-${name}.json`, this.address));
    this.later = this.later.filter((each) => each !== name);
    this.periods = { ...more.periods, ...this.periods };
    this.dimensions = { ...more.dimensions, ...this.dimensions };
    for (const [metric, { grains }] of Object.entries(more.metrics)) {
      const known = this.metrics[metric].grains;
      for (const [grain, each] of Object.entries(grains)) {
        if (known[grain]) Object.assign(known[grain].cuts, each.cuts);
        else known[grain] = each;
      }
    }
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

  // The cut by two dimensions at once, named in either order; null where nobody computed it. There
  // need not be anything that is both.
  pair(metric, grain, one, other) {
    const named = [[one, other], [other, one]].map((cuts) => ({
      dimension: cuts.map(({ dimension }) => dimension).join(),
      member: cuts.map(({ member }) => member.replace(/[\\,]/g, "\\$&")).join(),
    }));
    const { cuts } = this.metrics[metric].grains[grain];
    return named.find(({ dimension }) => dimension in cuts) ?? null;
  }

  cell(metric, grain, place, dimension = "total", member = "all") {
    const { first, complete, cuts } = this.metrics[metric].grains[grain];
    const row = dimension === "total" ? 0 : this.dimensions[dimension].members.indexOf(member);
    const column = place - first;
    if (column < 0 || column >= complete.length || row < 0) return EMPTY;
    const at = row * complete.length + column;
    const found = { ...EMPTY };
    for (const [name, numbers] of Object.entries(cuts[dimension])) {
      if (numbers[at] === "?") return WITHHELD;
      found[name] = numbers[at];
    }
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
