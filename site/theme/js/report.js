// A whole page at another period or cut, beside another one: every figure, table and chart that the
// page has numbered. What cannot be cut stays as it is and says so.

import { choices, isAsItCame, readChoices, settle, writeChoices } from "./address.js";
import { Cube, WHOLE } from "./cube.js";
import { follow, note, remember, restore } from "./follow.js";
import { redraw } from "./pictures.js";
import { html } from "./svg.js";

export async function drive(form) {
  const cube = await Cube.load(form.dataset.cube);
  const content = form.closest("article") ?? document;
  const blocks = { charts: chartsOf(content), still: stillOf(content) };
  const page = { ...remember(content), ...blocks, content };
  const again = () => show({ form, cube, page });
  form.addEventListener("change", () => {
    writeChoices(form);
    again();
  });
  window.addEventListener("popstate", () => {
    readChoices(form);
    again();
  });
  settle(form);
  await again();
}

const chartsOf = (content) =>
  [...content.querySelectorAll("figure.sp-chart")].map((figure) => ({
    came: figure,
    now: figure,
    name: figure.querySelector("svg title")?.id.match(/^(\w+)/)?.[1],
  }));

// Sentences and tables about the newest period of the whole company, whatever is chosen.
const stillOf = (content) =>
  [...content.querySelectorAll(".sp-headline, .sp-news, table.sp-table")].filter(
    (block) => block.querySelector(".sp-number") && !block.querySelector("[data-f]"),
  );

function replace(chart, figure) {
  if (chart.now !== figure) chart.now.replaceWith(figure);
  chart.now = figure;
}

async function show({ form, cube, page }) {
  const asked = JSON.stringify(choices(form));
  const { show: one = "", with: other = "" } = choices(form);
  await Promise.all([one, other].map((cut) => cube.need(cut.split(":")[0])));
  if (asked !== JSON.stringify(choices(form))) return; // something else was chosen meanwhile
  restore(page);
  for (const chart of page.charts) replace(chart, chart.came);
  for (const each of page.content.querySelectorAll(".sp-still")) each.remove();
  const end = isAsItCame(form) ? null : endOf(cube, choices(form).until);
  for (const row of page.content.querySelectorAll("tr[data-start]")) {
    row.hidden = end !== null && row.dataset.start >= end;
  }
  form.classList.toggle("sp-is-cut", !isAsItCame(form));
  const summary = form.querySelector(".sp-summary");
  summary.textContent = isAsItCame(form) ? "" : change({ form, cube, page, end });
}

// Everything as the controls ask for it; in words, what that is.
function change({ form, cube, page, end }) {
  const chosen = choices(form);
  const shown = cube.cut(chosen.show ?? "") ?? WHOLE;
  const scope = { cube, shown, other: cube.cut(chosen.with ?? ""), end };
  const left = follow(page, scope);
  for (const block of page.still) {
    const words = html("p", "sp-whole sp-still", "Whole company, newest period:");
    (block.closest(".sp-scroll") ?? block).before(words);
  }
  for (const chart of page.charts) {
    replace(chart, redraw(cube.drawings[chart.name], scope) ?? unchanged(chart.came, scope));
  }
  return inWords(form, scope, left);
}

// The day after the period chosen; null for the newest.
function endOf(cube, start) {
  if (!start) return null;
  const [grain] = ["month", "quarter", "year", "week", "day"].filter((each) =>
    cube.periods[each]?.starts.includes(start),
  );
  return cube.periods[grain].starts[cube.place(grain, start) + 1];
}

// A chart that cannot be drawn otherwise is of the whole company and of the newest period.
function unchanged(figure, { shown, other, end }) {
  if (shown === WHOLE && !other && end === null) return figure;
  const copy = figure.cloneNode(true);
  const words = end === null ? "whole company" : "whole company, newest period";
  copy.querySelector("figcaption")?.append(" ", note(words));
  return copy;
}

function inWords(form, { shown, other }, left) {
  const period = form.elements.until?.selectedOptions[0].label;
  const cut = shown === WHOLE ? "The whole company" : shown.label;
  const beside = other ? `, compared with ${other.label}` : "";
  const rest = left ? ` ${left} figures cannot be cut so and are of the whole company.` : "";
  return `${cut}${beside}${period ? `, ${period}` : ""}.${rest}`;
}
