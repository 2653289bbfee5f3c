"""The area of a chart along time: its slots, its scales, its axes, and what it says in words.

Every period is a slot on the axis, as wide as the way to its neighbours. A slot answers the
pointer with all its values. Slots that are not complete stand under hatching.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from samepage.charts.palette import colours, paint
from samepage.charts.scales import Ticks, ticks_over, time_axis, value_axis
from samepage.charts.shapes import (
    LETTER,
    Padding,
    Point,
    Spec,
    Words,
    frame,
    layer,
    place,
    shortened,
)
from samepage.text import number

HEIGHT = 230
MOST_SERIES = 6
LONGEST_NAME = 22
_OUTER = 12  # right of the plane where no names stand


@dataclass(frozen=True)
class Slot:
    """One period on the time axis: days since year 1, and what its points say."""

    label: str
    middle: float
    left: float
    right: float
    is_complete: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plane:
    """The area of the drawing: its slots, its scale, and the room for names at the right."""

    words: Words
    slots: tuple[Slot, ...]
    ticks: Ticks
    paints: dict[str, str]
    margin: int

    @property
    def series(self) -> list[str]:
        return list(self.paints)

    @property
    def span(self) -> tuple[float, float]:
        return self.slots[0].left, self.slots[-1].right

    def x(self, field: str = "x") -> Spec:
        return place("x", *self.span, field=field)

    def y(self, field: str = "y") -> Spec:
        return place("y", self.ticks.lower, self.ticks.upper, field=field)

    def box(self) -> Spec:
        """Channels of a rectangle between x and x2, y and y2."""
        return {"x": self.x(), "x2": {"field": "x2"}, "y": self.y(), "y2": {"field": "y2"}}

    def show(self, value: float | None) -> str:
        return number(value, self.words.unit, self.words.currency)

    def finish(self, layers: Sequence[Spec]) -> Spec:
        """The layers between what lies behind them and what answers the pointer above them."""
        whole = [*_behind(self), *layers, _answers(self)]
        padding = Padding(top=26, right=self.margin, bottom=30)
        return frame(whole, self.words, HEIGHT, padding, _told(self))


def plane_of(
    points: Sequence[Point],
    words: Words,
    values: Iterable[float | None],
    *,
    must_start_at_zero: bool = False,
) -> Plane:
    if not points:
        raise ValueError(f"chart {words.title!r}: no points")
    paints = colours(point.series for point in points)
    if len(paints) > MOST_SERIES:
        raise ValueError(
            f"chart {words.title!r}: {len(paints)} series, at most {MOST_SERIES} can be told apart"
        )
    ticks = ticks_over(values, words.unit, must_start_at_zero=must_start_at_zero)
    return Plane(words, slots_of(points), ticks, paints, _margin(points, words, len(paints)))


def _margin(points: Sequence[Point], words: Words, series: int) -> int:
    """Room for the names of several lines and their values; one line needs no name."""
    if series < 2 and not points[0].series:
        return _OUTER
    names = [shortened(point.series, LONGEST_NAME) for point in points]
    values = [number(point.value, words.unit, words.currency) for point in points]
    return round((max(map(len, names)) + max(map(len, values)) + 2) * LETTER) + _OUTER


def slots_of(points: Sequence[Point]) -> tuple[Slot, ...]:
    in_time = sorted(points, key=lambda point: point.start)
    periods = [tuple(group) for _, group in groupby(in_time, key=lambda point: point.start)]
    days = [float(period[0].start.toordinal()) for period in periods]
    gaps = [later - earlier for earlier, later in pairwise(days)] or [30.0]
    edges = [
        days[0] - gaps[0] / 2,
        *((a + b) / 2 for a, b in pairwise(days)),
        days[-1] + gaps[-1] / 2,
    ]
    return tuple(
        Slot(
            label=period[0].label,
            middle=day,
            left=left,
            right=right,
            is_complete=all(point.is_complete for point in period),
            points=period,
        )
        for period, day, (left, right) in zip(periods, days, pairwise(edges), strict=True)
    )


def _behind(plane: Plane) -> list[Spec]:
    """Both axes, and the hatched band under the periods that are not complete."""
    low, high, words = plane.ticks.lower, plane.ticks.upper, plane.words
    days = [(slot.middle, slot.label) for slot in plane.slots]
    open_slots = [slot for slot in plane.slots if not slot.is_complete]
    band = [{"x": slot.left, "x2": slot.right, "y": low, "y2": high} for slot in open_slots]
    x = plane.x() | {"axis": time_axis(days)}
    y = plane.y() | {"axis": value_axis(plane.ticks.values, words.unit, words.currency)}
    axes = layer("axes", "rule", [{"x": plane.span[0], "y": low}], {"x": x, "y": y}, opacity=0)
    hatching = layer("open", "rect", band, plane.box(), fill=paint("muted", hatched=True))
    return [axes, hatching] if band else [axes]


def _answers(plane: Plane) -> Spec:
    """Invisible columns over the whole height: the pointer on one shows what it stands for."""
    low, high = plane.ticks.lower, plane.ticks.upper
    rows = [
        {"x": slot.left, "x2": slot.right, "y": low, "y2": high, "tip": _tip(plane, slot)}
        for slot in plane.slots
    ]
    channels = plane.box() | {"description": {"field": "tip"}}
    return layer("answers", "rect", rows, channels, fill=paint("hover"), aria=True)


def _tip(plane: Plane, slot: Slot) -> str:
    heading = slot.label if slot.is_complete else f"{slot.label} (not complete)"
    return "\n".join([heading, *(_said(plane, point) for point in slot.points)])


def _said(plane: Plane, point: Point) -> str:
    name = f"{point.series}: " if point.series else ""
    return f"{name}{plane.show(point.value)}"


def _told(plane: Plane) -> str:
    """The drawing in words: its span, and where each series starts and newly stands."""
    span = f"{plane.slots[0].label} to {plane.slots[-1].label}"
    return f"{span}. " + " ".join(_told_of(plane, name) for name in plane.series)


def _told_of(plane: Plane, name: str) -> str:
    known = [
        (slot.label, point.value)
        for slot in plane.slots
        for point in slot.points
        if point.series == name and point.is_complete and point.value is not None
    ]
    about = f"{name}: " if name else ""
    if not known:
        return f"{about}no complete value."
    (first, start), (last, end) = known[0], known[-1]
    return f"{about}{plane.show(start)} in {first}, {plane.show(end)} in {last}."
