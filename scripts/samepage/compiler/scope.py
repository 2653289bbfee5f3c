"""Tells the columns of a fact from those of the calendar that it is joined to."""

from __future__ import annotations

import re
from dataclasses import replace

from samepage.catalog import Fact
from samepage.compiler.selects import Select
from samepage.compiler.sql import Column

# Of dim_dates, and of the days that count for a period.
_CALENDAR = frozenset(
    {
        *("date_day", "week_starts_on", "month_starts_on", "quarter_starts_on", "year_starts_on"),
        *("is_over", "period_start", "first_day", "last_day", "told_on", "days"),
    }
)
_TEXT = re.compile(r"('(?:[^']|'')*')")


def of_fact(select: Select, fact: Fact) -> Select:
    """The select with the name of the fact before each column that the calendar has too.

    A condition on other events names all its tables by itself, see `conversions`.
    """
    shared = sorted(fact.columns.keys() & _CALENDAR)
    if not shared:
        return select
    name = re.compile(rf"(?<![\w.])({'|'.join(shared)})(?![\w.])")

    def told_apart(written: str) -> str:
        if "exists (" in written:
            return written
        pieces = _TEXT.split(written)
        pieces[::2] = [name.sub(rf"{fact.model}.\1", piece) for piece in pieces[::2]]
        return "".join(pieces)

    return replace(
        select,
        columns=[Column(told_apart(each.sql), each.name) for each in select.columns],
        conditions=[told_apart(each) for each in select.conditions],
        joins=[replace(each, on=told_apart(each.on)) for each in select.joins],
    )


def day_of(fact: Fact, clock: str) -> str:
    """SQL of a date of a fact, as a day where the mart has a time."""
    expr = fact.clocks[clock].expr
    if expr.isidentifier():
        own = f"{fact.model}.{expr}"
        return own if fact.columns.get(expr, "date") == "date" else f"cast({own} as date)"
    return f"cast({expr} as date)"
