// Tables of figures that follow: which members stand in a breakdown, in which order, how long their
// bars are and how dark their grounds. In scripts/samepage/pages it is tables.py, breakdowns.py,
// grids.py and sparks.py.

import { written } from "./numbers.js";
import { amounts, locate, read } from "./retell.js";
import { heightsOf, spark } from "./spark.js";
import { html } from "./svg.js";

const NUMBERS = ["written", "tabled", "exact"];
const SHADES = 8;
const FAR = 2.5; // standard errors from the whole, as in grids.py
const ENOUGH = 5; // of each kind, by the rate of all, to be judged, as there

// Puts the rows into the order of what is shown now, with those members that it has.
export function arrange({ table, note }, scope) {
  const [body] = table.tBodies;
  const rows = [...body.rows].map((row) => ({ row, figures: figuresOf(row, scope.cube) }));
  const filled = rows.filter(({ figures }) => figures.length);
  if (!filled.length || filled.some(({ row }) => row.dataset.start)) return;
  const dimension = filled[0].figures[0][5];
  const isOfOne = filled.every(({ figures }) =>
    figures.every((figure) => figure[5] === dimension && figure[6] === figures[0][6]),
  );
  if (dimension.includes(",")) return orderMatrix(body, filled, dimension, scope);
  if (dimension === "total" || !isOfOne || !scope.cube.dimensions[dimension]) return;
  const most = Math.max(...filled.map(({ figures }) => figures.length));
  const model = filled.find(({ figures }) => figures.length === most);
  const whole = filled.filter(({ figures }) => figures.length === most);
  const known = new Map(whole.map(({ row, figures }) => [figures[0][6], row]));
  const ranked = membersOf(dimension, model.figures, scope);
  const isCut = note && ranked.length > rows.length;
  const kept = isCut ? ranked.slice(0, rows.length) : ranked;
  if (note) note.textContent = isCut ? `The ${kept.length} largest of ${ranked.length}.` : "";
  body.replaceChildren(...kept.map((each) => known.get(each.member) ?? rowLike(model.row, each)));
}

const figuresOf = (row, { figures }) =>
  [...row.querySelectorAll("[data-f]")].map(({ dataset }) => figures[dataset.f]);

// The members of which there is anything to tell, those that weigh most first, "unknown" last.
function membersOf(dimension, figures, scope) {
  const { members, labels } = scope.cube.dimensions[dimension];
  const numbers = figures.filter(([form]) => NUMBERS.includes(form));
  const found = members.map((member, at) => {
    const told = numbers.map((figure) => amountOf(figure.with(6, member), scope));
    const isTold = told.some(
      (each) => each?.amount || each?.numerator || each?.denominator || each?.isWithheld,
    );
    return { member, label: labels[at], at, isTold, weight: told[0]?.weight ?? 0 };
  });
  return found.filter(({ isTold }) => isTold).sort(byWeight);
}

const byWeight = (one, other) =>
  (one.member === "unknown") - (other.member === "unknown") ||
  other.weight - one.weight ||
  (one.member < other.member ? -1 : 1);

function amountOf(packed, scope) {
  const figure = locate(packed, scope);
  return figure && amounts(figure, scope.cube);
}

// A copy of a row for a member that had none on the page as it came.
function rowLike(model, { member, label, at }) {
  const row = model.cloneNode(true);
  row.cells[0].textContent = label;
  for (const element of row.querySelectorAll("[data-f]")) element.dataset.member = member;
  for (const name of ["id", "aria-describedby"]) {
    for (const element of row.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, `${element.getAttribute(name)}-${at}`);
    }
  }
  return row;
}

