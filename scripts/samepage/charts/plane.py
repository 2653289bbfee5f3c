"""The area of a chart along time: its slots, its scales, its axes, and what it says in words.

Every period is a slot on the axis, as wide as the way to its neighbours. A slot answers the
pointer with all its values. Slots that are not complete stand under hatching.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from samepage.charts import events as happened
from samepage.charts.events import Placed
from samepage.charts.palette import colours, paint
from samepage.charts.scales import Ticks, tick_labels, ticks_over, time_axis, value_axis
from samepage.charts.shapes import (
    GROWN_LETTER,
    WIDTH,
    Event,
    Padding,
    Point,
    Spec,
    Words,
    frame,
    layer,
    place,
)
from samepage.text import number

HEIGHT = 230
MOST_SERIES = 6
_PADDING_LEFT = 2
_NAMES = 176  # right of the plane, for names; the stylesheet cuts it off on a phone
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
    events: tuple[Placed, ...] = ()

    @property
    def series(self) -> list[str]:
        return list(self.paints)

    @property
    def span(self) -> tuple[float, float]:
        """First and last day; the labels of the value axis stand clear before the first slot."""
        first, last = self.slots[0].left, self.slots[-1].right
        longest = max(len(label) for label in self.tick_labels) * GROWN_LETTER
        return first - (last - first) * longest / (self.width - longest), last

    @property
    def width(self) -> int:
        return WIDTH - self.margin - _PADDING_LEFT

    @property
    def tick_labels(self) -> tuple[str, ...]:
        return tick_labels(self.ticks.values, self.words.unit, self.words.currency)

    def x(self, field: str = "x") -> Spec:
        return place(field, *self.span)

    def y(self, field: str = "y") -> Spec:
        return place(field, self.ticks.lower, self.ticks.upper)

    def box(self) -> Spec:
        """Channels of a rectangle between x and x2, y and y2."""
        return {"x": self.x(), "x2": {"field": "x2"}, "y": self.y(), "y2": {"field": "y2"}}

    def show(self, value: float | None) -> str:
        return number(value, self.words.unit, self.words.currency)

    def known(self, name: str, *, complete: bool = True) -> list[tuple[str, float]]:
        """Label and value of each period in which the series has a (complete) value."""
        return [
            (slot.label, point.value)
            for slot in self.slots
            for point in slot.points
            if point.series == name and point.value is not None
            if point.is_complete or not complete
        ]

    def finish(self, layers: Sequence[Spec], told: str) -> Spec:
        """The layers between the axes behind them and what answers the pointer above them."""
        padding = Padding(top=26, right=self.margin, bottom=30, left=_PADDING_LEFT)
        levels = self.ticks.lower, self.ticks.upper
        marked = happened.layers(self.events, self.box(), levels, self.width)
        whole = [_axes(self), *marked, *layers, _answers(self)]
        told = " ".join([told, *(each.event.told for each in self.events)])
        drawn = frame(whole, self.words, HEIGHT, padding, told)
        drawn["usermeta"]["is_plane"] = True
        return drawn


def plane_of(
    points: Sequence[Point],
    words: Words,
    values: Iterable[float | None],
    *,
    events: Iterable[Event] = (),
    must_start_at_zero: bool = False,
) -> Plane:
    paints = colours(point.series for point in points)
    if len(paints) > MOST_SERIES:
        raise ValueError(
            f"chart {words.title!r}: {len(paints)} series, at most {MOST_SERIES} can be told apart"
        )
    ticks = ticks_over(values, words.unit, must_start_at_zero=must_start_at_zero)
    margin = _NAMES if len(paints) > 1 else _OUTER
    slots = slots_of(points)
    edges = [*(slot.left for slot in slots), slots[-1].right]
    found = happened.placed(events, [slot.middle for slot in slots], edges)
    return Plane(words, slots, ticks, paints, margin, found)


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


def _axes(plane: Plane) -> Spec:
    """Both axes, carried by a mark that is not seen."""
    days = [(slot.middle, slot.label) for slot in plane.slots]
    room = WIDTH if len(plane.series) > 1 else plane.width  # the plane alone fills a phone
    x = plane.x() | {"axis": time_axis(days, room)}
    y = plane.y() | {"axis": value_axis(plane.ticks.values, plane.tick_labels)}
    corner = [{"x": plane.span[0], "y": plane.ticks.lower}]
    return layer("axes", "rule", corner, {"x": x, "y": y}, opacity=0)


def _answers(plane: Plane) -> Spec:
    """Invisible columns over the whole height: the pointer on one shows what it stands for."""
    low, high = plane.ticks.lower, plane.ticks.upper
    rows = [
        {"x": slot.left, "x2": slot.right, "y": low, "y2": high, "tip": _tip(plane, slot, at)}
        for at, slot in enumerate(plane.slots)
    ]
    channels = plane.box() | {"description": {"field": "tip"}}
    return layer("answers", "rect", rows, channels, fill=paint("hover"), aria=True)


def _tip(plane: Plane, slot: Slot, at: int) -> str:
    heading = slot.label if slot.is_complete else f"{slot.label} (not complete)"
    said = [_said(plane, point) for point in slot.points]
    return "\n".join([heading, *said, *(e.event.told for e in plane.events if e.slot == at)])


def _said(plane: Plane, point: Point) -> str:
    name = f"{point.series}: " if point.series else ""
    return f"{name}{plane.show(point.value)}"
