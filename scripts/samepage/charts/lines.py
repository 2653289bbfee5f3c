"""Lines over time.

Solid through complete values, dashed and hollow where a period is not complete, broken where
there is no value; several lines bear marks of different shapes: colour alone never says it.
"""

from __future__ import annotations

from collections.abc import Sequence

from samepage.charts.inside import Box, aim, newest
from samepage.charts.names import names_at
from samepage.charts.palette import MARKS, paint
from samepage.charts.plane import Plane, Slot, plane_of
from samepage.charts.shapes import Event, Point, Row, Spec, Words, layer, nothing
from samepage.charts.summaries import over_time

_FEW = 6  # with so few periods, every value gets a dot
_MARKS = 7  # about so many dots tell a line from its neighbours
_STROKE: Spec = {
    "strokeWidth": 2,
    "strokeCap": "round",
    "strokeJoin": "round",
    "invalid": "break-paths-show-domains",
}
_DOT: Spec = {"size": 34, "strokeWidth": 1.5, "opacity": 1}


def trend(
    points: Sequence[Point], words: Words, target: float | None, events: Sequence[Event]
) -> Spec:
    """Lines over time; see `specs.trend`."""
    if not points:
        return nothing(words)
    plane = plane_of(points, words, [*(point.value for point in points), target], events=events)
    lines = [part for name in plane.series for part in _line(plane, name)]
    named, taken = _named(plane)
    rule, named_aim = aim(plane, target, taken)
    layers = [_band(plane), *rule, *lines, *named_aim, *named]
    return plane.finish(layers, over_time(plane, target))


def _named(plane: Plane) -> tuple[list[Spec], list[Box]]:
    """Several lines by their names, a single one by its newest value; boxes inside the plane."""
    if len(plane.series) == 1:
        return newest(plane)
    return [names_at(plane, _heights(plane))], []


def _band(plane: Plane) -> Spec:
    """Hatching behind the periods that are not complete."""
    low, high = plane.ticks.lower, plane.ticks.upper
    slots = [slot for slot in plane.slots if not slot.is_complete]
    rows = [{"x": slot.left, "x2": slot.right, "y": low, "y2": high} for slot in slots]
    return layer("band", "rect", rows, plane.box(), fill=paint("grid", hatched=True))


def _line(plane: Plane, name: str) -> list[Spec]:
    """Solid through complete values, dashed on to the open ones; dots where no line leads."""
    colour = paint(plane.paints[name])
    rows = [
        _row(slot, point) for slot in plane.slots for point in slot.points if point.series == name
    ]
    complete = [row | {"y": row["y"] if row["is_complete"] else None} for row in rows]
    every = len(rows) // _MARKS + 1 if len(plane.series) > 1 else len(rows)
    dots = [row for row in rows if row["y"] is not None and _is_dotted(row, rows, every)]
    shape: Spec = _DOT | {"stroke": colour, "shape": MARKS[plane.paints[name]]}
    parts = [
        ("line", "line", complete, _STROKE | {"stroke": colour}),
        ("dashes", "line", _open(rows), _STROKE | {"stroke": colour, "strokeDash": [4, 3]}),
        ("dots", "point", _where(dots, True), shape | {"fill": colour}),
        ("rings", "point", _where(dots, False), shape | {"fill": paint("paper")}),
    ]
    at, order = {"x": plane.x(), "y": plane.y()}, plane.series.index(name)
    return [layer(f"{part}_{order}", mark, rows, at, **style) for part, mark, rows, style in parts]


def _where(rows: Sequence[Row], is_complete: bool) -> list[Row]:
    return [row for row in rows if row["is_complete"] is is_complete]


def _row(slot: Slot, point: Point) -> Row:
    return {"x": slot.middle, "y": point.value, "is_complete": point.is_complete}


def _open(rows: Sequence[Row]) -> list[Row]:
    """The open values with the complete neighbours that the dashes come from and lead to."""
    kept = [
        not row["is_complete"]
        or any(not near["is_complete"] for near in rows[max(0, at - 1) : at + 2])
        for at, row in enumerate(rows)
    ]
    if all(row["is_complete"] for row in rows):
        return []
    return [row if keep else row | {"y": None} for row, keep in zip(rows, kept, strict=True)]


def _is_dotted(row: Row, rows: Sequence[Row], every: int) -> bool:
    """At the ends of what is known, where no line leads, and at `every` so many values."""
    at = rows.index(row)
    near = [rows[place]["y"] for place in (at - 1, at + 1) if 0 <= place < len(rows)]
    is_alone = all(value is None for value in near)
    is_newest_complete = row is _newest_complete(rows)
    is_mark = every < len(rows) and (len(rows) - at) % every == 0
    is_end = is_newest_complete or not row["is_complete"]
    return len(rows) <= _FEW or is_alone or is_end or is_mark


def _newest_complete(rows: Sequence[Row]) -> Row | None:
    known = [row for row in rows if row["is_complete"] and row["y"] is not None]
    return known[-1] if known else None


def _heights(plane: Plane) -> list[tuple[str, float]]:
    """Where to name each series: at its newest complete value, which the name is written with."""
    known = [
        (name, plane.known(name) or plane.known(name, complete=False)) for name in plane.series
    ]
    return [(name, values[-1][1]) for name, values in known if values]