// Rows of pairs by the sum of their weights; the row of all stays the last.
function orderMatrix(body, filled, dimension, scope) {
  const weighed = filled.map(({ row, figures }) => {
    const pairs = figures.filter((figure) => figure[5] === dimension);
    const weight = pairs.reduce((sum, each) => sum + (amountOf(each, scope)?.weight ?? 0), 0);
    const member = pairs[0]?.[6].split(",").at(-1) ?? "";
    return { row, member, weight, isLast: !pairs.length };
  });
  weighed.sort((one, other) => one.isLast - other.isLast || byWeight(one, other));
  body.append(...weighed.map(({ row }) => row));
}

// What of a table depends on several of its figures: bars, grounds, flags, lines on one scale.
export function finish({ table, note }, told, scope) {
  const known = told.filter(({ figure }) => figure);
  const found = known.map(({ element, figure }) => {
    return { element, figure, ...amounts(figure, scope.cube), cell: element.closest("td") };
  });
  const numbers = found.filter(({ figure, cell }) => cell && NUMBERS.includes(figure.form));
  stretchBars(numbers);
  shade(numbers.filter(({ cell }) => cell.matches(".sp-heat") && !cell.parentElement.hidden));
  flag(numbers, note, scope);
  const courses = found.filter(({ figure }) => figure.form === "course");
  const among = courses.flatMap(({ figure }) => heightsOf({ ...figure, cube: scope.cube }));
  for (const { element, figure } of courses) spark(element, { ...figure, cube: scope.cube }, among);
}

function stretchBars(numbers) {
  for (const at of new Set(numbers.map(({ cell }) => cell.cellIndex))) {
    const column = numbers.filter(({ cell }) => cell.cellIndex === at);
    const largest = Math.max(...column.map(({ amount }) => Math.abs(amount ?? 0)));
    for (const { cell, amount } of column) {
      const bar = cell.querySelector(".sp-bar");
      if (!bar) continue;
      const share = largest ? Math.abs(amount ?? 0) / largest : 0;
      bar.firstElementChild.setAttribute("width", Math.round(share * 100));
      bar.classList.toggle("sp-negative", amount < 0);
    }
  }
}

function shade(numbers) {
  const known = numbers.map(({ amount }) => amount).filter((amount) => amount !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  for (const { cell, amount } of numbers) {
    const share = high > low ? (amount - low) / (high - low) : 0;
    const level = amount === null ? "" : ` sp-heat sp-heat-${Math.round(share * SHADES)}`;
    cell.className = `sp-num${level}`;
  }
}

// In tables of pairs, shares of counted things that are too far from the whole to be chance.
function flag(numbers, note, { cube }) {
  if (!numbers.some(({ figure }) => figure.dimension.includes(","))) return;
  const flags = numbers.map((each) => ({ ...each, words: flagOf(each, cube) }));
  for (const { cell, words } of flags) {
    cell.querySelector(".sp-flag")?.remove();
    if (words) cell.append(" ", html("span", "sp-flag sp-bad", words));
  }
  const said = flags.find(({ words }) => words);
  if (note) note.textContent = said ? flagNote(said, cube) : "";
}

function flagNote({ figure, words }, cube) {
  const all = written(wholeOf(figure, cube), cube.metrics[figure.metric].unit, cube.currency);
  const way = words === "low" ? "below" : "above";
  const far = `“${words}” is what lies further ${way} the ${all} of all than chance explains`;
  return `${far}; cells of few records are not judged.`;
}

const wholeOf = ({ metric, grain, place }, cube) => cube.cell(metric, grain, place).value;

function flagOf({ figure, amount, denominator }, cube) {
  const { parts, better } = cube.metrics[figure.metric];
  const isCounted = parts && Object.values(parts).every((unit) => unit === "count");
  const all = wholeOf(figure, cube);
  const isJudged = isCounted && figure.part === "value" && denominator > 0;
  if (!isJudged || amount === null || all === null) return "";
  if (denominator * Math.min(all, 1 - all) < ENOUGH) return "";
  const error = Math.sqrt(Math.max(all * (1 - all), 0) / denominator);
  if (better === "higher") return amount - all < -FAR * error ? "low" : "";
  return amount - all > FAR * error ? "high" : "";
}
