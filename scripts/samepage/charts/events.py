"""What happened while a line ran: a mark through the plane, its word above it.

A slot stands for a whole period, so a day within it stands as far from its left edge as the day is
from the period's first. The sentence of an event is in the tip of its slot and below the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samepage.charts.palette import paint
from samepage.charts.shapes import GROWN_LETTER, Event, Row, Spec, layer

_MONTHS_DIFFER = 1.2  # the last period may be so many times as long as the one before it
_GAP = 4  # between a mark and its word
_ABOVE = -14


@dataclass(frozen=True)
class Placed:
    """An event, the number of its slot, and its place on the time axis."""

    event: Event
    slot: int
    place: float


def placed(
    events: Iterable[Event], middles: Sequence[float], edges: Sequence[float]
) -> tuple[Placed, ...]:
    """Those of the events that lie in one of the slots, in the order of time.

    middles are the first days of the periods, edges the bounds of their slots on the axis.
    """
    lengths = [later - earlier for earlier, later in pairwise(middles)] or [30.0]
    found = []
    for event in sorted(events, key=lambda event: (event.day, event.label)):
        day = float(event.day.toordinal())
        slot = sum(middle <= day for middle in middles) - 1
        if slot < 0:
            continue
        share = (day - middles[slot]) / [*lengths, lengths[-1]][slot]
        if share < _MONTHS_DIFFER:
            left, right = edges[slot : slot + 2]
            found.append(Placed(event, slot, left + (right - left) * min(share, 1.0)))
    return tuple(found)


def layers(
    found: Sequence[Placed], box: Spec, levels: tuple[float, float], width: int
) -> list[Spec]:
    """Marks from bottom to top, and above each its word where there is room for it.

    box    the channels x, y and y2
    width  of the plane, in the units of the drawing
    """
    if not found:
        return []
    x, y, y2 = (box[channel] for channel in ("x", "y", "y2"))
    rules = [{"x": each.place, "y": levels[0], "y2": levels[1]} for each in found]
    rule: Spec = {"stroke": paint("muted"), "strokeWidth": 1}
    marks = [layer("events", "rule", rules, {"x": x, "y": y, "y2": y2}, **rule)]
    words: dict[str, list[Row]] = {"left": [], "right": []}
    for align, each in _named(found, x["scale"]["domain"], width):
        words[align].append({"x": each.place, "text": each.event.label})
    channels = {"x": x, "y": {"value": 0}, "text": {"field": "text"}}
    for number, (align, rows) in enumerate(words.items()):
        away = _GAP if align == "left" else -_GAP
        style: Spec = {"align": align, "dx": away, "dy": _ABOVE, "baseline": "alphabetic"}
        if rows:
            name = f"events_{number}"
            marks.append(layer(name, "text", rows, channels, fill=paint("muted"), **style))
    return marks


def _named(
    found: Sequence[Placed], domain: Sequence[float], width: int
) -> Iterator[tuple[str, Placed]]:
    """Those whose words do not run into the word before, and at which end the word begins."""
    reached = -float(_GAP)
    for each in found:
        mark = (each.place - domain[0]) / (domain[1] - domain[0]) * width
        length = _GAP + len(each.event.label) * GROWN_LETTER
        is_left = mark + length <= width
        start, end = (mark, mark + length) if is_left else (mark - length, mark)
        if start >= reached + _GAP:
            reached = end
            yield ("left" if is_left else "right"), each
