"""fct_handoffs, fct_lead_stages and the touches of deals against plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

import duckdb
import jinja2
import pytest
from clock import day_of
from handing import business_minutes, human_touches, mql_handoff, win_handoff
from histories import AS_OF
from hypothesis import given
from hypothesis import strategies as st
from lives import STAGES, known
from mart_runs import ROOT, by, rows_of
from people import pod


@pytest.fixture(scope="module")
def touches(raw):
    return human_touches(raw)


def test_mqls_are_handed_over_as_plain_python_says(raw, marts, touches):
    rows = {row["handoff_id"]: row for row in rows_of(marts, "select * from fct_handoffs")}
    events, deals = by(raw["stage_events"], "lead_id"), by(raw["opportunities"], "lead_id")
    touched = by(touches, "lead_id")
    come = [lead for lead in raw["leads"] if day_of(lead["created_at"]) <= AS_OF]
    for lead in come:
        lead_id = lead["lead_id"]
        expected = mql_handoff(lead, events[lead_id], deals[lead_id], touched[lead_id])
        row = rows.pop(f"mql {lead_id}", None)
        assert (row and {name: row[name] for name in expected or ()}) == expected, lead_id
    assert {row["kind"] for row in rows.values()} == {"sales to customer success"}


def test_customers_are_handed_over_as_plain_python_says(raw, marts, touches):
    query = "select * from fct_handoffs where kind = 'sales to customer success'"
    rows = {row["handoff_id"]: row for row in rows_of(marts, query)}
    touched, outcomes = by(touches, "account_id"), by(raw["outcomes"], "account_id")
    accounts = {lead["lead_id"]: lead["account_id"] for lead in raw["leads"]}
    come = {lead["lead_id"] for lead in raw["leads"] if day_of(lead["created_at"]) <= AS_OF}
    for deal in known(raw["opportunities"]):
        lead_account = accounts[deal["lead_id"]] if deal["lead_id"] in come else None
        account = deal["account_id"] or lead_account
        expected = win_handoff(
            deal, touched[account] if account else [], outcomes[account] if account else []
        )
        row = rows.pop(f"win {deal['opportunity_id']}", None)
        assert (row and {name: row[name] for name in expected or ()}) == expected, deal
    assert not rows


def test_the_histories_hold_every_kind_of_hand_off(marts):
    """The comparisons above prove nothing about a case that never occurs."""
    rows = rows_of(marts, "select * from fct_handoffs")
    for kind in ("marketing to sales", "sales to customer success"):
        found = Counter(row["first_touch"] for row in rows if row["kind"] == kind)
        assert min(found[band] for band in ("within SLA", "late", "never")) > 5, found
    for name in rows[0]:
        if name.startswith("is_") and name != "is_icp":
            assert {row[name] for row in rows} == {True, False}, name
    assert any(row["business_minutes_to_first_touch"] == 0 for row in rows)
    assert any(row["succeeded_on"] for row in rows)
    assert len({row["pod"] for row in rows}) == 3


def test_stages_last_from_one_milestone_to_the_next(raw, marts):
    owners = {lead["lead_id"]: lead["person_id"] for lead in raw["leads"]}
    expected = {}
    for lead in rows_of(marts, "select * from fct_leads"):
        dates = [lead["created_on"], *(lead[f"{stage}_on"] for stage in STAGES)]
        for stage, entered, left in zip(("lead", *STAGES), dates, dates[1:], strict=False):
            if left:
                owner_pod = pod(owners[lead["lead_id"]], left)
                expected[lead["lead_id"], stage] = (left, (left - entered).days, owner_pod)
    rows = rows_of(marts, "select * from fct_lead_stages")
    assert len(rows) == len(expected) > 100
    for row in rows:
        found = (row["left_on"], row["days_in_stage"], row["pod"])
        assert found == expected[row["lead_id"], row["stage"]], row


def test_touches_of_a_deal_are_those_up_to_its_close(raw, marts, touches):
    rows = {row["opportunity_id"]: row for row in rows_of(marts, "select * from fct_opportunities")}
    counts = []
    for deal in known(raw["opportunities"]):
        row = rows[deal["opportunity_id"]]
        counts.append(row["touches"])
        assert row["touches"] == sum(
            touch["opportunity_id"] == deal["opportunity_id"]
            or (touch["opportunity_id"] is None and touch["lead_id"] == deal["lead_id"])
            for touch in touches
            if touch["at"].date() <= (row["closed_on"] or AS_OF)
        )
    assert len(set(counts)) > 3


MOMENTS = st.datetimes(datetime(2023, 12, 20), datetime(2024, 3, 15)).map(
    lambda moment: moment.replace(microsecond=0)
)


@given(MOMENTS, MOMENTS, st.integers(0, 23), st.integers(1, 24))
def test_business_minutes_are_those_of_a_walk_through_the_days(one, other, opens, hours):
    starts_at, ends_at = sorted((one, other))
    closes = min(opens + hours, 23)
    expected = business_minutes(starts_at, ends_at, time(opens), time(closes))
    [(found,)] = duckdb.execute(
        f"select {sql_of_business_minutes(opens, closes)}", [starts_at, ends_at]
    ).fetchall()
    assert found == expected


def sql_of_business_minutes(opens_at: int, closes_at: int) -> str:
    """The macro as dbt writes it out for DuckDB, with two parameters for the moments."""

    class Dbt:
        @staticmethod
        def datediff(first: str, second: str, unit: str) -> str:
            return f"datediff('{unit}', {first}, {second})"

    handoffs = {"opens_at": opens_at, "closes_at": closes_at}
    files = ("dates.sql", "business_time.sql")
    source = "".join((ROOT / "macros" / file).read_text("utf-8") for file in files)
    macros = (
        jinja2.Environment()
        .from_string(source)
        .make_module({"var": {"handoffs": handoffs}.__getitem__, "dbt": Dbt})
    )
    return str(macros.business_minutes("$1::timestamp", "$2::timestamp"))
