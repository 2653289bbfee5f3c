"""The area of a chart of rows: lanes from top to bottom, values from left to right.

A row is a line of words (name at the left, value at the right) with its bar beneath. So names
may be long, values stand in one column as in a table, and all of it can grow on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from samepage.charts.palette import paint
from samepage.charts.shapes import WIDTH, Bar, Row, Spec, Words, layer, place, shortened
from samepage.text import number

_INNER = WIDTH - 4
_BASELINE, _TOP, _BOTTOM = 17, 23, 33  # of the words and of the bar, below the row's upper edge
_PITCH, _DENSE_PITCH, _NOTE_PITCH = 42, 38, 68
_NOTE = 52
_DENSE_FROM = 13
_VALUES_SHARE = 0.2  # kept free at the right, where lines between levels would cross values
_LONGEST_NAME = 46


@dataclass(frozen=True)
class Lane:
    """One row: from where to where its bar reaches, and in which paint."""

    bar: Bar
    start: float
    end: float
    paint: str


@dataclass(frozen=True)
class Sheet:
    """The drawing: lanes from top to bottom, values from left to right."""

    lanes: Sequence[Lane]
    words: Words
    lower: float
    upper: float
    edges: Sequence[int]  # upper edges of the lanes, and the lower edge of the last
    is_signed: bool

    @classmethod
    def around(
        cls,
        lanes: Sequence[Lane],
        words: Words,
        lower: float,
        target: float | None,
        is_signed: bool,
    ) -> Sheet:
        reached = [value for lane in lanes for value in (lane.start, lane.end)]
        aims = [] if target is None else [target]
        low, high = min([lower, *reached, *aims]), max([lower, *reached, *aims])
        high += (high - low) * _VALUES_SHARE * is_signed
        pitch = _DENSE_PITCH if len(lanes) >= _DENSE_FROM else _PITCH
        pitches = [_NOTE_PITCH if lane.bar.note else pitch for lane in lanes]
        edges = list(accumulate(pitches, initial=0))
        return cls(lanes, words, low, high if high > low else low + 1.0, edges, is_signed)

    @property
    def height(self) -> int:
        return self.edges[-1]

    def x(self, field: str = "x") -> Spec:
        return place(field, self.lower, self.upper, axis=None)

    def y(self, field: str = "y") -> Spec:
        return place(field, self.height, 0, axis=None)

    def box(self) -> Spec:
        return {"x": self.x(), "x2": {"field": "x2"}, "y": self.y(), "y2": {"field": "y2"}}

    def show(self, bar: Bar) -> str:
        value = self._number(bar.value)
        is_gain = self.is_signed and not bar.is_total and (bar.value or 0.0) > 0
        return f"+{value}" if is_gain else value

    def ground(self, *, is_cut: bool) -> list[Spec]:
        """A track behind each bar; where zero is when bars go both ways; what a cut scale hides."""
        tracks = [self._box(at, self.lower, self.upper) for at in range(len(self.lanes))]
        layers = [layer("tracks", "rect", tracks, self.box(), fill=paint("grid"), opacity=0.5)]
        if self.lower < 0:
            zero = {"x": self.x()}
            layers.append(layer("zero", "rule", [{"x": 0}], zero, stroke=paint("muted")))
        if is_cut:
            said = f"Bars start at {self._number(self.lower)}, not at zero"
            channels = {"x": {"value": 0}, "y": {"value": -12}, "text": {"field": "text"}}
            muted: Spec = {"align": "left", "fill": paint("muted")}
            layers.append(layer("cut", "text", [{"text": said}], channels, **muted))
        return layers

    def bars(self) -> list[Spec]:
        """One layer per fill, so that each fill is a constant of its layer."""
        fills = dict.fromkeys(self._fill(lane) for lane in self.lanes)
        return [
            layer(f"bars_{order}", "rect", self._boxes(fill), self.box(), fill=fill)
            for order, fill in enumerate(fills)
        ]

    def _fill(self, lane: Lane) -> str:
        return paint(lane.paint, hatched=not lane.bar.is_complete)

    def _boxes(self, fill: str) -> list[Row]:
        return [
            self._box(at, lane.start, lane.end)
            for at, lane in enumerate(self.lanes)
            if self._fill(lane) == fill and lane.bar.value is not None
        ]

    def _box(self, at: int, start: float, end: float) -> Row:
        edge = self.edges[at]
        return {"x": start, "x2": end, "y": edge + _TOP, "y2": edge + _BOTTOM}

    def _number(self, value: float | None) -> str:
        return number(value, self.words.unit, self.words.currency)

    def links(self, levels: Sequence[float]) -> list[Spec]:
        """Thin lines from each level to the row where it is carried on."""
        rows = [
            {"x": level, "y": above + _BOTTOM, "y2": below + _TOP}
            for level, (above, below) in zip(levels, pairwise(self.edges), strict=False)
        ]
        channels = {"x": self.x(), "y": self.y(), "y2": {"field": "y2"}}
        return [layer("links", "rule", rows, channels, stroke=paint("muted"))] if rows else []

    def target(self, target: float | None) -> list[Spec]:
        if target is None:
            return []
        is_right = (target - self.lower) > 0.5 * (self.upper - self.lower)
        text = f"Target {self._number(target)}"
        row = [{"x": target, "text": text}]
        words = {"x": self.x(), "y": {"value": -12}, "text": {"field": "text"}}
        align, colour = "right" if is_right else "left", paint("target")
        rule: Spec = {"stroke": colour, "strokeWidth": 1.5, "strokeDash": [2, 3]}
        return [
            layer("target", "rule", row, {"x": self.x()}, **rule),
            layer("aim", "text", row, words, align=align, fill=colour),
        ]

    def words_of_rows(self) -> list[Spec]:
        names = [shortened(lane.bar.label, _LONGEST_NAME) for lane in self.lanes]
        values = [self.show(lane.bar) for lane in self.lanes]
        notes = [lane.bar.note for lane in self.lanes]
        left: Spec = {"align": "left", "baseline": "alphabetic"}
        muted: Spec = {"fill": paint("muted"), **left}
        right: Spec = {"align": "right", "baseline": "alphabetic", "fontWeight": 600}
        return [
            self._texts("labels", names, 0, _BASELINE, **left),
            self._texts("values", values, _INNER, _BASELINE, **right),
            self._texts("notes", notes, 0, _NOTE, **muted),
        ]

    def _texts(
        self, name: str, texts: Sequence[str], x: float, below: int, **style: object
    ) -> Spec:
        placed = zip(self.edges, texts, strict=False)
        rows = [{"y": edge + below, "text": text} for edge, text in placed if text]
        channels = {"x": {"value": x}, "y": self.y(), "text": {"field": "text"}}
        return layer(name, "text", rows, channels, **style)

    def answers(self) -> Spec:
        """Invisible rows: the pointer on one shows its full name and value."""
        rows = [
            {"x": self.lower, "x2": self.upper, "y": above, "y2": below, "tip": tip}
            for tip, (above, below) in zip(self._tips(), pairwise(self.edges), strict=True)
        ]
        channels = self.box() | {"description": {"field": "tip"}}
        return layer("answers", "rect", rows, channels, fill=paint("hover"), aria=True)

    def _tips(self) -> list[str]:
        return [f"{lane.bar.label}: {self.show(lane.bar)}{_open(lane.bar)}" for lane in self.lanes]


def _open(bar: Bar) -> str:
    return "" if bar.is_complete else " (not complete)"
