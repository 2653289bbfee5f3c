"""Periods: where they start and end, what they are called, which one came before.

calendar = Calendar(fiscal_year_starts_in=4, week_starts_on=1)
calendar.start("quarter", date(2026, 8, 17))    # 2026-07-01
calendar.end("quarter", date(2026, 7, 1))       # 2026-09-30
calendar.label("quarter", date(2026, 7, 1))     # "Q2 FY2027"
calendar.before("month", date(2026, 1, 1))      # 2025-12-01

The same calendar as models/marts/dim_dates.sql. A fiscal year is named for the year it ends in.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from samepage import text

GRAINS = ("day", "week", "month", "quarter", "year", "all")
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True)
class Calendar:
    """A company's calendar: month in which its fiscal year starts, ISO weekday of its weeks."""

    fiscal_year_starts_in: int = 1
    week_starts_on: int = 1

    def start(self, grain: str, when: date) -> date:
        """The first day of the period of `grain` that `when` lies in. Of `all`: the day itself."""
        if grain == "week":
            return when - timedelta(days=(when.isoweekday() - self.week_starts_on) % 7)
        if grain in _MONTHS_IN:
            offset = (when.month - self.fiscal_year_starts_in) % _MONTHS_IN[grain]
            return _add_months(when.replace(day=1), -offset)
        return when

    def end(self, grain: str, start: date) -> date | None:
        """The last day of the period that starts on `start`; of `all`, none is known."""
        after = self.after(grain, start)
        return after - timedelta(days=1) if after else None

    def after(self, grain: str, start: date) -> date | None:
        """The start of the next period, None for `all`."""
        return self._moved(grain, start, 1)

    def before(self, grain: str, start: date) -> date | None:
        """The start of the previous period, None for `all`."""
        return self._moved(grain, start, -1)

    def year_before(self, grain: str, start: date) -> date | None:
        """The start of the same period a year earlier; None for a year, which `before` gives."""
        if grain in ("year", "all"):
            return None
        if grain == "week":
            return start - timedelta(days=364)
        return _add_months(start, -12)

    def label(self, grain: str, start: date) -> str:
        """What the period is called: "Sep 2026", "Q3 2026", "week of 5 Oct 2026"."""
        if grain == "all":
            return "all time"
        if grain == "month":
            return text.month(start)
        if grain == "quarter":
            number = (start.month - self.fiscal_year_starts_in) % 12 // 3 + 1
            return f"Q{number} {self._year(start)}"
        if grain == "year":
            return self._year(start)
        return f"week of {text.day(start)}" if grain == "week" else text.day(start)

    def _year(self, when: date) -> str:
        if self.fiscal_year_starts_in == 1:
            return str(when.year)
        return f"FY{when.year + (when.month >= self.fiscal_year_starts_in)}"

    def _moved(self, grain: str, start: date, steps: int) -> date | None:
        if grain == "all":
            return None
        if grain in _MONTHS_IN:
            return _add_months(start, steps * _MONTHS_IN[grain])
        return start + timedelta(days=steps * (7 if grain == "week" else 1))


def read_day(written: str) -> date:
    """`2026`, `2026-08` or `2026-08-17` as the first day it names.

    Raises `ValueError` when it is none of them.
    """
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise ValueError(f"{written!r} is no day such as 2026-08-17, month 2026-08 or year 2026")
    year, month, day = (int(part or 1) for part in found.groups())
    return date(year, month, day)


def read_last_day(written: str) -> date:
    """The same as the last day it names: `2026-08` is 2026-08-31, `2026` is 2026-12-31."""
    first = read_day(written)
    months = {1: 12, 2: 1}.get(len(written.split("-")))
    return _add_months(first, months) - timedelta(days=1) if months else first


def _add_months(when: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = when.year * 12 + when.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))
