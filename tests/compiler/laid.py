"""Rows laid down as tables, and what is made of them: by the cubes, and by the short query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from compiler.oracle import Key, member
from samepage.catalog import Catalog
from samepage.compiler import compile_models, short_sql

GRAINS = ("day", "week", "month", "quarter", "year")
_STARTS = ", ".join(
    f"cast(date_trunc('{grain}', date_day) as date) as {grain}_starts_on" for grain in GRAINS[1:]
)


def lay_calendar(connection: duckdb.DuckDBPyConnection, first: date, as_of: date) -> None:
    """Calendar years, and weeks from Monday: the only ones that MetricFlow knows."""
    connection.execute(f"create table dim_as_of as select date '{as_of}' as as_of")
    connection.execute(
        f"create table dim_dates as select date_day, true as is_over, {_STARTS} from (select"
        f" cast(range as date) as date_day from range(date '{first}', date '{as_of}' + 1,"
        " interval 1 day))"
    )
    periods = [
        f"select '{grain}' as grain, date_day, {start} as period_start,"
        f" cast({start} + interval 1 {grain} as date) - 1 as period_end from dim_dates"
        for grain in GRAINS
        for start in ["date_day" if grain == "day" else f"{grain}_starts_on"]
    ]
    ever = "select 'all', date_day, min(date_day) over (), max(date_day) over () from dim_dates"
    connection.execute(f"create table dim_periods as {' union all '.join([*periods, ever])}")


def lay(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    schema: Mapping[str, Mapping[str, str]],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    """The rows as tables, and metric_values of them."""
    for table, laid in rows.items():
        columns = schema[table]
        listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create or replace table {table} ({listed})")
        if not laid:
            continue
        marks = ", ".join(f"({', '.join('?' for _ in columns)})" for _ in laid)
        values = [row.get(name) for row in laid for name in columns]
        connection.execute(f"insert into {table} values {marks}", values)
    for file, text in sorted(compile_models(catalog).items()):
        if file.endswith(".sql"):
            sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
            connection.execute(f"create or replace table {file[:-4]} as {sql}")


def published(
    connection: duckdb.DuckDBPyConnection, metric: str, grain: str, dimension: str
) -> dict[Key, float | None]:
    """The values of metric_values by period (None for all time) and member."""
    rows = connection.execute(
        "select period_start, member, value from metric_values"
        " where metric = ? and grain = ? and dimension = ?",
        [metric, grain, dimension],
    ).fetchall()
    return {(None if grain == "all" else period, name): value for period, name, value in rows}


def shortly(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    metric: str,
    grain: str,
    dimension: str,
) -> dict[Key, float | None]:
    """The same by the statement that a metric's page shows."""
    by = "" if dimension == "total" else dimension
    rows = connection.execute(short_sql(catalog, metric, grain=grain, by=by)).fetchall()
    if grain == "all":
        return {(None, member(*row[:-1])): row[-1] for row in rows}
    return {(row[0], member(*row[1:-1])): row[-1] for row in rows}
