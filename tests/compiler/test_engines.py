"""Every kind of metric on PostgreSQL: over the same random rows it comes to what it comes to on
DuckDB, where plain Python has judged it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isclose
from typing import TYPE_CHECKING, Any

import duckdb
import psycopg2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from compiler import test_arithmetic, test_conversions, test_other_days
from postgres_server import postgres_server
from samepage.warehouse.dbt import NO_JIT

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor

Cells = Mapping[tuple[Any, ...], tuple[Any, ...]]

pytestmark = pytest.mark.slow

# Warehouses with a calendar each.
sums = test_arithmetic.connection
other_days = test_other_days.connection
conversions = test_conversions.connection

# A failure is told as it is found: making it smaller takes the server minutes.
A_FEW = settings(max_examples=10, phases=[Phase.generate])


@pytest.fixture(scope="module")
def cursor() -> Iterator[Cursor]:
    with (
        postgres_server() as named,
        psycopg2.connect(
            host=named["PGHOST"], user=named["PGUSER"], dbname=named["PGDATABASE"], options=NO_JIT
        ) as server,
    ):
        yield server.cursor()
    server.close()


@A_FEW
@given(st.lists(test_arithmetic.deals, min_size=1, max_size=30))
def test_sums_averages_medians_and_distinct_counts(cursor, sums, rows):
    expected = test_arithmetic.published(sums, rows)
    assert differing(on_postgres(cursor, sums, test_arithmetic.MODELS), expected) == []


@A_FEW
@given(st.lists(test_other_days.deals, min_size=1, max_size=30))
def test_windows_running_figures_offsets_fills_and_balances(cursor, other_days, rows):
    expected = test_other_days.published(other_days, rows)
    assert differing(on_postgres(cursor, other_days, test_other_days.MODELS), expected) == []


@A_FEW
@given(
    st.lists(test_conversions.leads, min_size=1, max_size=8),
    st.lists(test_conversions.opportunities, min_size=1, max_size=8),
)
def test_conversions_counted_once(cursor, conversions, leads, opportunities):
    rows = {"fct_leads": leads, "fct_opportunities": opportunities}
    expected = test_conversions.published(conversions, rows)
    assert differing(on_postgres(cursor, conversions, test_conversions.MODELS), expected) == []


def on_postgres(
    cursor: Cursor, connection: duckdb.DuckDBPyConnection, models: Mapping[str, str]
) -> Cells:
    """metric_values over the facts and the calendar that stand in `connection`, by its key."""
    for [table] in connection.execute(
        "select table_name from duckdb_tables() where table_name[:4] in ('dim_', 'fct_')"
    ).fetchall():
        rows = connection.table(table)
        typed = zip(rows.columns, rows.types, strict=True)
        columns = ", ".join(f"{name} {kind}" for name, kind in typed)
        cursor.execute(f"drop table if exists {table} cascade; create table {table} ({columns})")
        execute_values(cursor, f"insert into {table} values %s", rows.fetchall())
    for file, text in sorted(models.items()):
        if file.endswith(".sql"):
            name, statement = file[:-4], re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
            cursor.execute(f"drop table if exists {name}; create table {name} as {statement}")
    cursor.execute("select * from metric_values")
    return {row[:5]: row[5:] for row in cursor.fetchall()}


def differing(found: Cells, expected: Cells) -> list[tuple[Any, ...]]:
    """The cells that only one engine has, and those whose value, parts or records differ."""
    assert expected
    return [
        (*key, found.get(key), expected.get(key))
        for key in sorted(found.keys() | expected.keys())
        if not are_equal(found.get(key, ()), expected.get(key, ()))
    ]


def are_equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        a == b or (None not in (a, b) and isclose(a, b, rel_tol=1e-9))
        for a, b in zip(one, other, strict=True)
    )
