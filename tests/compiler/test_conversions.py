"""Conversions against plain Python over the same random events: who is followed within the window
by an event of the same account and product, each counted once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.mini import catalog_in, catalog_of
from samepage.compiler import compile_models
from samepage.errors import Faulty

CASE = Path(__file__).parents[1] / "golden" / "sql" / "conversion"
MODELS = compile_models(catalog_in(CASE))
FIRST, AS_OF = date(2026, 1, 1), date(2026, 4, 30)

days = st.integers(0, 120).map(lambda n: FIRST + timedelta(n))
accounts, products = st.none() | st.sampled_from(["x", "y"]), st.sampled_from(["a", "b"])
leads = st.fixed_dictionaries(
    {
        "account_id": accounts,
        "created_on": st.none() | days,
        "channel": st.sampled_from(["ads", "test", "web"]),
        "product": st.none() | products,
    }
)
opportunities = st.fixed_dictionaries(
    {
        "account_id": accounts,
        "opened_on": st.none() | days,
        "line": products,
        "stage": st.none() | st.sampled_from(["draft", "open"]),
        "is_real": st.none() | st.booleans(),
    }
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute(f"create table dim_as_of as select date '{AS_OF}' as as_of")
        connection.execute(
            "create table dim_periods as with days as (select cast(range as date) as date_day"
            f" from range(date '{FIRST}', date '{AS_OF}' + 1, interval 1 day))"
            " select grain, date_day, cast(date_trunc(grain, date_day) as date) as period_start,"
            " cast(date_trunc(grain, date_day) + case grain when 'week' then interval 7 day"
            " else interval 1 month end as date) - 1 as period_end"
            " from days cross join (values ('week'), ('month')) as grains (grain)"
            f" union all select 'all', date_day, date '{FIRST}', date '{AS_OF}' from days"
        )
        connection.execute(
            "create table fct_leads (lead_id int, account_id varchar, created_on date,"
            " channel varchar, product varchar)"
        )
        connection.execute(
            "create table fct_opportunities (opportunity_id int, account_id varchar,"
            " opened_on date, line varchar, stage varchar, is_real boolean)"
        )
        yield connection


def published(connection, rows: dict[str, list[dict[str, Any]]]) -> dict[tuple[Any, ...], Any]:
    key = {"fct_leads": "lead_id", "fct_opportunities": "opportunity_id"}
    for table, laid in rows.items():
        connection.execute(f"delete from {table}")
        for number, row in enumerate(laid):
            columns, marks = ", ".join(row), ", ".join("?" for _ in row)
            connection.execute(
                f"insert into {table} ({key[table]}, {columns}) values (?, {marks})",
                [number, *row.values()],
            )
    for name in ("cube_leads", "metric_values"):
        sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", MODELS[f"{name}.sql"])
        connection.execute(f"create or replace table {name} as {sql}")
    return {row[:5]: row[5:] for row in connection.execute("from metric_values").fetchall()}


def follows(lead: dict[str, Any], later: dict[str, Any]) -> bool:
    """Whether an event is of the same account, and no earlier."""
    if None in (lead["account_id"], lead["created_on"], later["opened_on"]):
        return False
    is_same = lead["account_id"] == later["account_id"]
    return is_same and later["opened_on"] >= lead["created_on"]


def converts(lead: dict[str, Any], later: dict[str, Any]) -> bool:
    in_time = follows(lead, later) and later["opened_on"] - lead["created_on"] < timedelta(30)
    is_counted = bool(later["is_real"]) and later["stage"] == "open"
    return in_time and is_counted and lead["product"] == later["line"]


@settings(max_examples=15)
@given(st.lists(leads, max_size=8), st.lists(opportunities, max_size=8))
def test_conversions_equal_plain_python(connection, leads, opportunities):
    rows = {"fct_leads": leads, "fct_opportunities": opportunities}
    for key, (value, numerator, denominator, *_) in published(connection, rows).items():
        metric, grain, start, _, member = key
        asked = [
            lead
            for lead in leads
            if member in ("all", lead["channel"]) and is_in(lead["created_on"], grain, start)
        ]
        if metric == "leads":
            assert value == len(asked)
        elif metric == "accounts_with_opportunities":
            found = {
                lead["account_id"]
                for lead in asked
                if any(follows(lead, later) for later in opportunities)
            }
            assert value == len(found), key
        else:
            base = [lead for lead in asked if lead["channel"] != "test"]
            converted = [lead for lead in base if any(converts(lead, o) for o in opportunities)]
            assert (numerator, denominator) == (len(converted), len(base)), key
            assert value == (len(converted) / len(base) if base else None)


def is_in(day: date | None, grain: str, start: date) -> bool:
    if grain == "all":
        return day is None or day <= AS_OF
    if day is None or day > AS_OF:
        return False
    first = day.replace(day=1) if grain == "month" else day - timedelta(day.weekday())
    return first == start


def test_a_rate_is_complete_once_its_window_has_passed(connection):
    rows = {
        "fct_leads": [
            {"account_id": "x", "created_on": day, "channel": "ads", "product": "a"}
            for day in (date(2026, 3, 1), date(2026, 4, 1))
        ],
        "fct_opportunities": [],
    }
    values = published(connection, rows)
    complete = {
        key[2]: row[4]
        for key, row in values.items()
        if key[:2] == ("lead_to_opportunity_rate", "month") and key[3] == "total"
    }
    assert complete == {date(2026, 3, 1): True, date(2026, 4, 1): False}


def faults_of(**changes: Any) -> list[str]:

    manifest = yaml.safe_load((CASE / "manifest.yml").read_text("utf-8"))
    manifest["metrics"][1]["type_params"]["conversion_type_params"].update(changes)
    with pytest.raises(Faulty) as raised:
        compile_models(catalog_of(manifest), only=["lead_to_opportunity_rate"])
    return [str(fault) for fault in raised.value.faults]


def test_what_ties_the_events_together_has_to_stand_in_both():
    [message] = faults_of(entity="lead")
    assert "entity: found 'lead', expected one that fct_opportunities has: account, opp" in message
    same = [{"base_property": "product", "conversion_property": "colour"}]
    [message] = faults_of(constant_properties=same)
    assert "constant_properties: found 'colour', expected one that fct_opportunities has" in message


def test_a_window_in_a_grain_that_nobody_knows_is_refused():
    [message] = faults_of(window={"count": 2, "granularity": "terms"})
    assert "type_params.window: found 'term', expected one of day, week, month" in message
