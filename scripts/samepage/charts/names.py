"""The names of series, where they end, instead of a legend."""

from __future__ import annotations

from collections.abc import Sequence

from samepage.charts.palette import paint
from samepage.charts.plane import HEIGHT, Plane
from samepage.charts.shapes import Spec, layer, shortened

_GAP = 16
_LONGEST = 17


def names_at(plane: Plane, ends: Sequence[tuple[str, float]]) -> Spec:
    """The names of the series where they end, moved apart where they would collide."""
    low, high = plane.ticks.lower, plane.ticks.upper
    wishes = [(high - value) / (high - low) * HEIGHT for _, value in ends]
    tops = spread(wishes, _GAP, HEIGHT)
    rows = [
        {
            "y": high - top / HEIGHT * (high - low),
            "text": _name(plane, name),
            "fill": paint(plane.paints[name]),
        }
        for (name, _), top in zip(ends, tops, strict=True)
    ]
    channels = {
        "x": {"value": plane.width + 8},
        "y": plane.y(),
        "text": {"field": "text"},
        "fill": {"field": "fill", "scale": None},
    }
    return layer("ends", "text", rows, channels, align="left", baseline="middle", fontWeight=600)


def _name(plane: Plane, name: str) -> str:
    """The series and its newest complete value."""
    newest = [plane.show(value) for _, value in plane.known(name)[-1:]]
    return " ".join([shortened(name, _LONGEST), *newest])


def spread(heights: Sequence[float], gap: float, upper: float) -> list[float]:
    """Positions for labels near `heights`, in the same order, `gap` apart, within 0 to upper.

    Labels that collide move together, as far from where they belong as the others do.
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed: list[list[float]] = []  # groups of touching labels: [sum of wishes, members]
    for index in order:
        placed.append([heights[index], 1])
        while len(placed) > 1 and _touch(placed[-2], placed[-1], gap):
            wish, members = placed.pop()
            placed[-1] = [placed[-1][0] + wish, placed[-1][1] + members]
    tops = [top for group in placed for top in _members(group, gap, upper)]
    return [tops[order.index(index)] for index in range(len(heights))]


def _touch(first: list[float], second: list[float], gap: float) -> bool:
    middles = second[0] / second[1] - first[0] / first[1]
    return middles < gap * (first[1] + second[1]) / 2


def _members(group: list[float], gap: float, upper: float) -> list[float]:
    middle, half = group[0] / group[1], gap * (group[1] - 1) / 2
    middle = max(half, min(upper - half, middle))
    return [middle - half + gap * place for place in range(int(group[1]))]
