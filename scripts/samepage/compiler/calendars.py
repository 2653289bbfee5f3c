"""The days that count for each period, where they are not the period's own.

A window, a running figure or an offset changes nothing in what is counted: the same days are put
together to other periods. So each is a relation of periods and days, as `periods` itself is, and a
cube groups its days (or rows, where days do not add up) by it.

    Calendar(None, Span(Length(12, "month"), agg="last")).name    # days_12_months
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from samepage.catalog import Length, Shift, Span
from samepage.compiler import sql
from samepage.compiler.plan import Leaf, Plan
from samepage.periods import GRAINS

PERIODS = "periods"


@dataclass(frozen=True)
class Calendar:
    """The days of a shifted period, or those up to its first or last day, at the grains named."""

    shift: Shift | None
    span: Span | None
    grains: tuple[str, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        names = [each.name for each in (self.span, self.shift) if each]
        return "__".join(["days", *names]) if names else PERIODS

    @property
    def within(self) -> Calendar:
        """The period itself, or the one that is told instead, without any days before it."""
        return Calendar(self.shift, None, self.grains)

    @property
    def is_average(self) -> bool:
        return self.span is not None and self.span.agg == "average"

    @property
    def told_on(self) -> str:
        """Which day of a period a span ends with."""
        assert self.span
        return "min" if self.span.agg == "first" else "max"

    @property
    def first_day(self) -> str:
        """SQL: where the shifted period starts."""
        return f"period_start - {_interval(self._length)}"

    @property
    def day_after(self) -> str:
        """SQL: the day after it ends. Longer periods start on the first of a month, so both of
        their edges move by months; days and weeks keep their length."""
        own_length = {"day": "interval '1' day", "week": "interval '7' day"}
        moved = f"period_end + interval '1' day - {_interval(self._length)}"
        if self._length.in_units[1] == "day":
            return moved
        kept = [grain for grain in self.grains if grain in own_length]
        whens = "".join(
            f"\n                when '{grain}' then {self.first_day} + {own_length[grain]}"
            for grain in kept
        )
        return (
            f"case grain{whens}\n                else {moved}\n            end" if kept else moved
        )

    @property
    def _length(self) -> Length:
        assert self.shift
        assert self.shift.window
        return self.shift.window

    @property
    def since(self) -> str:
        """SQL: from which day on a window reaches to the day that is told; "" without a limit."""
        assert self.span
        if self.span.window:
            return f"days.date_day > told.date_day - {_interval(self.span.window)}"
        return "days.date_day >= begun.period_start" if self.span.to_date else ""


@dataclass(frozen=True)
class OtherDays:
    """The leaves of a clock that count by one calendar; `per` as in `Edge`."""

    clock: str
    calendar: Calendar
    per: tuple[str, ...]
    leaves: tuple[Leaf, ...]

    @property
    def name(self) -> str:
        return "__".join([self.clock, self.calendar.name, *self.per_names])

    @property
    def has_edges(self) -> bool:
        return not self.per and any(leaf.measure.edge for leaf in self.leaves)

    @property
    def by_period(self) -> list[sql.Column]:
        return [] if self.per else self._each(sql.by_period)

    @property
    def by_row(self) -> list[sql.Column]:
        return self._each(sql.held if self.per else sql.by_row)

    @property
    def per_names(self) -> list[str]:
        return [sql.per(each).name for each in self.per]

    @property
    def averaged_days(self) -> list[sql.Column]:
        return self._averaged(sql.by_period)

    @property
    def averaged_rows(self) -> list[sql.Column]:
        return self._averaged(sql.by_row)

    def _averaged(self, step: Callable[[Leaf], list[sql.Column]]) -> list[sql.Column]:
        return self._each(lambda leaf: [sql.averaged(column, leaf) for column in step(leaf)])

    def _each(self, step: Callable[[Leaf], list[sql.Column]]) -> list[sql.Column]:
        return [column for leaf in self.leaves for column in step(leaf)]


def other_days(plan: Plan, clock: str, leaves: Iterable[Leaf]) -> list[OtherDays]:
    """The leaves that do not count just the days of their own period, by what they count."""
    grouped: dict[tuple[Calendar, tuple[str, ...]], list[Leaf]] = {}
    for leaf in leaves:
        per = leaf.measure.edge.per if leaf.measure.edge else ()
        if leaf.span or leaf.shift or per:
            grouped.setdefault((Calendar(leaf.shift, leaf.span), per), []).append(leaf)
    return [
        OtherDays(clock, replace(calendar, grains=plan.grains_for(found)), per, tuple(found))
        for (calendar, per), found in grouped.items()
    ]


def calendars(groups: Iterable[OtherDays]) -> list[Calendar]:
    """Every calendar that groups need, each once, after the one that it is made of."""
    grains: dict[Calendar, set[str]] = {}
    for group in groups:
        for calendar in (group.calendar.within, group.calendar):
            if calendar.name != PERIODS:
                grains.setdefault(calendar, set()).update(group.calendar.grains)
    return [
        replace(each, grains=tuple(grain for grain in GRAINS if grain in grains[each]))
        for each in grains
    ]


def _interval(length: Length) -> str:
    count, unit = length.in_units
    return f"interval '{count}' {unit}"


def known_days(leaf: Leaf) -> str:
    """The relation of how many days of a leaf's periods lie in the data; "" where all do."""
    calendar = Calendar(leaf.shift, leaf.span)
    return f"{calendar.within.name}_known" if leaf.shift or calendar.is_average else ""
