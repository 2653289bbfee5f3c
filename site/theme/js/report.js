// A whole page at another period or cut, beside another one: every figure, change and chart that
// the page has numbered. What cannot be cut stays as it is and says so.

import { choices, isAsItCame, readChoices, settle, writeChoices } from "./address.js";
import { Cube, WHOLE } from "./cube.js";
import { redraw } from "./pictures.js";
import { retell } from "./retell.js";
import { html } from "./svg.js";

export async function drive(form) {
  const cube = await Cube.load(form.dataset.cube);
  const page = remember(form);
  const follow = () => show({ form, cube, page });
  form.addEventListener("change", () => {
    writeChoices(form);
    follow();
  });
  window.addEventListener("popstate", () => {
    readChoices(form);
    follow();
  });
  settle(form);
  follow();
}

// Everything that follows, as it came: to be put back before each change.
function remember(form) {
  const content = form.closest("article") ?? document;
  const figures = [...content.querySelectorAll("[data-f]")].map((element) => ({
    element,
    classes: element.getAttribute("class"),
    nodes: [...element.childNodes].map((node) => node.cloneNode(true)),
  }));
  const charts = [...content.querySelectorAll("figure.sp-chart")].map((figure) => ({
    came: figure,
    now: figure,
    name: figure.querySelector("svg title")?.id.match(/^(\w+)/)?.[1],
  }));
  const rows = [...content.querySelectorAll("tr[data-start]")];
  const tables = [...content.querySelectorAll("table.sp-table")];
  return { figures, charts, rows, tables };
}

function restore({ figures, charts, rows, tables }) {
  for (const { element, classes, nodes } of figures) {
    if (classes === null) element.removeAttribute("class");
    else element.setAttribute("class", classes);
    element.replaceChildren(...nodes.map((node) => node.cloneNode(true)));
  }
  for (const chart of charts) replace(chart, chart.came);
  for (const row of rows) row.hidden = false;
  for (const table of tables) table.querySelector("caption .sp-whole")?.remove();
}

function replace(chart, figure) {
  if (chart.now !== figure) chart.now.replaceWith(figure);
  chart.now = figure;
}

function show({ form, cube, page }) {
  restore(page);
  form.classList.toggle("sp-is-cut", !isAsItCame(form));
  const summary = form.querySelector(".sp-summary");
  if (isAsItCame(form)) {
    summary.textContent = "";
    return;
  }
  const chosen = choices(form);
  const scope = {
    cube,
    shown: cube.cut(chosen.show ?? "") ?? WHOLE,
    other: cube.cut(chosen.with ?? ""),
    end: endOf(cube, chosen.until),
  };
  const told = page.figures.map(({ element }) => ({
    element,
    isWhole: retell(element, cube.figures[element.dataset.f], scope),
  }));
  markTables(page, told);
  for (const row of page.rows) row.hidden = scope.end !== null && row.dataset.start >= scope.end;
  for (const chart of page.charts) {
    const drawing = cube.drawings[chart.name];
    const figure = redraw(drawing, scope) ?? unchanged(chart.came, scope);
    replace(chart, figure);
  }
  summary.textContent = inWords(form, scope, told);
}

// The day after the period chosen; null for the newest.
function endOf(cube, start) {
  if (!start) return null;
  const [grain] = ["month", "quarter", "year", "week", "day"].filter((each) =>
    cube.periods[each]?.starts.includes(start),
  );
  return cube.periods[grain].starts[cube.place(grain, start) + 1];
}

const note = () => html("span", "sp-whole", "whole company");

// A table of which nothing can be cut says so once, every other one where it is so.
function markTables({ tables }, told) {
  const left = told.filter(({ isWhole }) => isWhole);
  for (const table of tables) {
    const inside = told.filter(({ element }) => table.contains(element));
    const caption = table.querySelector("caption");
    if (!inside.length || !caption || !inside.every(({ isWhole }) => isWhole)) continue;
    caption.append(" ", note());
    inside.forEach((each) => (each.isSaid = true));
  }
  for (const { element, isSaid } of left) {
    if (!isSaid && element.matches(".sp-figure")) element.append(" ", note());
  }
}

// A chart that cannot be drawn otherwise is of the whole company and of the newest period.
function unchanged(figure, { shown, other, end }) {
  if (shown === WHOLE && !other && end === null) return figure;
  const copy = figure.cloneNode(true);
  const words = end === null ? "whole company" : "whole company, newest period";
  copy.querySelector("figcaption")?.append(" ", html("span", "sp-whole", words));
  return copy;
}

function inWords(form, { shown, other }, told) {
  const period = form.elements.until?.selectedOptions[0].label;
  const cut = shown === WHOLE ? "The whole company" : shown.label;
  const beside = other ? `, compared with ${other.label}` : "";
  const isLeft = ({ element, isWhole }) => isWhole && element.matches(".sp-figure");
  const left = told.filter(isLeft).length;
  const rest = left ? ` ${left} figures cannot be cut so and are of the whole company.` : "";
  return `${cut}${beside}${period ? `, ${period}` : ""}.${rest}`;
}
