// Every table of the site can be sorted by its columns: once up, once down, then as it came. A
// column of small drawings says nothing to sort by.

// What stands in a column of numbers where there is none.
const EMPTY = ["–", "no value", "too few to show"];
const NUMBER = /^[^\d\u2212-]{0,6}([\u2212-]?)[^\d]{0,3}(\d[\d,]*(?:\.\d+)?)\s?(bn|M|k)?/u;
const LETTERS = { bn: 1e9, M: 1e6, k: 1e3 };
const ORDERS = ["none", "ascending", "descending"];

export function makeSortable(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const isPlain = rows.every((row) => row.cells.length === heads.length);
  if (rows.length < 2 || !isPlain || table.tBodies.length > 1) return;
  const isTold = (column) => rows.some((row) => said(row.cells[column]));
  heads.forEach((head, column) => isTold(column) && addButton(table, head, column));
}

function addButton(table, head, column) {
  if (!head.textContent.trim() || head.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sp-sort";
  if (head.querySelector("a")) {
    button.setAttribute("aria-label", `Sort by ${said(head)}`);
    head.append(button);
  } else {
    button.append(...head.childNodes);
    head.append(button);
  }
  button.addEventListener("click", () => {
    const now = ORDERS.indexOf(head.getAttribute("aria-sort") ?? "none");
    order(table, head, column, ORDERS[(now + 1) % ORDERS.length]);
  });
}

function order(table, head, column, wanted) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  rows.forEach((row, place) => (row.dataset.came ??= place));
  const came = (row) => Number(row.dataset.came);
  const by = comparison(rows, column);
  const way = wanted === "descending" ? -1 : 1;
  const apart = (one, other) => (wanted === "none" ? 0 : by(one, other, way));
  rows.sort((one, other) => apart(one, other) || came(one) - came(other));
  for (const each of table.querySelectorAll("thead th")) each.removeAttribute("aria-sort");
  if (wanted !== "none") head.setAttribute("aria-sort", wanted);
  body.append(...rows);
}

// Periods by time, numbers by value, everything else as words; what is empty comes last.
function comparison(rows, column) {
  if (column === 0 && rows.every((row) => row.dataset.start)) {
    return (one, other, way) => way * one.dataset.start.localeCompare(other.dataset.start);
  }
  const words = new Map(rows.map((row) => [row, said(row.cells[column])]));
  const told = [...words.values()].filter((each) => each && !EMPTY.includes(each));
  const numbers = new Map(rows.map((row) => [row, valueOf(words.get(row))]));
  const isNumeric = told.length > 0 && told.every((each) => valueOf(each) !== null);
  const keys = isNumeric ? numbers : words;
  const isEmpty = (row) => (isNumeric ? keys.get(row) === null : !keys.get(row));
  return (one, other, way) => {
    if (isEmpty(one) || isEmpty(other)) return isEmpty(one) - isEmpty(other);
    const [first, second] = [keys.get(one), keys.get(other)];
    const apart = isNumeric ? first - second : first.localeCompare(second, "en", { numeric: true });
    return way * apart;
  };
}

// What a cell says, without tooltips and notes.
function said(cell) {
  const shown = cell.querySelector(".sp-number, .sp-change, .sp-term");
  if (shown) return shown.textContent.trim();
  const copy = cell.cloneNode(true);
  for (const note of copy.querySelectorAll(".sp-tip, .sp-flag")) note.remove();
  return copy.textContent.trim();
}

// "€ 1,234" -> 1234, "−2.1 points" -> -2.1, "1.2 M" -> 1200000; null for what is no number.
export function valueOf(words) {
  const found = NUMBER.exec(words.replace(/^[▲▼]\s?/u, ""));
  if (!found) return null;
  const [, minus, digits, letter] = found;
  return (minus ? -1 : 1) * Number(digits.replaceAll(",", "")) * (LETTERS[letter] ?? 1);
}
