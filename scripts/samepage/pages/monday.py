"""What a busy person has to know on Monday, in the order of its importance.

told = monday(desk)
told.of_weeks, told.of_months     # Moves of the newest complete week, and of longer periods
told.fallen, told.recovered       # Figures that are off target, or on target, since this period
told.missed, told.close           # Figures that have been off target for longer
told.redefined                    # metrics, and what changed in their definitions
told.quiet, told.set_aside        # inputs with nothing new, inputs with rows that cannot be right

Only certified and reviewed metrics are told; `news` says which changes are, and in which order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from samepage.catalog import Change, Metric
from samepage.pages import inline, news, standing, unusual
from samepage.pages.desk import Desk, Site
from samepage.pages.figure import Figure, everyday
from samepage.pages.news import Move

STATUSES = ("certified", "reviewed")


# A definition that changed so many days ago, or fewer, is told of.
_RECENT = 90
# An input that had nothing new for so many days is quiet.
_QUIET = 31


@dataclass(frozen=True)
class Monday:
    """fallen         what met its target in the period before, and does not any more
    missed, close  what has been off target for longer, and how far; most urgent first
    redefined      the newest change of a definition first
    quiet          inputs, and the newest day that each of them knows
    """

    of_weeks: Sequence[Move]
    of_months: Sequence[Move]
    fallen: Sequence[Figure]
    missed: Sequence[Figure]
    close: Sequence[Figure]
    recovered: Sequence[Figure]
    redefined: Sequence[tuple[Metric, Change]]
    quiet: Sequence[tuple[str, date]]
    set_aside: Sequence[str]
    unconnected: Sequence[str]

    @property
    def first(self) -> Move | None:
        """The most important change of all."""
        moves = [*self.of_months, *self.of_weeks]
        return max(moves, key=lambda move: move.importance, default=None)


def monday(desk: Desk) -> Monday:
    """Everything that Monday tells; empty lists in the first pass."""
    metrics = [
        metric
        for name, metric in desk.site.catalog.metrics.items()
        if metric.status in STATUSES and not desk.site.waits[name] and not _is_by_age(metric)
    ]
    usual = [everyday(desk, metric) for metric in metrics]
    weekly = [figure.grain("week") for figure in usual if "week" in figure.metric.grains]
    aimed = [figure for figure in usual if figure.target]
    off = off_target(usual)
    inputs = desk.site.health["inputs"]
    return Monday(
        of_weeks=news.told(filter(None, map(news.move_of, weekly))),
        of_months=news.told(filter(None, map(news.move_of, usual))),
        fallen=[figure for figure in off if _is_new(figure)],
        missed=[f for f in off if not _is_new(f) and not _is_close(f)],
        close=[f for f in off if not _is_new(f) and _is_close(f)],
        recovered=_distinct([figure for figure in aimed if _has_recovered(figure)]),
        redefined=_redefined(desk.site),
        quiet=list(_quiet(desk.site.health)),
        set_aside=[_name(each) for each in inputs if each["quarantined"] != 0],
        unconnected=[_name(each) for each in inputs if not each["connectors"]],
    )


def _is_by_age(metric: Metric) -> bool:
    """Whether it is there to be read along an age, such as months since the start: of all ages
    together it moves with how many of them there are."""
    return any("_since_" in dimension for dimension in metric.dimensions)


def off_target(figures: Sequence[Figure]) -> list[Figure]:
    """Those that are on the bad side of their targets, the most urgent first."""
    return _distinct(sorted((each for each in figures if standing.shortfall(each)), key=_urgency))


def _redefined(site: Site) -> list[tuple[Metric, Change]]:
    since = date.fromisoformat(site.health["as_of"]) - timedelta(days=_RECENT)
    found = [
        (metric, change)
        for metric in site.catalog.metrics.values()
        for change in metric.history
        if change.day >= since
    ]
    return sorted(found, key=lambda each: (-each[1].day.toordinal(), each[0].label))


def _quiet(health: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    as_of = date.fromisoformat(health["as_of"])
    for each in health["inputs"]:
        newest = date.fromisoformat(each["newest"]) if each["newest"] else None
        if newest and (as_of - newest).days > _QUIET:
            yield _name(each), newest


def _name(each: Mapping[str, Any]) -> str:
    return inline.in_words(each["entity"])


def _urgency(figure: Figure) -> tuple[float, str]:
    """By how many of its usual changes it is away from the target, times its weight."""
    usual = median([abs(far) for _, far in unusual.steps(figure)] or [0.0])
    aim = figure.target.value if figure.target else None
    missing = abs(unusual.step(figure.pick(figure.shown), aim, figure.unit) or 0.0)
    far = min(missing / usual, news.MOST) if usual else news.MOST
    return -far * news.weight(figure.desk, figure.metric), figure.metric.name


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    return news.distinct(figures, lambda figure: figure)


def _is_close(figure: Figure) -> bool:
    verdict = standing.standing(figure)
    return verdict is not None and "warn" in verdict.looks


def _is_new(figure: Figure) -> bool:
    periods, is_all = standing.lasting(figure)
    return periods == 1 and not is_all


def _has_recovered(figure: Figure) -> bool:
    return bool(standing.meets(figure, figure.pick(figure.shown))) and _is_new(figure)
