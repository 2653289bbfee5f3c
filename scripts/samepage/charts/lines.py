"""Lines over time.

Solid through complete values, dashed and hollow where a period is not complete, broken where
there is no value: colour alone never says it.
"""

from __future__ import annotations

from collections.abc import Sequence

from samepage.charts.names import names_at
from samepage.charts.palette import paint
from samepage.charts.plane import Plane, Slot, plane_of
from samepage.charts.shapes import Point, Row, Spec, Words, layer

_FEW = 6  # with so few periods, every value gets a dot
_STROKE: Spec = {
    "strokeWidth": 2,
    "strokeCap": "round",
    "strokeJoin": "round",
    "invalid": "break-paths-show-domains",
}
_DOT: Spec = {"size": 34, "strokeWidth": 1.5, "opacity": 1}


def trend(points: Sequence[Point], words: Words, target: float | None) -> Spec:
    """Lines over time; see `specs.trend`."""
    plane = plane_of(points, words, [*(point.value for point in points), target])
    lines = [part for name in plane.series for part in _line(plane, name)]
    named = [names_at(plane, _line_ends(plane))] if len(plane.series) > 1 else _newest(plane)
    return plane.finish([*_target(plane, target), *lines, *named])


def _line(plane: Plane, name: str) -> list[Spec]:
    """Solid through complete values, dashed on to the open ones; dots where no line leads."""
    colour = paint(plane.paints[name])
    rows = [
        _row(slot, point) for slot in plane.slots for point in slot.points if point.series == name
    ]
    complete = [row | {"y": row["y"] if row["is_complete"] else None} for row in rows]
    dots = [row for row in rows if row["y"] is not None and _is_dotted(row, rows)]
    at = {"x": plane.x(), "y": plane.y()}
    slot_of = plane.series.index(name)
    parts = [
        layer(f"line_{slot_of}", "line", complete, at, stroke=colour, **_STROKE),
        layer(
            f"open_{slot_of}", "line", _open(rows), at, stroke=colour, strokeDash=[4, 3], **_STROKE
        ),
        layer(
            f"dots_{slot_of}",
            "point",
            [row for row in dots if row["is_complete"]],
            at,
            fill=colour,
            **_DOT,
        ),
        layer(
            f"rings_{slot_of}",
            "point",
            [row for row in dots if not row["is_complete"]],
            at,
            fill=paint("paper"),
            stroke=colour,
            **_DOT,
        ),
    ]
    return [part for part in parts if part["data"]["values"]]


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


def _is_dotted(row: Row, rows: Sequence[Row]) -> bool:
    at = rows.index(row)
    near = [rows[place]["y"] for place in (at - 1, at + 1) if 0 <= place < len(rows)]
    is_alone = all(value is None for value in near)
    is_newest_complete = row is _newest_complete(rows)
    return len(rows) <= _FEW or is_alone or is_newest_complete or not row["is_complete"]


def _newest_complete(rows: Sequence[Row]) -> Row | None:
    known = [row for row in rows if row["is_complete"] and row["y"] is not None]
    return known[-1] if known else None


def _newest(plane: Plane) -> list[Spec]:
    """The newest complete value, written above its dot: the number that the page headlines."""
    newest = _newest_complete([_row(slot, slot.points[0]) for slot in plane.slots])
    if newest is None:
        return []
    left, right = plane.span
    at_the_end = (newest["x"] - left) / (right - left) > 0.9
    row = newest | {"text": plane.show(newest["y"])}
    channels = {"x": plane.x(), "y": plane.y(), "text": {"field": "text"}}
    align = "right" if at_the_end else "center"
    return [
        layer(
            "value", "text", [row], channels, align=align, dx=4 * at_the_end, dy=-11, fontWeight=600
        )
    ]


def _line_ends(plane: Plane) -> list[tuple[str, float]]:
    """Each series with its last value, complete or not."""
    last = {
        point.series: point.value
        for slot in plane.slots
        for point in slot.points
        if point.value is not None
    }
    return [(name, last[name]) for name in plane.series if name in last]


def _target(plane: Plane, target: float | None) -> list[Spec]:
    if target is None:
        return []
    early = [
        point.value for slot in plane.slots[: len(plane.slots) // 3 + 1] for point in slot.points
    ]
    known = [value for value in early if value is not None]
    above = bool(known) and sum(known) / len(known) < target
    rows = [{"y": target, "text": f"Target {plane.show(target)}"}]
    at = {"y": plane.y()}
    words = at | {"x": {"value": 96}, "text": {"field": "text"}}
    return [
        layer(
            "target", "rule", rows, at, stroke=paint("target"), strokeWidth=1.5, strokeDash=[2, 3]
        ),
        layer(
            "aim", "text", rows, words, fill=paint("target"), align="left", dy=-7 if above else 14
        ),
    ]
