"""Words inside the plane, the newest value and the target: where nothing runs through them.

site/theme/js/inside.js does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from samepage.charts.palette import paint
from samepage.charts.plane import HEIGHT, Plane
from samepage.charts.shapes import GROWN_LETTER, Spec, layer

_FIRST, _STEP = 104, 24  # of the places for the target's name: right of the labels of the axis
_LOW = 24  # so much room words need below a level

Spot = tuple[float, float]
Box = tuple[float, float, float, float]  # left, right, top and bottom


def newest(plane: Plane) -> tuple[list[Spec], list[Box]]:
    """The newest complete value at its dot, the number that the page headlines; where it stands."""
    points = [(slot.middle, slot.points[0]) for slot in plane.slots]
    known = [(day, p.value) for day, p in points if p.is_complete and p.value is not None]
    if not known:
        return [], []
    day, value = known[-1]
    words, (x, y) = plane.show(value), _spot(plane, day, value)
    at_the_end = x / plane.width > 0.9
    start = x - len(words) * GROWN_LETTER / (1 if at_the_end else 2)
    end = x if at_the_end else 2 * x - start
    above, below = (start, end, y - 19, y - 3), (start, end, y + 5, y + 21)
    beside: Spec = {"align": "right", "dx": 4} if at_the_end else {"align": "center"}
    ways, has_room = _ways(plane), y + _LOW <= HEIGHT
    is_below = _crossed(ways, above) and has_room and not _crossed(ways, below)
    row = {"x": day, "y": value, "text": words}
    channels = {"x": plane.x(), "y": plane.y(), "text": {"field": "text"}}
    beside |= {"dy": 14 if is_below else -11, "fontWeight": 600}
    drawn = layer("value", "text", [row], channels, **beside)
    return [drawn], [below if is_below else above]


def aim(plane: Plane, target: float | None, taken: Sequence[Box]) -> tuple[list[Spec], list[Spec]]:
    """The line to reach, and its name at the first place that lines leave free, or nearly so.

    Never where other words stand, in the boxes taken.
    """
    if target is None:
        return [], []
    words, (_, level) = f"Target {plane.show(target)}", _spot(plane, 0, target)
    ways, length = _ways(plane), len(words) * GROWN_LETTER
    sides = [(-7, level - 14, level)] + [(14, level + 6, level + 20)] * (level + _LOW < HEIGHT)
    spots = [
        (left, dy, (left, left + length, top, bottom))
        for left in range(_FIRST, max(_FIRST + 1, int(plane.width - length)), _STEP)
        for dy, top, bottom in sides
    ]

    def cost(spot: tuple[int, int, Box]) -> tuple[int, int]:
        box = spot[-1]
        return sum(_is_over(box, other) for other in taken), _crossed(ways, box)

    left, dy, _ = min(spots, key=cost)
    rows = [{"y": target, "text": words}]
    at = {"y": plane.y()}
    channels = at | {"x": {"value": left}, "text": {"field": "text"}}
    look: Spec = {"align": "left", "dy": dy, "fill": paint("target")}
    rule: Spec = {"stroke": paint("target"), "strokeWidth": 1.5, "strokeDash": [2, 3]}
    return [layer("target", "rule", rows, at, **rule)], [
        layer("aim", "text", rows, channels, **look)
    ]


def _spot(plane: Plane, day: float, value: float) -> Spot:
    (first, last), ticks = plane.span, plane.ticks
    across = (day - first) / (last - first) * plane.width
    return across, (ticks.upper - value) / (ticks.upper - ticks.lower) * HEIGHT


def _ways(plane: Plane) -> list[tuple[Spot, Spot]]:
    """From each value to the next of its line."""
    found: list[tuple[Spot, Spot]] = []
    for name in plane.series:
        points = [
            (slot.middle, point.value)
            for slot in plane.slots
            for point in slot.points
            if point.series == name
        ]
        found += [
            (_spot(plane, one, above), _spot(plane, two, below))
            for (one, above), (two, below) in pairwise(points)
            if above is not None and below is not None
        ]
    return found


def _is_over(one: Box, other: Box) -> bool:
    (left, right, top, bottom), (start, end, upper, lower) = one, other
    return left < end and start < right and top < lower and upper < bottom


def _crossed(ways: Sequence[tuple[Spot, Spot]], box: Box) -> int:
    """How many ways lead through the box."""
    return sum(_is_through(way, box) for way in ways)


def _is_through(way: tuple[Spot, Spot], box: Box) -> bool:
    (x, y), (to_x, to_y) = way
    left, right, top, bottom = box
    start, end = max(x, left), min(to_x, right)
    if start > end:
        return False
    slope = (to_y - y) / (to_x - x)
    reached = y + (start - x) * slope, y + (end - x) * slope
    return max(reached) >= top and min(reached) <= bottom
