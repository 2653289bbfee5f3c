"""Lays an example's rows down as the tables that compiled SQL reads: facts and a calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from samepage.catalog import Catalog
from samepage.periods import GRAINS


def lay_facts(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    read: Collection[str],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    """Tables of the facts' own columns and types, of every fact that is read; a column that the
    example leaves out is null."""
    for fact in (fact for fact in catalog.facts.values() if fact.model in read):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in fact.columns.items())
        connection.execute(f"create or replace temp table {fact.model} ({columns})")
        laid = rows.get(fact.model, ())
        names = list(dict.fromkeys(name for row in laid for name in row))
        if names:
            listed = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in laid)
            connection.execute(
                f"insert into {fact.model} ({listed}) values {marks}",
                [row.get(name) for row in laid for name in names],
            )


def lay_calendar(
    connection: duckdb.DuckDBPyConnection, dates: list[date], grains: set[str]
) -> None:
    """Periods of the calendar around the dates, and the days in them. Examples are told in
    calendar years."""
    first, last = date(min(dates).year, 1, 1), date(max(dates).year, 12, 31)
    periods = "".join(_PERIODS.format(grain=grain) for grain in GRAINS if grain in grains - {"all"})
    connection.execute(f"create or replace temp table dim_as_of as select date '{last}' as as_of")
    connection.execute(
        "create or replace temp table dim_periods as"
        " with days as (select cast(range as date) as date_day"
        f" from range(date '{first}', date '{last}' + 1, interval 1 day))"
        " select 'all' as grain, date_day,"
        f" date '{first}' as period_start, date '{last}' as period_end from days {periods}"
    )
    connection.execute(_DATES)


_PERIODS = """
    union all
    select
        '{grain}',
        date_day,
        cast(date_trunc('{grain}', date_day) as date),
        cast(date_trunc('{grain}', date_day) + interval 1 {grain} as date) - 1
    from days
"""

_STARTS = ", ".join(
    f"cast(date_trunc('{grain}', date_day) as date) as {grain}_starts_on" for grain in GRAINS[1:-1]
)

# The periods of days in filters.
_DATES = f"""
    create or replace temp table dim_dates as
    select date_day, {_STARTS} from dim_periods where grain = 'all'
"""
