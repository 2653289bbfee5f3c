// Everything on a page that bears a number told anew, alone or in tables. What cannot be cut as the
// controls ask stays as it is and says so.

import { WHOLE } from "./cube.js";
import { locate, read, retell } from "./retell.js";
import { html } from "./svg.js";
import { arrange, finish } from "./tables.js";

// What follows, as it came: to be put back before each change.
export function remember(content) {
  const numbered = (place) => [...place.querySelectorAll("[data-f]")];
  const tables = [...content.querySelectorAll("table.sp-table")]
    .filter((table) => table.tBodies[0]?.querySelector("[data-f]"))
    .map((table) => ({
      table,
      caption: table.caption,
      title: [...table.caption.childNodes].map((node) => node.cloneNode(true)),
      heads: wordsOf(table.tHead).map((node) => ({ node, words: node.nodeValue })),
      rows: table.tBodies[0].cloneNode(true),
      note: noteOf(table),
      words: noteOf(table)?.textContent,
    }));
  const loose = numbered(content)
    .filter((element) => !element.closest("tbody"))
    .map((element) => ({
      element,
      classes: element.getAttribute("class"),
      nodes: copies(element),
    }));
  return { loose, tables };
}

function wordsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

// What a table leaves out stands below it.
function noteOf(table) {
  const next = table.closest(".sp-scroll")?.nextElementSibling;
  return next?.matches("p.sp-note") ? next : null;
}

const copies = ({ childNodes }) => [...childNodes].map((node) => node.cloneNode(true));

export function restore({ loose, tables }) {
  for (const { element, classes, nodes } of loose) {
    if (classes === null) element.removeAttribute("class");
    else element.setAttribute("class", classes);
    element.replaceChildren(...nodes.map((node) => node.cloneNode(true)));
  }
  for (const { table, caption, title, heads, rows, note, words } of tables) {
    table.tBodies[0].replaceWith(rows.cloneNode(true));
    caption.replaceChildren(...title.map((node) => node.cloneNode(true)));
    if (note) note.textContent = words;
    for (const head of heads) head.node.nodeValue = head.words;
    for (const head of table.tHead.querySelectorAll("[aria-sort]")) {
      head.removeAttribute("aria-sort");
    }
  }
}

// How many figures could not be cut as asked.
export function follow({ loose, tables }, scope) {
  const single = loose.map(({ element }) => tell(element, scope));
  single.forEach(mark);
  const inside = tables.map((each) => {
    const body = each.table.tBodies[0];
    const own = isByPairsOf(body, scope) ? { ...scope, shown: WHOLE, other: null } : scope;
    redate(each, own);
    arrange(each, own);
    const told = [...body.querySelectorAll("[data-f]")].map((element) => tell(element, own));
    finish(each, told, own);
    return markTable(each, told, own);
  });
  return [...single, ...inside.flat()].filter(isLeft).length;
}

// A matrix by the dimension asked for shows every member of it already, and all of them together.
function isByPairsOf(body, { cube, shown }) {
  return [...body.querySelectorAll("[data-f]")].some(({ dataset }) => {
    const { dimension } = read(cube.figures[dataset.f]);
    return dimension.includes(",") && dimension.split(",").includes(shown.dimension);
  });
}

// Captions that end with a period, and heads with one in brackets, name the one that is shown.
function redate({ table, caption, heads }, scope) {
  const { cube } = scope;
  const numbered = [...table.tBodies[0].querySelectorAll("td [data-f], td[data-f]")];
  const told = numbered.map(({ dataset }) => namesOf(cube.figures[dataset.f], scope));
  const names = new Map(told.filter(([was]) => was));
  const title = caption.textContent;
  const ending = [...names.keys()].find((name) => title.endsWith(name));
  if (ending) caption.textContent = `${title.slice(0, -ending.length)}${names.get(ending)}`;
  for (const { node, words } of heads) {
    const was = [...names.keys()].find((name) => words.endsWith(`(${name})`));
    if (was) node.nodeValue = `${words.slice(0, -was.length - 1)}${names.get(was)})`;
  }
}

// What the period of a figure was called on the page as it came, and what it is called now.
function namesOf(packed, scope) {
  const { cube } = scope;
  const { metric, grain, start } = read(packed);
  const was = cube.metrics[metric] ? cube.label(grain, cube.place(grain, start)) : undefined;
  const now = was && locate(packed, scope);
  return [was, now ? (cube.label(now.grain, now.place) ?? "no data") : was];
}

// A row that stands in for another member says so on its figures.
function tell(element, scope) {
  const packed = [...scope.cube.figures[element.dataset.f]];
  if (element.dataset.member !== undefined) packed[6] = element.dataset.member;
  return { element, ...retell(element, packed, scope) };
}

const isLeft = ({ element, isWhole }) => isWhole && element.matches(".sp-figure, .sp-number");

export const note = (words = "whole company") => html("span", "sp-whole", words);

function mark(told) {
  if (isLeft(told)) told.element.append(" ", note());
}

// A breakdown that is cut once more says by what. A table of which nothing can be cut says so once,
// every other one where it is so.
function markTable({ caption }, told, { shown }) {
  const isPaired = ({ figure }) =>
    figure && figure.dimension !== "total" && figure.cut.dimension !== figure.dimension;
  if (told.some(isPaired)) caption.append(`, ${shown.label}`);
  if (told.length && told.every(({ isWhole }) => isWhole)) caption.append(" ", note());
  else told.forEach(mark);
  return told;
}
