"""A metric as a page reads it: which values are meant, and what they are called.

Every choice returns a new reading; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from samepage.catalog import Metric, Target
from samepage.pages.desk import Desk
from samepage.periods import read_day
from samepage.values import ALL, TOTAL, Ask, Value, newest_complete

# How many periods a picture shows unless `.last(n)` says otherwise.
SPANS = {"day": 60, "week": 53, "month": 25, "quarter": 12, "year": 10, "all": 1}


@dataclass(frozen=True)
class Reading:
    """part: "value", or the "numerator" or "denominator" that the value was divided from."""

    desk: Desk
    metric: Metric
    choice: Ask
    part: str = "value"
    called: str = ""

    def by(self, dimension: str) -> Self:
        """Every member of a dimension."""
        if self._is_known("dimension", dimension, self.metric.dimensions):
            return self._choose(dimension=dimension, member=None)
        return self

    def of(self, dimension: str, member: str) -> Self:
        """One member of a dimension."""
        return self.by(dimension)._choose(member=str(member))

    def grain(self, name: str) -> Self:
        """`month`, `quarter`, ...: one of the metric's grains."""
        known = self.desk.site.catalog.grains_of(self.metric.name)
        return self._choose(grain=name) if self._is_known("grain", name, known) else self

    def all_time(self) -> Self:
        return self._choose(grain=ALL)

    def last(self, periods: int) -> Self:
        """The newest n complete periods and those begun since."""
        return self._choose(last=periods)

    def at(self, written: str) -> Self:
        """The period that a day lies in: `2026`, `2026-08` or `2026-08-17`."""
        try:
            day = read_day(written)
        except ValueError as error:
            self.desk.missing("at", written, ["2026", "2026-08", "2026-08-17"], str(error))
            return self
        return self._choose(at=self.desk.site.calendar.start(self.choice.grain, day))

    def matured_like(self, *names: str) -> Self:
        """Only periods in which another metric is complete too.

        Of several the one with the longest window decides; those that wait for inputs do not.
        """
        site = self.desk.site
        ready = [name for name in names if self.desk.find(name) and not site.waits[name]]
        if not ready:
            return self
        return self._choose(anchor=max(ready, key=site.catalog.window_days))

    def named(self, label: str) -> Self:
        """The same under a shorter name, where the page around it says the rest."""
        return replace(self, called=label)

    @property
    def numerator(self) -> Self:
        return replace(self, part="numerator")

    @property
    def denominator(self) -> Self:
        return replace(self, part="denominator")

    @property
    def waits(self) -> tuple[str, ...]:
        """The inputs that must be connected first; empty when there are values."""
        return self.desk.site.waits[self.metric.name]

    @property
    def label(self) -> str:
        """The name that the page gives it, or its own."""
        return self.called or self.own_label

    @property
    def own_label(self) -> str:
        if self.part == "value":
            return self.metric.label
        top, _, bottom = self.metric.formula.partition(" ÷ ")
        return (top if self.part == "numerator" else bottom) or self.metric.label

    @property
    def target(self) -> Target | None:
        """The metric's target, where it is meant for this grain; parts of a ratio have none."""
        target = self.metric.target
        if target is None or self.part != "value":
            return None
        return target if target.grain in (None, self.choice.grain) else None

    @property
    def unit(self) -> str:
        if self.part == "value" or self.metric.kind != "ratio":
            return self.metric.unit
        part = getattr(self.metric, self.part)
        return self.desk.site.catalog.metrics[part.name].unit

    @cached_property
    def values(self) -> Sequence[Value]:
        """The rows behind this reading. Of a breakdown: the period shown and the one before."""
        if self.waits:
            return ()
        ask = self.choice
        is_breakdown = ask.dimension != TOTAL and ask.member is None
        if is_breakdown:
            return self.desk.read(replace(ask, last=ask.last or (None if ask.at else 2)))
        return self.desk.read(replace(ask, last=None, at=None))

    @cached_property
    def series(self) -> Sequence[Value]:
        """The newest complete periods, as many as a picture shows, and those begun since."""
        values = self.values
        complete = sorted({value.period_start for value in values if value.is_complete})
        span = self.choice.last or SPANS[self.choice.grain]
        first = complete[-span:][0] if complete else date.min
        return [value for value in values if value.period_start >= first]

    @cached_property
    def shown(self) -> Value | None:
        """The headline: the newest complete value, or that of the period asked for."""
        if self.choice.at:
            return self.on(self.choice.at)
        if self.choice.grain == ALL:
            return next(reversed(self.values), None)
        return newest_complete(self.values)

    @cached_property
    def members(self) -> Sequence[Value]:
        """The rows of the period shown in which anything happened, those that weigh most first.

        A ratio weighs as much as its denominator: a share of one deal is no ranking. What is
        withheld comes behind, and `unknown` last.
        """
        shown = self.shown
        rows = [v for v in self.values if shown and v.period_start == shown.period_start]
        return sorted(
            (row for row in rows if row.records or row.value or row.is_withheld),
            key=lambda row: (row.member == "unknown", -self.weight(row), row.member),
        )

    def weight(self, row: Value) -> float:
        is_share = self.part == "value" and self.metric.kind == "ratio"
        return abs((row.denominator if is_share else self.pick(row)) or 0.0)

    def pick(self, value: Value | None) -> float | None:
        """The part of a row that this reading is about."""
        return None if value is None else getattr(value, self.part)

    def on(self, start: date | None, member: str | None = None) -> Value | None:
        """The row of one period, and of one member where there are several."""
        rows = [value for value in self.values if value.period_start == start]
        return next((row for row in rows if member in (None, row.member)), None)

    def before(self, value: Value | None) -> Value | None:
        """The row of the same member in the period before."""
        start = value and self.desk.site.calendar.before(self.choice.grain, value.period_start)
        return self.on(start, value.member) if value and start else None

    def year_before(self, value: Value | None) -> Value | None:
        """The row of the same member in the same period a year earlier."""
        start = value and self.desk.site.calendar.year_before(self.choice.grain, value.period_start)
        return self.on(start, value.member) if value and start else None

    def period(self, value: Value | None) -> str:
        """What the period of a row is called; without a row, the one that was asked for."""
        start = value.period_start if value else self.choice.at
        if start is None:
            return "no complete period"
        return self.desk.site.calendar.label(self.choice.grain, start)

    def _choose(self, **choice: Any) -> Self:  # noqa: ANN401
        return replace(self, choice=replace(self.choice, **choice))

    def _is_known(self, field: str, name: str, known: Sequence[str]) -> bool:
        if name in known:
            return True
        fix = f"use one of them, or add it to {self.metric.path}"
        self.desk.missing(f"{field} of {self.metric.name}", name, known, fix)
        return False
