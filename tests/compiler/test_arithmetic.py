"""The compiled pass against plain Python over the same random rows."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.mini import catalog_of
from samepage.compiler import compile_models

FIRST = date(2025, 12, 29)
LAST = date(2026, 4, 5)
AS_OF = date(2026, 3, 20)

MANIFEST = {
    "semantic_models": [
        {
            "name": "deals",
            "node_relation": {"alias": "fct_deals", "schema_name": "main"},
            "defaults": {"agg_time_dimension": "closed_on"},
            "entities": [{"name": "deal", "type": "primary", "expr": "deal_id"}],
            "dimensions": [
                {"name": "opened_on", "type": "time", "type_params": {"time_granularity": "day"}},
                {"name": "closed_on", "type": "time", "type_params": {"time_granularity": "day"}},
                {"name": "channel", "type": "categorical"},
                {"name": "rep", "type": "categorical"},
            ],
            "measures": [
                {"name": "opened", "agg": "sum", "expr": "1", "agg_time_dimension": "opened_on"},
                {"name": "won", "agg": "sum_boolean", "expr": "is_won"},
                {"name": "amount", "agg": "sum"},
                {"name": "typical", "agg": "median", "expr": "amount"},
                {"name": "mean", "agg": "average", "expr": "amount"},
                {"name": "reps", "agg": "count_distinct", "expr": "rep"},
                {"name": "accounts", "agg": "count_distinct", "expr": "account_id"},
            ],
        }
    ],
    "metrics": [
        *(
            {
                "name": name,
                "type": "simple",
                "type_params": {"measure": {"name": name}},
                "config": {
                    "meta": {"grains": ["week", "month"], "dimensions": ["channel", "rep,channel"]}
                },
            }
            for name in ("opened", "won", "amount", "typical", "mean", "reps")
        ),
        {
            "name": "accounts",
            "type": "simple",
            "type_params": {"measure": {"name": "accounts", "fill_nulls_with": 0}},
            "config": {"meta": {"grains": ["week", "month"], "dimensions": ["channel"]}},
        },
        {
            "name": "ads_amount",
            "type": "simple",
            "type_params": {"measure": {"name": "amount"}},
            "filter": "{{ Dimension('deal__channel') }} <> 'web'",
            "config": {"meta": {"grains": ["month"], "dimensions": ["channel", "rep,channel"]}},
        },
        {
            "name": "yield_rate",
            "type": "ratio",
            "type_params": {"numerator": {"name": "won"}, "denominator": {"name": "opened"}},
            "config": {"meta": {"grains": ["month"], "dimensions": ["channel", "rep,channel"]}},
        },
    ],
}

days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(n))
deals = st.fixed_dictionaries(
    {
        "opened_on": st.none() | days,
        "closed_on": st.none() | days,
        "channel": st.none() | st.sampled_from(["ads", "web"]),
        "is_won": st.none() | st.booleans(),
        "amount": st.none() | st.integers(-50, 500),
        "rep": st.none() | st.sampled_from(["a", "b,", "c\\"]),
        "account_id": st.none() | st.integers(1, 4),
    }
)


@pytest.fixture(scope="module")
def connection():
    """A warehouse with a calendar; each example brings its own rows of fct_deals."""
    with duckdb.connect() as connection:
        connection.execute(f"create table dim_as_of as select date '{AS_OF}' as as_of")
        connection.execute(
            "create table dim_periods as"
            " with days as (select cast(range as date) as date_day"
            f" from range(date '{FIRST}', date '{AS_OF}' + 1, interval 1 day))"
            " select 'week' as grain, date_day, cast(date_trunc('week', date_day) as date)"
            " as period_start, cast(date_trunc('week', date_day) as date) + 6 as period_end"
            " from days union all"
            " select 'month', date_day, cast(date_trunc('month', date_day) as date),"
            " last_day(date_day) from days union all"
            f" select 'all', date_day, date '{FIRST}', date '{AS_OF}' from days"
        )
        yield connection


COLUMNS = ("opened_on", "closed_on", "channel", "is_won", "amount", "rep", "account_id")
MODELS = compile_models(catalog_of(MANIFEST))
ONE_CLOCK = compile_models(catalog_of(MANIFEST), only=["won"])


def published(connection, rows, models=MODELS):
    """metric_values of the rows, by metric, grain, period, dimension and member."""
    connection.execute(
        "create or replace table fct_deals (opened_on date, closed_on date, channel varchar,"
        " is_won boolean, amount decimal(18, 4), rep varchar, account_id integer)"
    )
    for row in rows:
        values = [row[column] for column in COLUMNS]
        connection.execute("insert into fct_deals values (?, ?, ?, ?, ?, ?, ?)", values)
    for name in ("cube_deals", "metric_values"):
        sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", models[f"{name}.sql"])
        connection.execute(f"create or replace table {name} as {sql}")
    found = connection.execute("from metric_values").fetchall()
    assert len({row[:5] for row in found}) == len(found), "a key stands twice"
    return {row[:5]: row[5:] for row in found}


def start_of(grain, day):
    return day - timedelta(day.weekday()) if grain == "week" else day.replace(day=1)


def pair(*members):
    escaped = [(each or "unknown").replace("\\", "\\\\").replace(",", "\\,") for each in members]
    return ",".join(escaped)


def groups(rows, clock, grain):
    """The rows up to the as-of day by period, dimension and member; undated ones in all time."""
    grouped = defaultdict(list)
    for row in rows:
        if grain == "all" if row[clock] is None else row[clock] <= AS_OF:
            period = FIRST if grain == "all" else start_of(grain, row[clock])
            grouped[period, "total", "all"].append(row)
            grouped[period, "channel", row["channel"] or "unknown"].append(row)
            grouped[period, "rep,channel", pair(row["rep"], row["channel"])].append(row)
    return grouped


def expected(rows, metric, grain):
    """(period, dimension, member) -> value, in plain Python, where anything happened."""
    closed, opened = groups(rows, "closed_on", grain), groups(rows, "opened_on", grain)
    amounts = {
        key: [r["amount"] for r in g if r["amount"] is not None] for key, g in closed.items()
    }
    won = {key: sum(bool(r["is_won"]) for r in group) for key, group in closed.items()}
    match metric:
        case "opened":
            return {key: len(group) for key, group in opened.items()}
        case "won":
            return won
        case "amount":
            return {key: sum(group) for key, group in amounts.items()}
        case "typical":
            return {key: median(group) if group else None for key, group in amounts.items()}
        case "mean":
            return {key: sum(g) / len(g) if g else None for key, g in amounts.items()}
        case "reps":
            return {key: len({r["rep"] for r in g} - {None}) for key, g in closed.items()}
        case "accounts":
            return {key: len({r["account_id"] for r in g} - {None}) for key, g in closed.items()}
        case "ads_amount":
            return {
                key: sum(r["amount"] or 0 for r in g if r["channel"] not in (None, "web"))
                for key, g in closed.items()
            }
        case _:
            return {key: won.get(key, 0) / len(group) for key, group in opened.items()}


@settings(max_examples=60)
@given(st.lists(deals, max_size=30))
def test_every_cell_equals_plain_python(connection, rows):
    values = published(connection, rows)
    for metric in MANIFEST["metrics"]:
        for grain in (*metric["config"]["meta"]["grains"], "all"):
            wanted = expected(rows, metric["name"], grain)
            cells = {
                key[2:]: cell for key, cell in values.items() if key[:2] == (metric["name"], grain)
            }
            cut = ("total", *metric["config"]["meta"]["dimensions"])
            wanted = {key: want for key, want in wanted.items() if key[1] in cut}
            assert wanted.keys() <= cells.keys()
            for key, cell in cells.items():
                nothing = None if metric["name"] in ("typical", "mean", "yield_rate") else 0
                want = wanted.get(key, nothing)
                assert cell[0] == (want if want is None else pytest.approx(want, rel=1e-12)), (
                    metric["name"],
                    grain,
                    key,
                )


@settings(max_examples=30)
@given(st.lists(deals, min_size=1, max_size=30))
def test_laws_of_every_cell(connection, rows):
    values = published(connection, rows)
    for (metric, grain, period, dimension, _), cell in values.items():
        value, numerator, denominator, records, is_complete = cell
        assert records >= 0
        assert period <= AS_OF
        if metric == "yield_rate":
            assert value == (numerator / denominator if denominator else None)
        if dimension == "total" and metric in ("opened", "won", "amount"):
            for cut in ("channel", "rep,channel"):
                members = [
                    other[0]
                    for key, other in values.items()
                    if key[:4] == (metric, grain, period, cut)
                ]
                assert sum(members) == value
        if grain == "month":
            assert is_complete == (period < AS_OF.replace(day=1))


@settings(max_examples=20)
@given(st.lists(deals, max_size=30))
def test_a_metric_alone_equals_itself_among_others(connection, rows):
    alone = published(connection, rows, ONE_CLOCK)
    among = published(connection, rows)
    for key, cell in alone.items():
        assert cell == among[key]
