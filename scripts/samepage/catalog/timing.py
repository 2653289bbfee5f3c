"""Which days count for a period, where they are not just the period's own.

Span(Length(12, "month"))                        # the twelve months up to the period's last day
Span(to_date="year", agg="average")              # the year to date, on average over its days
Shift(Length(1, "year"))                         # the same period a year before
Shift(to_grain="year")                           # the first such period of the year
"""

from __future__ import annotations

from dataclasses import dataclass

# Grains in the unit that adds up to them exactly.
_UNITS = {"day": (1, "day"), "week": (7, "day"), "month": (1, "month")}
_UNITS |= {"quarter": (3, "month"), "year": (12, "month")}


@dataclass(frozen=True)
class Length:
    """A length of time as authors write it: 12 months, 1 year."""

    count: int
    grain: str

    @property
    def in_units(self) -> tuple[int, str]:
        """The same in days or in months: a week is 7 days, a year 12 months."""
        each, unit = _UNITS[self.grain]
        return self.count * each, unit

    @property
    def days(self) -> int:
        """How many days it takes at the most."""
        count, unit = self.in_units
        return count if unit == "day" else -(-count * 366 // 12) if count >= 12 else count * 31

    @property
    def name(self) -> str:
        """As part of a name in SQL: 12_months."""
        return str(self).replace(" ", "_")

    def __add__(self, other: Length) -> Length | None:
        """Both together, None where they have no unit in common (a week and a month)."""
        if self.grain == other.grain:
            return Length(self.count + other.count, self.grain)
        (own, unit), (others, its_unit) = self.in_units, other.in_units
        return Length(own + others, unit) if unit == its_unit else None

    def __str__(self) -> str:
        return f"{self.count} {self.grain}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True)
class Span:
    """What is cumulative: the days up to one day of the period, which itself counts.

    window   so far back; None for no limit
    to_date  back to the start of this grain; None for no limit
    agg      the day of the period that tells: "first", "last", or the "average" of all its days
    """

    window: Length | None = None
    to_date: str | None = None
    agg: str = "first"

    @property
    def name(self) -> str:
        """As part of a name in SQL: 12_months, year_to_date, all_time_average."""
        limit = self.window.name if self.window else f"{self.to_date}_to_date"
        days = limit if self.window or self.to_date else "all_time"
        return days if self.agg == "last" else f"{days}_{self.agg}"


@dataclass(frozen=True)
class Shift:
    """Another period instead of the period: so much before, or the first one of a longer grain."""

    window: Length | None = None
    to_grain: str | None = None

    @property
    def name(self) -> str:
        """As part of a name in SQL: 1_year_before, at_year_start."""
        return f"{self.window.name}_before" if self.window else f"at_{self.to_grain}_start"

    def of(self, inner: Shift | None) -> Shift | None:
        """A shift of what is itself shifted; None where no single shift says it."""
        if inner is None:
            return self
        together = self.window + inner.window if self.window and inner.window else None
        return Shift(together) if together else None
