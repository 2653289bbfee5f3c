// The trend on a metric's own page: another grain, span or cut, beside another one, as chart or
// table, and what is shown as a file. The breakdowns below it follow.

import { choices, isAsItCame, readChoices, settle, writeChoices } from "./address.js";
import { Cube, WHOLE } from "./cube.js";
import { csv, save, size } from "./csv.js";
import { follow as followed, remember, restore } from "./follow.js";
import { hatched, lines } from "./lines.js";
import { exact, orTooFew, written } from "./numbers.js";
import { makeSortable } from "./sort.js";
import { html } from "./svg.js";

const YEAR = { day: 365, week: 52, month: 12, quarter: 4, year: 1 };

export async function drive(form) {
  const cube = await Cube.load(form.dataset.cube);
  const [metric] = Object.keys(cube.metrics);
  const place = form.closest(".sp-explore");
  const came = { figure: place.querySelector("figure"), table: place.querySelector("table") };
  const page = remember(form.closest("article") ?? document);
  const view = { form, cube, metric, place, came, page };
  form.addEventListener("change", () => {
    writeChoices(form);
    show(view);
  });
  form.querySelector(".sp-download").addEventListener("click", () => download(view));
  window.addEventListener("popstate", () => {
    readChoices(form);
    show(view);
  });
  settle(form);
  await show(view);
}

async function show(view) {
  const { form, cube, place, came } = view;
  const { grain } = choices(form);
  await cube.need(grain);
  if (choices(form).grain !== grain) return; // something else was chosen meanwhile
  const shown = shownBy(view);
  const { as } = choices(form);
  const isStatic = isAsItCame(form, "as");
  swap(place.querySelector("figure"), isStatic ? came.figure : drawn(shown));
  swap(place.querySelector("table"), isStatic ? came.table : tabulated(shown));
  breakDown(view);
  place.querySelector("figure").hidden = as === "table";
  place.querySelector("details").open = as === "table";
  form.querySelector(".sp-summary").textContent = told(shown);
  const button = form.querySelector(".sp-download");
  button.textContent = `Download CSV (${size(csv(rowsOf(shown)))})`;
}

// The breakdowns at the grain and cut chosen; a grain that nobody has chosen is theirs.
function breakDown({ form, cube, page }) {
  restore(page);
  const { grain, show: asked = "", with: second = "" } = choices(form);
  const isOther = grain && ![...form.elements.grain].find((each) => each.defaultChecked).checked;
  if (!asked && !second && !isOther) return;
  const scope = { cube, shown: cube.cut(asked) ?? WHOLE, other: cube.cut(second), end: null };
  followed(page, { ...scope, grain: isOther ? grain : null });
}

const swap = (old, made) => old !== made && old.replaceWith(made);

// The periods and series that the controls ask for.
function shownBy({ form, cube, metric }) {
  const chosen = choices(form);
  const grain = chosen.grain ?? Object.keys(cube.metrics[metric].grains)[0];
  const [first, last] = cube.reach(metric, grain);
  const places = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const isComplete = (place) => cube.isComplete(metric, grain, place);
  const newest = places.findLast(isComplete) ?? last;
  const from = chosen.range === "all" ? first : newest + 1 - spanOf(cube, grain, chosen.range);
  const kept = places.filter((place) => place >= from);
  const cuts = [cube.cut(chosen.show ?? "") ?? WHOLE, cube.cut(chosen.with ?? "")].filter(Boolean);
  const about = cube.metrics[metric];
  return {
    metric,
    about,
    grain,
    newest,
    currency: cube.currency,
    target: cube.target(metric, grain),
    events: cube.events(metric, cuts),
    periods: kept.map((place) => ({
      label: cube.label(grain, place),
      start: cube.periods[grain].starts[place],
      isComplete: isComplete(place),
    })),
    series: cuts.map((cut, at) => ({
      ...cut,
      paint: at ? "series-6" : "series-5",
      cells: kept.map((place) => cube.cell(metric, grain, place, cut.dimension, cut.member)),
    })),
  };
}

