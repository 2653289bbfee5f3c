"""The rows that answer a question: what the statement gives, and zeros where nothing happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import duckdb

from samepage.catalog import Catalog
from samepage.company import Company
from samepage.compiler import Question, empty_sql, statement
from samepage.errors import Usage
from samepage.periods import Calendar
from samepage.query.opening import open_warehouse

# None for all time.
Period = date | None
Key = tuple[Period, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """values and is_complete have an entry for each metric of the question.

    is_complete  whether the period is over and, of a cohort, its window too
    """

    period_start: Period
    members: tuple[str, ...]
    values: tuple[float | None, ...]
    is_complete: tuple[bool, ...]


@dataclass(frozen=True)
class Answer:
    """Rows by period, then by member; `as_of` is the day up to which the data reach."""

    question: Question
    sql: str
    as_of: date
    rows: Sequence[Row]


def answer(company: Company, catalog: Catalog, question: Question) -> Answer:
    """Ask the warehouse.

    The statement has no row where nothing happened; the answer does, for every member that it
    names, from its first period on, as `metric_values` does. Raises `Usage` when the condition
    cannot be computed, and what `open_warehouse` raises.
    """
    sql = statement(catalog, question)
    with open_warehouse(company) as warehouse:
        found = _asked(warehouse, sql, question)
        [(as_of,)] = warehouse.execute("select as_of from dim_as_of").fetchall()
        names = (metric.name for metric in question.metrics)
        empty = empty_sql(catalog, *names, grain=question.grain)
        nothing = _found(warehouse, empty, question.grain, 0)
    calendar = Calendar(company.fiscal_year_starts_in, company.week_starts_on)
    windows = [catalog.window_days(metric.name) for metric in question.metrics]
    rows = []
    for period, members in _filled(found, question, calendar, as_of):
        last_day = (calendar.end(question.grain, period) if period else None) or as_of
        complete = tuple(last_day + timedelta(days=days) <= as_of for days in windows)
        values = _numbers(found.get((period, members)) or nothing[period, ()])
        rows.append(Row(period, members, values, complete))
    return Answer(question, sql, as_of, tuple(rows))


def _asked(
    warehouse: duckdb.DuckDBPyConnection, sql: str, question: Question
) -> Mapping[Key, Sequence[Any]]:
    try:
        return _found(warehouse, sql, question.grain, len(question.by))
    except duckdb.CatalogException as error:
        fix = "print the statement with --sql, and run it in the database that was built"
        raise Usage(f"the marts are not in build/warehouse.duckdb: {fix}") from error
    except (duckdb.BinderException, duckdb.ParserException, duckdb.ConversionException) as error:
        if not question.where:
            raise
        said = str(error).partition("\n")[0]
        raise Usage(f"--where cannot be computed; the warehouse says: {said}") from error


def _found(
    warehouse: duckdb.DuckDBPyConnection, sql: str, grain: str, cuts: int
) -> Mapping[Key, Sequence[Any]]:
    """The rows of a statement, by period and members."""
    rows = warehouse.execute(sql).fetchall()
    dated = grain != "all"
    width = dated + cuts
    return {(row[0] if dated else None, row[dated:width]): row[width:] for row in rows}


def _filled(
    found: Mapping[Key, object], question: Question, calendar: Calendar, as_of: date
) -> Iterator[Key]:
    """Every member in every period from the first one that has any."""
    members = sorted({members for _, members in found})
    first = min((period for period, _ in found if period), default=None)
    if first is None:
        yield from ((None, each) for each in members)
        return
    last = question.until or calendar.start(question.grain, as_of)
    yield from product(_periods(calendar, question.grain, first, last), members)


def _periods(calendar: Calendar, grain: str, first: date, last: date) -> Iterator[date]:
    period: date | None = first
    while period and period <= last:
        yield period
        period = calendar.after(grain, period)


def _numbers(values: Sequence[Any]) -> tuple[float | None, ...]:
    return tuple(None if value is None else float(value) for value in values)
