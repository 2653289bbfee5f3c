"""The area of a chart of rows: lanes from top to bottom, values from left to right.

A row is a line of words (name at the left, value at the right) with its bar beneath. So names
may be long, values stand in one column as in a table, and all of it can grow on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samepage.charts.palette import paint
from samepage.charts.shapes import WIDTH, Bar, Row, Spec, Words, layer, place, shortened
from samepage.text import number

_INNER = WIDTH - 4
_BASELINE, _TOP, _BOTTOM = 17, 23, 33  # of the words and of the bar, below the row's upper edge
_PITCH, _DENSE_PITCH, _NOTE_PITCH = 42, 38, 58
_NOTE = 49
_DENSE_FROM = 13
_LONGEST_NAME = 40


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
    pitch: int
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
        dense = _DENSE_PITCH if len(lanes) >= _DENSE_FROM else _PITCH
        pitch = _NOTE_PITCH if any(lane.bar.note for lane in lanes) else dense
        return cls(lanes, words, low, high if high > low else low + 1.0, pitch, is_signed)

    @property
    def height(self) -> int:
        return len(self.lanes) * self.pitch

    def x(self, field: str = "x") -> Spec:
        return place("x", self.lower, self.upper, field=field)

    def y(self, field: str = "y") -> Spec:
        return place("y", self.height, 0, field=field)

    def box(self) -> Spec:
        return {"x": self.x(), "x2": {"field": "x2"}, "y": self.y(), "y2": {"field": "y2"}}

    def show(self, bar: Bar) -> str:
        value = number(bar.value, self.words.unit, self.words.currency)
        is_gain = self.is_signed and not bar.is_total and (bar.value or 0.0) > 0
        return f"+{value}" if is_gain else value

    def ground(self, *, cut: bool) -> list[Spec]:
        """The line that bars start from: zero, or where a cut scale begins, which is said."""
        start = self.lower if cut else 0.0
        rule = layer("zero", "rule", [{"x": start}], {"x": self.x()}, stroke=paint("muted"))
        if not cut:
            return [rule]
        said = f"Bars start at {number(start, self.words.unit, self.words.currency)}, not at zero"
        channels = {"x": {"value": 0}, "y": {"value": -6}, "text": {"field": "text"}}
        return [
            rule,
            layer("cut", "text", [{"text": said}], channels, align="left", fill=paint("muted")),
        ]

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
            {
                "x": lane.start,
                "x2": lane.end,
                "y": at * self.pitch + _TOP,
                "y2": at * self.pitch + _BOTTOM,
            }
            for at, lane in enumerate(self.lanes)
            if self._fill(lane) == fill and lane.bar.value is not None
        ]

    def links(self, levels: Sequence[float]) -> list[Spec]:
        """Thin lines from each level to the row where it is carried on."""
        rows = [
            {"x": level, "y": at * self.pitch + _BOTTOM, "y2": (at + 1) * self.pitch + _TOP}
            for at, level in enumerate(levels)
        ]
        channels = {"x": self.x(), "y": self.y(), "y2": {"field": "y2"}}
        return [layer("links", "rule", rows, channels, stroke=paint("muted"))] if rows else []

    def target(self, target: float | None) -> list[Spec]:
        if target is None:
            return []
        is_right = (target - self.lower) > 0.5 * (self.upper - self.lower)
        text = f"Target {number(target, self.words.unit, self.words.currency)}"
        row = [{"x": target, "text": text}]
        words = {"x": self.x(), "y": {"value": -6}, "text": {"field": "text"}}
        align, colour = "right" if is_right else "left", paint("target")
        return [
            layer(
                "target",
                "rule",
                row,
                {"x": self.x()},
                stroke=colour,
                strokeWidth=1.5,
                strokeDash=[2, 3],
            ),
            layer("aim", "text", row, words, align=align, fill=colour),
        ]

    def words_of_rows(self) -> list[Spec]:
        names = [shortened(lane.bar.label, _LONGEST_NAME) for lane in self.lanes]
        values = [self.show(lane.bar) for lane in self.lanes]
        notes = [lane.bar.note for lane in self.lanes]
        left: Spec = {"align": "left", "baseline": "alphabetic"}
        right: Spec = {"align": "right", "baseline": "alphabetic", "fontWeight": 600}
        return [
            self._texts("names", names, 0, _BASELINE, **left),
            self._texts("values", values, _INNER, _BASELINE, **right),
            *(
                [self._texts("notes", notes, 0, _NOTE, fill=paint("muted"), **left)]
                if any(notes)
                else []
            ),
        ]

    def _texts(
        self, name: str, texts: Sequence[str], x: float, below: float, **style: object
    ) -> Spec:
        rows = [{"y": at * self.pitch + below, "text": text} for at, text in enumerate(texts)]
        channels = {"x": {"value": x}, "y": self.y(), "text": {"field": "text"}}
        return layer(name, "text", rows, channels, **style)

    def answers(self) -> Spec:
        """Invisible rows: the pointer on one shows its full name and value."""
        rows = [
            {
                "x": self.lower,
                "x2": self.upper,
                "y": at * self.pitch,
                "y2": (at + 1) * self.pitch,
                "tip": tip,
            }
            for at, tip in enumerate(self._tips())
        ]
        channels = self.box() | {"description": {"field": "tip"}}
        return layer("answers", "rect", rows, channels, fill=paint("hover"), aria=True)

    def _tips(self) -> list[str]:
        return [f"{lane.bar.label}: {self.show(lane.bar)}{_open(lane.bar)}" for lane in self.lanes]

    def told(self) -> str:
        return "; ".join(self._tips()) + "."


def _open(bar: Bar) -> str:
    return "" if bar.is_complete else " (not complete)"
