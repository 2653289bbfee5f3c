"""The names of series, where they end, instead of a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samepage.charts.palette import paint
from samepage.charts.plane import HEIGHT, Plane
from samepage.charts.shapes import Spec, layer, shortened

_GAP = 16
_LONGEST = 26


def names_at(plane: Plane, ends: Sequence[tuple[str, float]]) -> Spec:
    """The names of the series where they end, moved apart where they would collide."""
    low, high = plane.ticks.lower, plane.ticks.upper
    wishes = [(high - value) / (high - low) * HEIGHT for _, value in ends]
    tops = spread(wishes, _GAP, HEIGHT)
    rows = [
        {
            "y": high - top / HEIGHT * (high - low),
            "text": text,
            "fill": paint(plane.paints[name]),
        }
        for (name, _), top, text in zip(ends, tops, _texts(plane, ends), strict=True)
    ]
    channels = {
        "x": {"value": plane.width + 8},
        "y": plane.y(),
        "text": {"field": "text"},
        "fill": {"field": "fill", "scale": None},
    }
    return layer("ends", "text", rows, channels, align="left", baseline="middle", fontWeight=600)


def _texts(plane: Plane, ends: Sequence[tuple[str, float]]) -> list[str]:
    """Each series with its newest complete value; where that is too long, all without."""
    newest = [plane.known(name)[-1:] for name, _ in ends]
    values = ["".join(plane.show(value) for _, value in known) for known in newest]
    full = [f"{name} {value}".strip() for (name, _), value in zip(ends, values, strict=True)]
    if max(map(len, full), default=0) <= _LONGEST:
        return full
    return [shortened(name, _LONGEST) for name, _ in ends]


def spread(heights: Sequence[float], gap: float, upper: float) -> list[float]:
    """Positions for labels near `heights`, in the same order, `gap` apart, within 0 to upper.

    Labels that collide move together, as far from where they belong as the others do.
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    groups: list[_Group] = []
    for index in order:
        groups.append(_Group(heights[index], 1, gap, upper))
        while len(groups) > 1 and groups[-1].top < groups[-2].top + groups[-2].members * gap:
            last = groups.pop()
            groups[-1] = groups[-1].joined(last)
    tops = [group.top + place * gap for group in groups for place in range(group.members)]
    return [tops[order.index(index)] for index in range(len(heights))]


@dataclass(frozen=True)
class _Group:
    """Names that touch: the sum of the heights that they wish for, and how many they are."""

    wishes: float
    members: int
    gap: float
    upper: float

    @property
    def top(self) -> float:
        """Of the first: such that the group is centred on the mean of its wishes, if it fits."""
        length = self.gap * (self.members - 1)
        return max(0.0, min(self.upper - length, self.wishes / self.members - length / 2))

    def joined(self, other: _Group) -> _Group:
        wishes, members = self.wishes + other.wishes, self.members + other.members
        return _Group(wishes, members, self.gap, self.upper)
