"""Stacked columns over time; columns of periods that are not complete are hatched."""

from __future__ import annotations

from collections.abc import Sequence

from samepage.charts.names import names_at
from samepage.charts.palette import paint
from samepage.charts.plane import Plane, Slot, plane_of, slots_of
from samepage.charts.shapes import Event, Point, Row, Spec, Words, layer, nothing
from samepage.charts.summaries import over_time

_INSET = 0.12  # of a slot's width, on both sides of its column
_EDGE: Spec = {"stroke": paint("paper"), "strokeWidth": 1}  # neighbours differ by more than colour


def stacked(points: Sequence[Point], words: Words, events: Sequence[Event]) -> Spec:
    """Columns over time, stacked by series; see `specs.stacked`."""
    if not points:
        return nothing(words)
    plane = plane_of(points, words, _tops(points), events=events, must_start_at_zero=True)
    parts = [part for slot in plane.slots for part in _column(plane, slot)]
    layers = [
        layer(f"column_{number}", "rect", rows, plane.box(), fill=fill, **_EDGE)
        for number, (fill, rows) in enumerate(_by_fill(parts))
    ]
    middles = {str(part["series"]): (part["y"] + part["y2"]) / 2 for part in _last(parts)}
    ends = sorted(middles.items(), key=lambda end: -end[1])  # from top to bottom, as columns stack
    return plane.finish([*layers, _zero(plane), names_at(plane, ends)], over_time(plane))


def _tops(points: Sequence[Point]) -> list[float]:
    """How far the columns reach up and down."""
    reach = []
    for slot in slots_of(points):
        values = [point.value or 0.0 for point in slot.points]
        reach += [sum(v for v in values if v > 0), sum(v for v in values if v < 0)]
    return reach


def _column(plane: Plane, slot: Slot) -> list[Row]:
    """The pieces of one column, from zero outwards, in the order of the series."""
    inset = (slot.right - slot.left) * _INSET
    sides = {"x": slot.left + inset, "x2": slot.right - inset}
    reached = {True: 0.0, False: 0.0}  # upwards and downwards
    pieces: list[Row] = []
    for point in sorted(slot.points, key=lambda point: plane.series.index(point.series)):
        value = point.value or 0.0
        start, end = reached[value >= 0], reached[value >= 0] + value
        reached[value >= 0] = end
        fill = paint(plane.paints[point.series], hatched=not point.is_complete)
        pieces.append(sides | {"y": start, "y2": end, "series": point.series, "fill": fill})
    return pieces


def _by_fill(parts: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    fills = dict.fromkeys(str(part["fill"]) for part in parts)
    return [(fill, [part for part in parts if part["fill"] == fill]) for fill in fills]


def _last(parts: Sequence[Row]) -> list[Row]:
    """Of each series the piece in its newest column."""
    return list({part["series"]: part for part in parts}.values())


def _zero(plane: Plane) -> Spec:
    return layer("zero", "rule", [{"y": 0}], {"y": plane.y()}, stroke=paint("muted"))
