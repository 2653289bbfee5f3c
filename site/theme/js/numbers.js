// How numbers are written: what scripts/samepage/text.py does, to the last digit and sign.

const THIN = "\u202f";
const MINUS = "\u2212";
export const NONE = "\u2013";

// What is written of a cell, unless too few records stand behind it.
export const orTooFew = ({ isWithheld }, words) => (isWithheld ? "too few to show" : words);

const SYMBOLS = { EUR: "€", USD: "$", GBP: "£", JPY: "¥", INR: "₹", PLN: "zł" };
const DURATIONS = {
  months: ["month", "months"],
  days: ["day", "days"],
  hours: ["h", "h"],
  minutes: ["min", "min"],
};
const SCALES = [
  [999.95e6, 1e9, 1, "bn"],
  [999.5e3, 1e6, 1, "M"],
  [10e3, 1e3, 0, "k"],
];

// Python rounds a tie to the even digit, toFixed away from zero. With so many decimals a double
// is a tie exactly when this multiple of it is an odd whole number.
function fixed(size, decimals) {
  const rounded = size.toFixed(decimals);
  const isTie = Math.abs((size * 2 ** (decimals + 1)) % 2) === 1;
  const isOdd = Number(rounded.at(-1)) % 2 === 1;
  return isTie && isOdd ? (size * (1 - Number.EPSILON)).toFixed(decimals) : rounded;
}

function grouped(value, decimals) {
  const [whole, ...rest] = fixed(Math.abs(value), decimals).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

const sign = (value, decimals) =>
  value < 0 && Number(fixed(-value, decimals)) !== 0 ? MINUS : "";
const plain = (value, decimals) => sign(value, decimals) + grouped(value, decimals);
const short = (value, decimals) => plain(value, Number.isInteger(value) ? 0 : decimals);

function inUnit(value, unit, currency, decimals) {
  if (unit === "percent") return `${plain(value * 100, decimals)}${THIN}%`;
  if (unit === "points") return `${plain(value * 100, decimals)}${THIN}points`;
  if (unit === "currency") return money(value, currency, 1, 0, "");
  if (unit === "ratio") {
    return `${plain(value, Math.abs(value) < 2 ? Math.max(decimals, 2) : decimals)}×`;
  }
  if (unit === "number") return short(value, decimals + 2);
  if (unit === "count") return short(value, decimals);
  const [one, several] = DURATIONS[unit];
  return `${short(value, decimals)}${THIN}${value === 1 ? one : several}`;
}

function money(value, currency, divisor, decimals, letter) {
  const amount = grouped(Math.abs(value) / divisor, decimals);
  const scaled = letter ? `${THIN}${letter}` : "";
  return `${sign(value, 0)}${SYMBOLS[currency] ?? currency}${THIN}${amount}${scaled}`;
}

// In a sentence: € 1.2 M, 63.2 %
export function written(value, unit, currency) {
  if (value === null) return NONE;
  const scale = SCALES.find(([start]) => Math.abs(value) >= start);
  if (unit === "currency" && scale) return money(value, currency, ...scale.slice(1));
  return inUnit(value, unit, currency, 1);
}

// In a column of a table, where money has to add up: € 1,234,567
export const tabled = (value, unit, currency) =>
  value === null ? NONE : inUnit(value, unit, currency, 1);

// To the last digit that means something: 63.15 %
export const exact = (value, unit, currency) =>
  value === null ? NONE : inUnit(value, unit, currency, 2);

function signed(value) {
  const isZero = Number(fixed(Math.abs(value), 1)) === 0;
  return (value > 0 && !isZero ? "+" : "") + plain(value, 1);
}

// How a value moved: shares in points, durations in their unit, the rest in per cent.
export function change(value, before, unit) {
  if (value === null || before === null) return NONE;
  if (unit === "percent" || unit === "points") return `${signed((value - before) * 100)} points`;
  if (unit in DURATIONS) return `${signed(value - before)}${THIN}${DURATIONS[unit][1]}`;
  if (before === 0 || value * before < 0) return value ? NONE : `0.0${THIN}%`;
  return `${signed(((value - before) / Math.abs(before)) * 100)}${THIN}%`;
}

// A change as words, and the looks that say the same: { words, looks: ["up", "good"] }
export function verdict(value, before, { unit, better, isPart }) {
  const moved = change(value, before, unit);
  const isUp = moved[0] === "+";
  if (!isUp && moved[0] !== MINUS) return { words: moved, looks: [] };
  const words = `${isUp ? "▲" : "▼"}${THIN}${moved}`;
  const way = isUp ? "up" : "down";
  if (isPart) return { words, looks: [way] };
  const isBetter = isUp === (better === "higher");
  return {
    words: `${words}, ${isBetter ? "better" : "worse"}`,
    looks: [way, isBetter ? "good" : "bad"],
  };
}

// How far apart two values are, without a sign; 0 only where it is none.
export function difference(value, unit, currency) {
  const named = unit === "percent" ? "points" : unit;
  const scaled = Math.abs(value) * (named === "points" ? 100 : 1);
  const decimals = [1, 2, 3].find((places) => Number(fixed(scaled, places)) !== 0) ?? 1;
  return inUnit(Math.abs(value), named, currency, decimals);
}

// How a value stands to the target, in the words of a column headed "Target"; null without one.
export function health(value, about, grain, currency) {
  const { target, better, unit } = about;
  if (!target || value === null || (target.grain ?? grain) !== grain) return null;
  const goal = written(target.value, unit, currency);
  if (isReached(value, target.value, better)) return { words: `meets ${goal}`, looks: ["good"] };
  const isClose = target.warn !== undefined && isReached(value, target.warn, better);
  if (isClose) return { words: `close to ${goal}`, looks: ["warn"] };
  return { words: `misses ${goal}`, looks: ["bad"] };
}

export const isReached = (value, aim, better) => (better === "higher" ? value >= aim : value <= aim);

// The same as a sentence: "Off target: 2.1 points below the target of 45.0 % for 3 months". `run`
// holds the complete values up to this one, the newest first.
export function standing(run, about, grain, currency) {
  const [value] = run;
  const judged = health(value ?? null, about, grain, currency);
  if (!judged) return null;
  const { target, better, unit } = about;
  const goal = `the target of ${written(target.value, unit, currency)}`;
  const way = value > target.value ? "above" : "below";
  const apart = `${difference(value - target.value, unit, currency)} ${way} ${goal}`;
  const said = { good: "On target", warn: "Attention", bad: "Off target" }[judged.looks[0]];
  const words = `${said}: ${value === target.value ? `exactly ${goal}` : apart}`;
  const sides = run.map((each) => (each === null ? null : isReached(each, target.value, better)));
  return { words: `${words}${lasting(sides, grain)}`, looks: judged.looks };
}

function lasting(sides, grain) {
  const changed = sides.findIndex((side) => side !== sides[0]);
  const periods = changed < 0 ? sides.length : changed;
  if (grain === "all" || (changed < 0 && periods < 2)) return "";
  return ` for ${changed < 0 ? "at least " : ""}${periods} ${grain}${periods > 1 ? "s" : ""}`;
}
