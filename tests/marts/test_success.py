"""Success, happiness, champions, answers and tickets against plain Python."""

from __future__ import annotations

from datetime import date

import pytest
from clock import day_of, local
from feelings import QUARTER, Customer, answers_until, newest_answers
from histories import AS_OF, DAY, Payer
from mart_runs import by, rows_of

STANDINGS = {"happy and successful", "happy, not successful", "successful, not happy", "neither"}


@pytest.fixture(scope="session")
def customers(raw) -> dict[str, Customer]:
    kinds = ("subscriptions", "outcomes", "contacts", "touches", "surveys", "tickets", "usage")
    rows = [by(raw[kind], "account_id") for kind in kinds]
    return {
        account_id: Customer(*(each[account_id] for each in rows))
        for account_id in by(raw["subscriptions"], "account_id")
    }


def _month_end(month: date) -> date:
    return min((month.replace(day=28) + 4 * DAY).replace(day=1) - DAY, AS_OF)


def test_each_month_finds_customers_as_plain_python_does(customers, marts):
    for row in rows_of(marts, "select * from fct_account_months"):
        customer, month = customers[row["account_id"]], row["month_starts_on"]
        before, closing = month - DAY, _month_end(month)
        lost = customer.losses()
        is_left = any(closing - QUARTER < day <= closing for day in lost)
        is_unproven = customer.is_happy(closing) and not customer.is_successful(closing)
        has_champion = bool(customer.champions(closing))
        expected = {
            "is_measured": bool(customer.measured(closing)),
            "is_successful": customer.is_successful(closing),
            "is_successful_by_newest": customer.is_successful_by_newest(closing),
            "is_happy": customer.is_happy(closing),
            "is_happy_by_score": customer.is_happy_by_score(closing),
            "is_happy_by_record": has_champion or customer.is_happy_by_score(closing),
            "standing": customer.standing(closing),
            "opening_standing": customer.standing(before),
            "has_champion": bool(customer.champions(before)),
            "is_champion_lost": bool(customer.champions(before))
            and not has_champion
            and any(month <= day <= closing for day in lost),
            "is_at_risk": is_unproven or (is_left and not has_champion),
            "is_active": customer.is_active(closing),
            "open_tickets": customer.open_tickets(closing),
        }
        assert {name: row[name] for name in expected} == expected, row


def test_time_to_success_runs_from_the_first_paid_day_to_the_first_success(customers, marts):
    rows = by(rows_of(marts, "select * from fct_account_months"), "account_id")
    for account_id, customer in customers.items():
        months = {row["month_starts_on"] for row in rows[account_id]}
        paid = Payer.of(customer.intervals).intervals
        first_paid_on = min((row["valid_from"] for row in paid), default=date.max)
        successes = [
            row["measured_on"]
            for row in customer.outcomes
            if row["result"] is not None
            and row["result"] >= row["goal"]
            and first_paid_on <= row["measured_on"] <= AS_OF
            and row["measured_on"].replace(day=1) in months
        ]
        first = min(successes, default=None)
        found = {
            row["month_starts_on"]: row["days_to_success"]
            for row in rows[account_id]
            if row["days_to_success"] is not None
        }
        expected = {first.replace(day=1): (first - first_paid_on).days} if first else {}
        assert found == expected, account_id


def test_a_loss_is_the_day_on_which_nobody_speaks_up_any_more(customers, marts):
    rows = by(rows_of(marts, "select * from fct_champion_losses"), "account_id")
    for account_id, customer in customers.items():
        found = {row["lost_on"]: row for row in rows[account_id]}
        assert found.keys() == set(customer.losses()), account_id
        churns = [
            day for day, kind, _ in Payer.of(customer.intervals).movements() if kind == "churned"
        ]
        for day, row in found.items():
            churned_on = min((each for each in churns if each >= day), default=None)
            assert row["churned_on"] == churned_on
            assert row["is_churned_within_90_days"] == bool(
                churned_on and churned_on <= day + QUARTER
            )
            assert row["standing"] == customer.standing(day - DAY)


def test_each_respondent_has_one_vote_a_month(raw, marts):
    rows = by(rows_of(marts, "select * from fct_nps_months"), "month_starts_on")
    assert len(rows) > 24
    for month, found in rows.items():
        closing = _month_end(month)
        newest = newest_answers(raw["surveys"], closing)
        every = answers_until(raw["surveys"], closing)
        assert sorted((row["account_id"], row["score"]) for row in found) == sorted(
            (row["account_id"], row["score"]) for row in newest.values()
        )
        assert sum(row["answers"] for row in found) == len(every)
        assert sum(row["balance_of_answers"] for row in found) == sum(
            (row["score"] >= 9) - (row["score"] <= 6) for row in every
        )
        for row in found:
            assert (row["is_promoter"], row["is_detractor"]) == (
                row["score"] >= 9,
                row["score"] <= 6,
            )


def test_tickets_know_nothing_after_the_last_day(raw, marts):
    rows = {row["ticket_id"]: row for row in rows_of(marts, "select * from fct_tickets")}
    come = [row for row in raw["tickets"] if day_of(row["opened_at"]) <= AS_OF]
    assert rows.keys() == {row["ticket_id"] for row in come}
    for ticket in come:
        row, answered = rows[ticket["ticket_id"]], ticket["first_response_at"]
        if answered is None or day_of(answered) > AS_OF:
            assert (row["responded_on"], row["hours_to_first_response"]) == (None, None)
            continue
        waited = (local(answered) - local(ticket["opened_at"])).total_seconds() / 3600
        assert row["responded_on"] == day_of(answered)
        assert float(row["hours_to_first_response"]) == pytest.approx(waited, abs=1 / 3600)


def test_the_lives_hold_every_kind_of_customer(marts):
    """The comparisons above prove nothing about a case that never occurs."""
    months = rows_of(marts, "select * from fct_account_months")
    losses = rows_of(marts, "select * from fct_champion_losses")
    assert {row["standing"] for row in months} == {row["standing"] for row in losses} == STANDINGS
    assert {row["is_churned_within_90_days"] for row in losses} == {True, False}
    for flag in ("is_measured", "is_active", "has_champion", "is_champion_lost"):
        assert any(row[flag] for row in months), flag
    assert any(row["is_at_risk"] and not row["is_happy"] for row in months)
    assert any(row["is_successful"] and not row["is_successful_by_newest"] for row in months)
    assert any(row["is_happy_by_record"] and not row["is_happy"] for row in months)
    assert any(row["answers"] > 1 for row in rows_of(marts, "select * from fct_nps_months"))
