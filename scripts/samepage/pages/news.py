"""Which changes are news, and how important they are.

move = move_of(metric("win_rate"))    # Move(...), or None when it moved as usual
told([move, ...])                     # the most important ones, each piece of news once

A change is news when it is unusual for the metric itself. How unusual it is, times the weight of
the metric, is its importance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TypeVar

from samepage import changes
from samepage.catalog import Metric
from samepage.pages import origins, phrases, standing, unusual
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure
from samepage.pages.origins import Origin
from samepage.tree import way

_T = TypeVar("_T")

# A change this many times as large as usual is news.
UNUSUAL = 2.0
# Beyond this, more of it does not make news more important.
MOST = 10.0
# Of a list so many are told.
TOLD = 8
# A record is worth a word when it has stood for so many periods.
_LONG = 6

_CERTIFIED = 1.5
# By how far below its goal a metric hangs in the tree: what measures the goal, what drives that.
_NEAR_GOAL = {1: 2.0, 2: 1.5}


@dataclass(frozen=True)
class Move:
    """An unusual change.

    unusual  in standard deviations of the changes before, with the sign of the change
    steps    the periods and their changes, oldest first; the last one is the news
    origin   the members that most of it comes from; None where it is spread
    parts    what a ratio is divided from
    """

    figure: Figure
    unusual: float
    importance: float
    steps: Sequence[tuple[date, float]]
    origin: Origin | None
    parts: Sequence[Figure]

    @property
    def label(self) -> str:
        return self.figure.metric.label

    @property
    def when(self) -> str:
        return phrases.when(self.figure, self.figure.shown)

    @property
    def verb(self) -> str:
        return "rose" if self.steps[-1][1] > 0 else "fell"

    @property
    def by(self) -> str:
        """`2.1 points to`, or `from € 195 to` where it more than doubled or came from nothing."""
        figure = self.figure
        now, before = (figure.pick(row) for row in (figure.shown, figure.before(figure.shown)))
        far = changes.step(now, before, figure.unit)
        if far is None or (far > 1 and figure.unit in unusual.AMOUNTS):
            return f"from {phrases.written(figure, before)} to"
        return f"{changes.stepped(far, figure.unit)[1:]} to"

    @property
    def judged(self) -> str:
        is_better = (self.steps[-1][1] > 0) == (self.figure.metric.better == "higher")
        return "better" if is_better else "worse"

    @property
    def look(self) -> str:
        return "good" if self.judged == "better" else "bad"

    @property
    def usual(self) -> str:
        """What it moves by in half of all periods: `0.8 points`; empty when that is nothing."""
        figure = self.figure
        values = [figure.pick(value) for value in standing.complete(figure)[:-1]]
        moved = (changes.step(now, before, figure.unit) for before, now in pairwise(values))
        middle = median([abs(far) for far in moved if far is not None] or [0.0])
        written = changes.stepped(middle, figure.unit)
        return written[1:] if written.startswith("+") else ""

    @property
    def rarity(self) -> str:
        """`the largest fall since Mar 2025`; empty when it is not long since."""
        newest = self.steps[-1][1]
        kind, grain = "rise" if newest > 0 else "fall", self.figure.choice.grain
        larger = (
            (ago, start)
            for ago, (start, step) in enumerate(reversed(self.steps))
            if ago and step * newest > 0 and abs(step) >= abs(newest)
        )
        ago, start = next(larger, (len(self.steps), None))
        if start is None:
            return f"the largest {kind} of the {ago} {grain}s that are known"
        label = self.figure.desk.site.calendar.label(grain, start)
        return f"the largest {kind} since {label}" if ago >= _LONG else ""


def move_of(figure: Figure) -> Move | None:
    """What is unusual about the newest change; None when it is as usual."""
    cuts = origins.cuts(figure)  # asked for in the first pass, whatever the numbers will say
    dated = unusual.steps(figure)
    score = unusual.score([far for _, far in dated])
    if score is None or abs(score) < UNUSUAL or not _is_news(figure, dated, score):
        return None
    is_ratio = figure.metric.kind == "ratio"
    return Move(
        figure=figure,
        unusual=score,
        importance=min(abs(score), MOST) * weight(figure.desk, figure.metric),
        steps=dated,
        origin=origins.origin(figure, cuts),
        parts=[figure.numerator, figure.denominator] if is_ratio else [],
    )


def _is_news(figure: Figure, dated: Sequence[tuple[date, float]], score: float) -> bool:
    """Whether the newest step is that of the period shown, can be seen when it is written, and is
    large rather than small: a rise that is less than usual is no fall."""
    start, newest = dated[-1]
    now, before = (figure.pick(row) for row in (figure.shown, figure.before(figure.shown)))
    is_seen = now is not None and bool(before == 0 or changes.direction(now, before, figure.unit))
    is_shown = figure.shown is not None and start == figure.shown.period_start
    return is_shown and is_seen and score * newest > 0


def told(moves: Iterable[Move]) -> list[Move]:
    """The most important ones, each piece of news once: what is told as part of a ratio is not
    told again, and metrics that always move by the same amount are the same news."""
    ranked = sorted(moves, key=lambda each: (-each.importance, each.figure.metric.name))
    kept: list[Move] = []
    for move in distinct(ranked, lambda each: each.figure):
        parts = {name for each in kept for name in each.figure.metric.inputs}
        if move.figure.metric.name not in parts:
            kept.append(move)
    return kept[:TOLD]


def distinct(items: Iterable[_T], figure_of: Callable[[_T], Figure]) -> list[_T]:
    """The items without those whose figure always moves by the same amount as that of an earlier
    one, such as a churn rate and the retention rate that it is the rest of."""
    found: dict[object, _T] = {}
    for item in items:
        newest = unusual.steps(figure_of(item))[-unusual.ENOUGH :]
        course = tuple(round(abs(far), 6) for _, far in newest)
        found.setdefault(course or figure_of(item).metric.name, item)
    return list(found.values())


def weight(desk: Desk, metric: Metric) -> float:
    """Half as much again when certified; twice when it measures a goal, once and a half when it
    drives such a metric."""
    tree = desk.site.trees.get(metric.goal, {})
    depth = len(way(tree, metric.name)) if metric.name in tree else 0
    return (_CERTIFIED if metric.status == "certified" else 1.0) * _NEAR_GOAL.get(depth, 1.0)
