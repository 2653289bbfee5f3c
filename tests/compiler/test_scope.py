"""A mart may have columns that the calendar has too, and times instead of days."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from compiler.mini import catalog_of
from samepage.compiler import short_sql

COLUMNS = {
    "opened_at": "timestamp",
    "month_starts_on": "date",
    "days": "integer",
    "first_day": "varchar",
    "balance": "integer",
}
EDGE = {"name": "opened_at", "window_choice": "max"}


def simple(name, measure, **more):
    return {"name": name, "type": "simple", "type_params": {"measure": {"name": measure}}, **more}


MANIFEST = {
    "semantic_models": [
        {
            "name": "tasks",
            "node_relation": {"alias": "fct_tasks", "schema_name": "main"},
            "defaults": {"agg_time_dimension": "opened_at"},
            "entities": [{"name": "task", "type": "primary", "expr": "days"}],
            "dimensions": [
                {"name": "opened_at", "type": "time", "type_params": {"time_granularity": "day"}},
                {
                    "name": "month_starts_on",
                    "type": "time",
                    "type_params": {"time_granularity": "month"},
                },
                {"name": "first_day", "type": "categorical"},
            ],
            "measures": [
                {"name": "effort", "agg": "sum", "expr": "days"},
                {"name": "balance", "agg": "sum", "non_additive_dimension": EDGE},
            ],
        }
    ],
    "metrics": [
        simple("effort", "effort"),
        simple("balance", "balance"),
        simple("named", "effort", filter="{{ Dimension('task__first_day') }} <> 'days'"),
        {
            "name": "effort_of_40_days",
            "type": "cumulative",
            "type_params": {
                "measure": {"name": "effort"},
                "cumulative_type_params": {"window": "40 days", "period_agg": "last"},
            },
        },
    ],
}
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture(scope="module")
def warehouse():
    with duckdb.connect() as connection:
        connection.execute(
            "create table dim_dates as select cast(range as date) as date_day,"
            " date_trunc('month', range)::date as month_starts_on, true as is_over"
            " from range(date '2026-01-01', date '2026-03-01', interval 1 day)"
        )
        connection.execute(
            "create table fct_tasks as select * from (values"
            " (timestamp '2026-01-31 23:30:00', date '2026-01-01', 1, 'mon', 10),"
            " (timestamp '2026-02-02 08:00:00', date '2026-01-01', 2, 'days', 20),"
            " (timestamp '2026-02-28 12:00:00', date '2026-02-01', 4, 'mon', 40)"
            f") as tasks({', '.join(COLUMNS)})"
        )
        yield connection


@pytest.mark.parametrize(
    ("metric", "asked", "rows"),
    [
        ("effort", {}, [(JANUARY, 1), (FEBRUARY, 6)]),
        ("named", {}, [(JANUARY, 1), (FEBRUARY, 4)]),
        ("balance", {}, [(JANUARY, 10), (FEBRUARY, 40)]),
        ("effort_of_40_days", {}, [(JANUARY, 1), (FEBRUARY, 7)]),
        (
            "effort",
            {"by": "first_day"},
            [(JANUARY, "mon", 1), (FEBRUARY, "days", 2), (FEBRUARY, "mon", 4)],
        ),
        (
            "effort",
            {"where": "{{ TimeDimension('task__month_starts_on') }} = '2026-01-01'"},
            [(JANUARY, 1), (FEBRUARY, 2)],
        ),
        (
            "balance",
            {"where": "{{ Dimension('task__first_day') }} = 'days'"},
            [(FEBRUARY, 0)],
        ),
        ("effort", {"grain": "all", "by": "first_day"}, [("days", 2), ("mon", 5)]),
    ],
)
def test_columns_that_the_calendar_has_too(warehouse, metric, asked, rows):
    catalog = catalog_of(MANIFEST, columns={"fct_tasks": COLUMNS})
    assert warehouse.execute(short_sql(catalog, metric, **asked)).fetchall() == rows
