"""What of metric_values may be shown, from the rows of a fact to the query that is exported."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import duckdb
import pytest

from compiler.mini import catalog_of
from samepage.compiler import compile_models
from samepage.compiler.resolver import resolve
from samepage.warehouse.values import shown

LIMIT = 5
MONTHS = [date(2026, month, 1) for month in range(1, 7)]
PERIODS = """
create table dim_periods as
select
    grain,
    day::date as date_day,
    case grain when 'all' then date '2026-01-01' else date_trunc(grain, day)::date end
        as period_start,
    case grain
        when 'all' then date '2026-06-30'
        else (date_trunc(grain, day) + ('1 ' || grain)::interval)::date - 1
    end as period_end
from generate_series(timestamp '2026-01-01', timestamp '2026-06-30', interval 1 day) as days (day)
cross join (select unnest(['day', 'week', 'month', 'quarter', 'year', 'all']) as grain) as grains
"""


def metric(name: str, kind: str = "simple", **params: Any) -> dict[str, Any]:
    meta = {"grains": ["week", "month"], "dimensions": ["channel", "channel,rep"]}
    return {"name": name, "type": kind, "type_params": params, "config": {"meta": meta}}


def manifest(holds_people: bool) -> dict[str, Any]:
    to_date = {"name": "deals"}
    before = {"name": "deals", "alias": "b", "offset_window": {"count": 1, "granularity": "month"}}
    return {
        "semantic_models": [
            {
                "name": "deals",
                "node_relation": {"alias": "fct_deals", "schema_name": "main"},
                "entities": [{"name": "deal", "type": "primary", "expr": "deal_id"}],
                "dimensions": [
                    {
                        "name": "closed_on",
                        "type": "time",
                        "type_params": {"time_granularity": "day"},
                    },
                    {"name": "channel", "type": "categorical"},
                    {"name": "rep", "type": "categorical"},
                ],
                "measures": [
                    {
                        "name": name,
                        "agg": "sum",
                        "expr": expr,
                        "agg_time_dimension": "closed_on",
                    }
                    for name, expr in (("deals", "1"), ("won", "won::integer"), ("mrr", "mrr"))
                ],
                "config": {"meta": {"holds_people": holds_people}},
            }
        ],
        "metrics": [
            metric("deals", measure={"name": "deals"}),
            metric("won", measure={"name": "won"}),
            metric("mrr", measure={"name": "mrr"}),
            metric("win_rate", "ratio", numerator={"name": "won"}, denominator={"name": "deals"}),
            metric(
                "so_far",
                "cumulative",
                measure=to_date,
                cumulative_type_params={"period_agg": "last"},
            ),
            metric(
                "growth", "derived", expr="a - b", metrics=[{"name": "deals", "alias": "a"}, before]
            ),
        ],
    }


def deals() -> list[tuple[Any, ...]]:
    """Twenty a month by web and by ads, half of them won and paid; two in March by partners."""
    usual = [
        (day, channel, "Ann", number % 2 == 0, number % 2 * 100)
        for day in MONTHS
        for channel in ("ads", "web")
        for number in range(20)
    ]
    return [*usual, *[(MONTHS[2], "partner", "Ann", True, 0)] * 2]


@pytest.fixture
def exported():
    """How many of the rows are shown with a value, and all of them by their keys."""

    def export(holds_people: bool = True) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        catalog = catalog_of(manifest(holds_people))
        with duckdb.connect() as connection:
            connection.execute(PERIODS)
            connection.execute("create table dim_as_of as select date '2026-06-30' as as_of")
            connection.execute(
                "create table fct_deals (closed_on date, channel varchar, rep varchar,"
                " won boolean, mrr decimal(18, 4))"
            )
            connection.executemany("insert into fct_deals values (?, ?, ?, ?, ?)", deals())
            models = compile_models(catalog)
            for name in ("cube_deals", "metric_values"):
                sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", models[f"{name}.sql"])
                connection.execute(f"create table {name} as {sql}")
            rows = connection.execute(shown(connection, resolve(catalog), LIMIT)).fetchall()
            whole = connection.execute("from metric_values order by all").fetchall()
        assert holds_people or rows == whole
        return {row[:5]: row[5:] for row in rows}

    return export


def withheld(rows: dict[tuple[Any, ...], tuple[Any, ...]], metric: str) -> set[tuple[Any, ...]]:
    return {key[1:] for key, row in rows.items() if key[0] == metric and row[3] is None}


def test_a_metric_is_empty_where_any_of_its_parts_is_withheld(exported):
    """Of partners, of ads as the second, in the month of the two deals, and in all time with its
    first month."""
    rows = exported()
    box = {
        (*period, "channel", channel)
        for period in (("month", MONTHS[2]), ("month", MONTHS[0]), ("all", MONTHS[0]))
        for channel in ("ads", "partner")
    }
    assert withheld(rows, "deals") == box
    assert withheld(rows, "win_rate") >= box
    for key, row in rows.items():
        assert (row[3] is None) == (row[:4] == (None,) * 4), key


def test_days_weeks_and_pairs_are_left_out(exported):
    rows = exported()
    assert {key[1] for key in rows} == {"month", "all"}
    assert {key[3] for key in rows} == {"total", "channel"}


def test_other_periods_tell_nothing_of_members_of_whom_anything_is_withheld(exported):
    rows = exported()
    for metric in ("so_far", "growth"):
        assert {key[3] for key in withheld(rows, metric)} == {"ads", "partner"}
        shown_of = {key[1:] for key in rows if key[0] == metric} - withheld(rows, metric)
        assert {key[3] for key in shown_of} == {"all", "web"}


def test_records_behind_a_sum_are_the_rows_that_bring_something(exported):
    rows = exported()
    assert rows["mrr", "month", MONTHS[0], "channel", "web"][3] == 10


def test_what_holds_no_people_is_shown_whole(exported):
    assert withheld(exported(holds_people=False), "deals") == set()
