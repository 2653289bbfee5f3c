"""How unusual the newest change of a metric is, among all its changes.

dated = steps(metric("win_rate"))         # [(date(2023, 11, 1), 0.012), ...]
score([far for _, far in dated])          # -3.1

A change is held against the earlier ones by their median and median absolute deviation, which a few
wild months do not move (Iglewicz and Hoaglin, How to detect and handle outliers, 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean, median

from samepage.pages import standing
from samepage.pages.reading import Reading

# So many changes are needed to know what is usual.
ENOUGH = 8
# What grows by a share of itself.
AMOUNTS = ("count", "currency", "ratio", "number")
# A median absolute deviation, and a mean one, as standard deviations of a normal distribution.
_OF_MEDIAN, _OF_MEAN = 1.4826, 1.2533


def steps(figure: Reading) -> list[tuple[date, float]]:
    """Period -> how far the metric moved in it, for each complete period that can be compared."""
    values = standing.complete(figure)
    moved = (
        (now.period_start, step(figure.pick(now), figure.pick(before), figure.unit))
        for before, now in pairwise(values)
    )
    return [(start, far) for start, far in moved if far is not None]


def step(value: float | None, before: float | None, unit: str) -> float | None:
    """A change on a scale on which rises and falls weigh the same: the difference of shares and
    durations; of amounts, the difference over the mean of both, which goes from -2 to 2."""
    if value is None or before is None:
        return None
    if unit not in AMOUNTS:
        return value - before
    mean = (abs(value) + abs(before)) / 2
    return (value - before) / mean if mean else 0.0


def score(moved: Sequence[float]) -> float | None:
    """The newest of some changes, in standard deviations of those before it; None where there are
    too few, or where nothing ever changed."""
    *earlier, newest = moved or (0.0,)
    if len(earlier) < ENOUGH:
        return None
    middle = median(earlier)
    apart = [abs(each - middle) for each in earlier]
    spread = _OF_MEDIAN * median(apart) or _OF_MEAN * fmean(apart)
    return (newest - middle) / spread if spread else None
