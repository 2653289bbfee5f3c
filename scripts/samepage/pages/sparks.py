"""Small lines without axes, drawn by a macro: of one reading, or of members on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samepage.pages import phrases
from samepage.pages.reading import Reading
from samepage.values import Value

PERIODS = 13


@dataclass(frozen=True)
class Sparkline:
    """paths: the runs of a line between gaps, as SVG points in a box of 100 by 24."""

    label: str
    paths: Sequence[Markup]
    end: Sequence[Markup]


def sparkline(reading: Reading) -> Sparkline:
    """The newest complete periods of a reading; nothing where there are fewer than two."""
    complete = [value for value in reading.series if value.is_complete][-PERIODS:]
    known = [height for value in complete if (height := reading.pick(value)) is not None]
    return _line(reading, complete, (min(known), max(known))) if known else _NONE


def multiples(reading: Reading, members: Sequence[str]) -> list[Sparkline]:
    """The same of some members of a breakdown, side by side: all on one scale, to be compared."""
    complete = [value for value in reading.values if value.is_complete]
    starts = sorted({value.period_start for value in complete})[-PERIODS:]
    found = {(value.member, value.period_start): value for value in complete}
    courses = [
        [found[member, start] for start in starts if (member, start) in found] for member in members
    ]
    heights = [reading.pick(value) for course in courses for value in course]
    known = [height for height in heights if height is not None]
    if not known:
        return [_NONE] * len(members)
    return [_line(reading, course, (min(known), max(known))) for course in courses]


_NONE = Sparkline("", (), ())


def _line(reading: Reading, values: Sequence[Value], between: tuple[float, float]) -> Sparkline:
    heights = [reading.pick(value) for value in values]
    known = [height for height in heights if height is not None]
    if len(known) < 2:
        return _NONE
    step = 100 / (len(heights) - 1)
    points = [
        None if height is None else (round(n * step, 1), _level(height, *between))
        for n, height in enumerate(heights)
    ]
    periods = [reading.period(value) for value in (values[0], values[-1])]
    ends = [phrases.written(reading, height) for height in (known[0], known[-1])]
    label = f"From {ends[0]} to {ends[1]}, {periods[0]} to {periods[1]}"
    end = next(point for point in reversed(points) if point)
    return Sparkline(label, _runs(points), [Markup(f"{each:g}") for each in end])


def _runs(points: Sequence[tuple[float, float] | None]) -> list[Markup]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:g},{point[1]:g}")
    return [Markup(" ".join(run)) for run in runs if run]


def _level(height: float, low: float, high: float) -> float:
    """Height in the box, which is upside down; a level line runs through its middle."""
    return round(22 - 20 * (height - low) / (high - low), 1) if high > low else 12.0
