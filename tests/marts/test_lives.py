"""fct_leads and fct_opportunities against plain Python."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clock import day_of
from histories import AS_OF
from lives import ASIDES, STAGES, known, life, month_later, stands
from mart_runs import by, rows_of
from people import pod


def test_leads_reach_what_plain_python_says(raw, marts):
    events, deals = by(raw["stage_events"], "lead_id"), by(known(raw["opportunities"]), "lead_id")
    outcomes, intervals = by(raw["outcomes"], "account_id"), by(raw["subscriptions"], "account_id")
    rows = {row["lead_id"]: row for row in rows_of(marts, "select * from fct_leads")}
    come = [lead for lead in raw["leads"] if day_of(lead["created_at"]) <= AS_OF]
    assert len(rows) == len(come)
    for lead in come:
        lead_id = lead["lead_id"]
        expected = life(lead, events[lead_id], deals[lead_id], outcomes, intervals)
        expected["pod"] = pod(lead["person_id"], expected["created_on"])
        assert {name: rows[lead_id][name] for name in expected} == expected, lead_id
    for stage in (*STAGES, *ASIDES, "successful", "renewed"):
        assert any(row[f"{stage}_on"] for row in rows.values()), stage


@pytest.mark.parametrize("stage", ["mql", "sql"])
def test_the_month_after_a_stage_is_known_once_it_begins(marts, stage):
    for row in rows_of(marts, "select * from fct_leads"):
        reached_on, later = row[f"{stage}_on"], None
        if reached_on and reached_on < AS_OF.replace(day=1):
            later = month_later(reached_on).replace(day=1)
        assert row[f"month_after_{stage}"] == later, row


@pytest.mark.parametrize(
    ("flag", "reached", "since", "days"),
    [
        ("is_mql_within_90_days", "mql_on", "created_on", 90),
        ("is_need_confirmed_within_90_days", "need_confirmed_on", "mql_on", 90),
        ("is_sal_within_90_days", "sal_on", "mql_on", 90),
        ("is_sql_within_90_days", "sql_on", "sal_on", 90),
        ("is_opportunity_within_90_days", "opportunity_on", "sql_on", 90),
        ("is_won_within_180_days", "won_on", "created_on", 180),
        ("is_successful_within_365_days", "successful_on", "created_on", 365),
        ("is_renewed_within_540_days", "renewed_on", "created_on", 540),
    ],
)
def test_a_conversion_is_in_time_or_it_is_none(marts, flag, reached, since, days):
    rows = rows_of(marts, "select * from fct_leads")
    assert {row[flag] for row in rows} == {True, False}
    for row in rows:
        in_time = row[reached] and row[since] and row[reached] <= row[since] + timedelta(days)
        assert row[flag] == bool(in_time), row


def test_opportunities_stand_as_they_did_on_the_last_day(raw, marts):
    rows = {row["opportunity_id"]: row for row in rows_of(marts, "select * from fct_opportunities")}
    deals = known(raw["opportunities"])
    assert len(rows) == len(deals)
    for deal in deals:
        row = rows[deal["opportunity_id"]]
        created, is_won = row["created_on"], stands(deal, "won")
        owned_on = row["closed_on"] or created or AS_OF
        assert row["is_won"] == is_won
        assert row["is_lost"] == stands(deal, "lost")
        assert row["is_closed"] == (row["is_won"] or row["is_lost"]) == bool(row["closed_on"])
        assert row["amount_won"] == (row["amount"] if is_won else None)
        assert row["pod"] == pod(deal["person_id"], owned_on)
        expected = (row["closed_on"] - created).days if is_won and created else None
        assert row["days_to_close"] == expected