const spanOf = (cube, grain, years) =>
  years ? Number(years) * YEAR[grain] + (grain === "year" ? 0 : 1) : cube.periods[grain].span;

const values = ({ cells }) => cells.map(({ value }) => value);

function drawn(shown) {
  const { about, currency, grain, periods } = shown;
  const span = `${periods[0].label} to ${periods.at(-1).label}`;
  const show = (value) => written(value, about.unit, currency);
  const aim = shown.target === null ? "" : `; target ${show(shown.target)}`;
  return lines({
    title: headline(shown),
    subtitle: `${about.label} by ${grain}, ${span}${hatched(periods)}${aim}`,
    periods,
    target: shown.target,
    better: about.better,
    events: shown.events,
    unit: about.unit,
    show,
    series: shown.series.map((each) => ({ ...each, values: values(each) })),
  });
}

// "Win rate: SMB 38.0 %, Enterprise 41.2 % in Sep 2026"
function headline({ about, currency, periods, series }) {
  const newest = periods.findLastIndex(({ isComplete }) => isComplete);
  if (newest < 0) return `${about.label}: no complete period`;
  const write = (cell) => orTooFew(cell, written(cell.value, about.unit, currency));
  const each = series.map(({ label, cells }) => `${label} ${write(cells[newest])}`);
  return `${about.label}: ${each.join(", ")} in ${periods[newest].label}`;
}

function tabulated(shown) {
  const { about, currency, grain, periods, series } = shown;
  const named = grain[0].toUpperCase() + grain.slice(1);
  const head = (words, kind) => {
    const made = html("th", kind, words);
    made.scope = "col";
    return made;
  };
  const heads = [head(named, ""), ...series.map(({ label }) => head(label, "sp-num"))];
  const rows = periods.map((period, at) => {
    const name = html("th", "", period.label);
    name.scope = "row";
    if (!period.isComplete) name.append(" ", html("span", "sp-flag", "so far"));
    const cells = series.map(({ cells }) => {
      const words = orTooFew(cells[at], exact(cells[at].value, about.unit, currency));
      return html("td", "sp-num", html("span", "sp-number", words));
    });
    const row = html("tr", period.isComplete ? "" : "sp-sofar", name, ...cells);
    row.dataset.start = period.start;
    return row;
  });
  const body = html("tbody", "", ...rows.reverse());
  const caption = html("caption", "", `${about.label} by ${grain}`);
  const top = html("thead", "", html("tr", "", ...heads));
  const table = html("table", "sp-table", caption, top, body);
  makeSortable(table);
  return table;
}

function told(shown) {
  const { about, grain, periods } = shown;
  if (!periods.length) return `${about.label}: no values by ${grain}.`;
  return `${headline(shown)}. By ${grain}, ${periods[0].label} to ${periods.at(-1).label}.`;
}

// What is shown, with the parts of ratios, to the last digit.
function rowsOf({ about, periods, series }) {
  const parts = about.parts ? ["value", "numerator", "denominator"] : ["value"];
  const named = (label) => parts.map((part) => (part === "value" ? label : `${label}, ${part}`));
  const labels = series.map(({ label, dimension }) =>
    dimension === "total" ? about.label : `${about.label}, ${label}`,
  );
  const heads = ["Period", "Starts on", "Complete", ...labels.flatMap(named)];
  const rows = periods.map(({ label, start, isComplete }, at) => [
    label,
    start,
    isComplete ? "yes" : "no",
    ...series.flatMap(({ cells }) => parts.map((part) => cells[at][part])),
  ]);
  return [heads, ...rows];
}

function download(view) {
  const { grain, metric, series } = shownBy(view);
  const members = series.filter(({ dimension }) => dimension !== "total");
  const words = [metric, grain, ...members.map(({ label }) => label)].join(" ");
  const name = words.toLowerCase().replace(/[^a-z0-9_]+/g, "-");
  save(csv(rowsOf(shownBy(view))), `${name}.csv`);
}
