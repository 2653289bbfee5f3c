// A table as a file for a spreadsheet, in which no text may become a formula.

const DANGEROUS = /^[=+\-@\t\r]/;

// Numbers stay numbers. Text that a spreadsheet would calculate gets an apostrophe in front.
export function field(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = DANGEROUS.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// RFC 4180, with the mark by which Excel knows UTF-8.
export const csv = (rows) =>
  `\ufeff${rows.map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;

export const size = (text) => {
  const bytes = new Blob([text]).size;
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
};

export function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
