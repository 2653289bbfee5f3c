"""The days that count for a period of a short statement, where they are not its own.

days = Days(fact="opportunities", grain="month", shift=None, span=Span(Length(12, "month")))
days.name                  # days_12_months_first
days.select                # one row per period: period_start, first_day, last_day

Of an average there is one row for each day of the period instead, which bears the days that count
on it and how many days are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

from samepage.catalog import Length, Shift, Span
from samepage.compiler.selects import Select
from samepage.compiler.sql import Column

_OVER = "dim_dates.is_over"


@dataclass(frozen=True)
class Days:
    """Days at one grain. Where the data of a fact begin matters to averages, and to them only."""

    fact: str
    grain: str
    shift: Shift | None
    span: Span | None

    @property
    def name(self) -> str:
        parts = [each.name for each in (self.span, self.shift) if each]
        return f"days_{'__'.join([*parts, self.fact] if self.is_average else parts)}"

    @property
    def is_average(self) -> bool:
        return self.span is not None and self.span.agg == "average"

    @property
    def within(self) -> Days | None:
        """The period that is told instead of the period, without the days before it."""
        return Days(self.fact, self.grain, self.shift, None) if self.shift and self.span else None

    @property
    def join(self) -> str:
        """To the days of a fact's rows."""
        last = f"{self.name}.last_day"
        if self.span and not self.span.window and not self.span.to_date:
            return f"inner join {self.name} on dim_dates.date_day <= {last}"
        between = f"between {self.name}.first_day and {last}"
        return f"inner join {self.name} on dim_dates.date_day {between}"

    @property
    def select(self) -> Select:
        if self.span:
            return self._each_day(self.span) if self.is_average else self._up_to(self.span)
        assert self.shift
        if self.shift.window:
            return self._before(self.shift.window)
        return self._at_start(str(self.shift.to_grain))

    @property
    def _starts_on(self) -> str:
        return starts_on(self.grain)

    def _before(self, window: Length) -> Select:
        """Periods of whole months move by months; days and weeks keep their length."""
        moved, length = f" - {interval(window)}", f" + {interval(Length(1, self.grain))}"
        in_months = window.in_units[1] == "month"
        end = f"{moved}{length}" if in_months else f"{length}{moved}"
        columns = [
            Column(f"dim_dates.{self._starts_on}", "period_start"),
            Column(f"dim_dates.{self._starts_on}{moved}", "first_day"),
            Column(f"dim_dates.{self._starts_on}{end} - interval '1' day", "last_day"),
        ]
        return Select(self.name, columns, ["dim_dates"], [_OVER], keys=3)

    def _at_start(self, longer: str) -> Select:
        length = interval(Length(1, self.grain))
        columns = [
            Column("own.date_day", "period_start"),
            Column(f"begun.{self._starts_on}", "first_day"),
            Column(f"begun.{self._starts_on} + {length} - interval '1' day", "last_day"),
        ]
        source = [
            "dim_dates as own",
            f"inner join dim_dates as begun on begun.date_day = own.{starts_on(longer)}",
        ]
        first = [] if self.grain == "day" else [f"own.date_day = own.{self._starts_on}"]
        return Select(self.name, columns, source, ["own.is_over", *first])

    def _up_to(self, span: Span) -> Select:
        """The days up to the first or the last one of the period."""
        told = "min" if span.agg == "first" else "max"
        day = f"{told}(dim_dates.date_day)"
        columns = [self._period, *_first_day(span, day, f"{told}({{}})"), Column(day, "last_day")]
        return Select(self.name, columns, self._source, [_OVER], keys=1)

    def _each_day(self, span: Span) -> Select:
        day, begin = "dim_dates.date_day", begin_of(self.fact)
        known = f"count(*) over (partition by {self._period.sql})"
        columns = [self._period, Column(day, "told_on"), Column(known, "days")]
        columns += [*_first_day(span, day, "{}"), Column(day, "last_day")]
        source = [*self._source, f"inner join {begin} on {day} >= {begin}.first_day"]
        return Select(self.name, columns, source, [_OVER])

    @property
    def _period(self) -> Column:
        own = f"dim_dates.{self._starts_on}"
        return Column(f"{self.within.name}.period_start" if self.within else own, "period_start")

    @property
    def _source(self) -> list[str]:
        return ["dim_dates", self.within.join] if self.within else ["dim_dates"]


def starts_on(grain: str) -> str:
    """The column of the calendar with the first day of a period."""
    return "date_day" if grain == "day" else f"{grain}_starts_on"


def begin_of(fact: str) -> str:
    """The relation that holds the first day of a fact's data."""
    return f"begin_of_{fact}"


def interval(length: Length) -> str:
    count, unit = length.in_units
    return f"interval '{count}' {unit}"


def _first_day(span: Span, day: str, told: str) -> list[Column]:
    """From which day on rows count; nothing where all that was before counts."""
    if span.window:
        return [Column(f"{day} - {interval(span.window)} + interval '1' day", "first_day")]
    if span.to_date:
        return [Column(told.format(f"dim_dates.{starts_on(span.to_date)}"), "first_day")]
    return []
