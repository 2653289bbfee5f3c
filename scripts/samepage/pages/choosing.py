"""What templates write to choose figures: one metric, several, and whole lists dated or cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from samepage.agreements import Goal
from samepage.catalog import Metric
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, everyday


class Missing:
    """Stands in for a figure that is not defined, so that a page's other faults are found too."""

    def __getattr__(self, name: str) -> Missing:
        if name.startswith("__") or not hasattr(Figure, name):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> Missing:
        return self

    def __html__(self) -> str:
        return ""


def choosing(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Name in templates -> function."""

    def metric(name: str) -> Figure | Missing:
        """The figure of a metric at its coarsest everyday grain: the month where it has one."""
        found = desk.find(name)
        return everyday(desk, found) if found else Missing()

    def metrics(defined: Sequence[Metric]) -> list[Figure | Missing]:
        """The figures of some definitions."""
        return [metric(each.name) for each in defined]

    def metrics_named(*names: str) -> list[Figure | Missing]:
        return [metric(name) for name in names]

    def metrics_of(goal: Goal) -> list[Figure | Missing]:
        """Those that measure a goal of the company."""
        return metrics_named(*goal.measured_by)

    def same_period(figures: Sequence[Figure | Missing]) -> list[Figure | Missing]:
        """The same figures at the newest period for which every one of them is complete."""
        names = [figure.metric.name for figure in figures if isinstance(figure, Figure)]
        return [figure.matured_like(*names) for figure in figures]

    def cohort(grain: str, *names: str) -> list[Figure | Missing]:
        """Metrics at the newest period of a grain for which every one of them is complete."""
        return same_period([metric(name).grain(grain) for name in names])

    def cut(dimension: str, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures by the members of a dimension."""
        return [figure.by(dimension) for figure in figures]

    def grain(name: str, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures at another grain."""
        return [figure.grain(name) for figure in figures]

    def last(periods: int, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures over the newest n periods."""
        return [figure.last(periods) for figure in figures]

    chosen = (metric, metrics, metrics_named, metrics_of, same_period, cohort, cut, grain, last)
    return {each.__name__: each for each in chosen}
