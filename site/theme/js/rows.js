// Funnels and waterfalls: a row is a line of words with its bar beneath, as in charts/sheet.py.
//
// rows({ title, subtitle, bars: [{ label, value, paint, isTotal, note }], isSigned, show })

import { element, figure, group, round, text, WIDTH } from "./svg.js";

const INNER = WIDTH - 4;
const ROOM = 28; // above the bars, where a cut scale says so
const [BASELINE, UPPER, BAR] = [17, 23, 10];
const [PITCH, NOTE_PITCH, NOTE] = [42, 62, 49];

export function rows(chart) {
  const lanes = chart.isSigned ? levels(chart.bars) : chart.bars.map(fromZero);
  const reached = lanes.flatMap(({ start, end }) => [start, end]);
  const low = chart.isSigned ? cutAt(lanes) : Math.min(0, ...reached);
  const high = Math.max(low, ...reached) || 1;
  const upper = chart.isSigned ? high + (high - low) * 0.2 : high;
  const x = (value) => round(((Math.max(value, low) - low) / (upper - low || 1)) * INNER);
  let edge = 0;
  const placed = lanes.map((lane) => {
    const top = edge;
    edge += lane.note ? NOTE_PITCH : PITCH;
    return { ...lane, top };
  });
  const paint = () => [
    element(
      "g",
      { transform: `translate(2,${top})` },
      ...(low > 0 ? [cutNote(chart.show(low))] : []),
      ...placed.map((lane) => row(lane, x, chart)),
    ),
  ];
  const top = low > 0 ? ROOM : 2;
  const told = chart.bars.map((bar) => `${bar.label}: ${said(bar, chart)}`).join("; ");
  return figure({ ...chart, told: `${told}.`, height: edge + top }, paint);
}

const cutNote = (low) =>
  group("cut", text(`Bars start at ${low}, not at zero`, 0, -12, { class: "sp-fill-muted" }));

const fromZero = (bar) => ({ ...bar, start: 0, end: bar.value ?? 0 });

// Each movement starts where the one before has ended; a level starts at the bottom.
function levels(bars) {
  let level = 0;
  return bars.map((bar) => {
    const start = bar.isTotal ? 0 : level;
    level = start + (bar.value ?? 0);
    const paint = bar.isTotal ? "series-5" : level >= start ? "up" : "down";
    return { ...bar, start, end: level, paint };
  });
}

// Where the scale starts: at zero, unless the levels are so high that movements would vanish.
function cutAt(lanes) {
  const ends = lanes.map(({ end }) => end);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low > 0.7 * high && high > low ? low - (high - low) : Math.min(0, low);
}

function said(bar, { isSigned, show }) {
  const gains = isSigned && !bar.isTotal && bar.value > 0;
  return `${gains ? "+" : ""}${show(bar.value)}`;
}

function row(lane, x, chart) {
  const [from, to] = [x(lane.start), x(lane.end)].sort((one, other) => one - other);
  const bar = { y: lane.top + UPPER, height: BAR };
  const strong = { "text-anchor": "end", "font-weight": 600 };
  const parts = [
    element("rect", { ...bar, class: "sp-fill-grid", width: INNER, opacity: 0.5 }),
    element("rect", { ...bar, class: `sp-fill-${lane.paint}`, x: from, width: round(to - from) }),
    text(lane.label, 0, lane.top + BASELINE),
    text(said(lane, chart), INNER, lane.top + BASELINE, strong),
  ];
  if (lane.note) parts.push(text(lane.note, 0, lane.top + NOTE, { class: "sp-fill-muted" }));
  return element("g", {}, ...parts);
}
