"""The marts of revenue against a walk through every day of every account."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from histories import AS_OF
from mart_runs import ROOT, by, rows_of
from staying import (
    Customer,
    cohort_months,
    daily_churn,
    departures,
    life_table,
    months_later,
    renewals,
    revenue,
    yearly_retention,
)


@pytest.fixture(scope="session")
def customers(raw) -> Mapping[str, Customer]:
    """Every account that has paid by as_of."""
    found = {
        name: Customer.of(rows) for name, rows in by(raw["subscriptions"], "account_id").items()
    }
    return {name: customer for name, customer in found.items() if customer.intervals}


def test_revenue_is_earned_by_the_day(customers, marts):
    rows = rows_of(marts, "select * from fct_account_months")
    found = {(row["account_id"], row["month_starts_on"]): row["revenue"] for row in rows}
    for account_id, customer in customers.items():
        for month, cents in revenue(customer).items():
            earned = found.pop((account_id, month))
            assert abs(earned * 100 - Decimal(cents.numerator) / cents.denominator) < Decimal(
                "0.01"
            )
    assert not any(found.values()), "months without a paid day earn nothing"


def test_daily_churn_is_what_each_day_lost_of_what_all_paid(customers, marts):
    rows = rows_of(marts, "select * from fct_account_months where daily_churn_share <> 0")
    expected = daily_churn(customers)
    assert {(row["account_id"], row["month_starts_on"]) for row in rows} == expected.keys()
    for row in rows:
        share = expected[row["account_id"], row["month_starts_on"]]
        assert float(row["daily_churn_share"]) == pytest.approx(float(share), abs=1e-9)


def test_gross_profit_takes_the_margin_of_the_month(marts):
    with (ROOT / "metrics" / "economics" / "gross_margins.csv").open(encoding="utf-8") as file:
        margins = [
            (date.fromisoformat(day), Decimal(margin)) for day, margin in list(csv.reader(file))[1:]
        ]
    margins.sort()
    for row in rows_of(marts, "select * from fct_account_months"):
        begun = [margin for day, margin in margins if day <= row["month_starts_on"]]
        margin = begun[-1] if begun else margins[0][1]
        assert abs(row["gross_profit"] - row["closing_mrr"] * margin) < Decimal("0.0001")


def test_a_customer_lost_from_the_opening_was_there(marts):
    for row in rows_of(marts, "select * from fct_account_months"):
        was_there = row["opening_mrr"] > 0
        assert row["is_churned_of_opening"] == (was_there and row["is_churned_customer"])
        later = months_later(row["month_starts_on"], 3)
        assert row["quarter_later"] == (later if later <= AS_OF else None)


def test_a_year_later_nobody_has_joined_and_who_returned_is_back(customers, marts):
    found = by(rows_of(marts, "select * from fct_yearly_retention"), "account_id")
    for account_id, customer in customers.items():
        rows = {row["month_starts_on"]: row for row in found.pop(account_id, [])}
        expected = yearly_retention(customer)
        assert rows.keys() == expected.keys(), account_id
        for month, (then, now) in expected.items():
            row = rows[month]
            assert _cents(row, "mrr_a_year_before", "mrr_now", "mrr_kept") == [
                then,
                now,
                min(then, now),
            ]
            assert row["is_kept"] == (now > 0)
    assert not found


def test_terms_come_due_and_are_renewed_on_time_late_or_not(customers, marts):
    found = by(rows_of(marts, "select * from fct_renewals"), "account_id")
    for account_id, customer in customers.items():
        rows = {row["due_on"]: row for row in found.pop(account_id, [])}
        expected = renewals(customer)
        assert rows.keys() == expected.keys(), account_id
        for due_on, (due, on_time, late) in expected.items():
            row = rows[due_on]
            got = _cents(row, "mrr_due", "mrr_renewed", "mrr_renewed_or_late")
            assert got == [due, on_time, late], (account_id, due_on)
            assert (row["is_kept"], row["is_kept_or_late"]) == (on_time > 0, late > 0)
    assert not found


def test_departures_are_known_from_the_notice_on(customers, marts):
    found = by(rows_of(marts, "select * from fct_departures"), "account_id")
    for account_id, customer in customers.items():
        rows = found.pop(account_id, [])
        got = {
            row["left_on"]: (row["noticed_on"], *_cents(row, "mrr"), row["churn_kind"])
            for row in rows
        }
        assert got == departures(customer), account_id
    assert not found


def test_cohorts_are_followed_as_far_as_all_of_them_have_come(customers, marts):
    found = by(rows_of(marts, "select * from fct_cohort_months"), "account_id")
    for account_id, customer in customers.items():
        rows = sorted(found.pop(account_id, []), key=lambda row: row["months_since_start"])
        expected = cohort_months(customer)
        assert [int(row["months_since_start"]) for row in rows] == list(range(len(expected)))
        for row, (start, now, is_throughout) in zip(rows, expected, strict=True):
            got = _cents(row, "mrr_at_start", "mrr_now", "mrr_kept")
            assert got == [start, now, min(start, now)], row
            assert (row["is_kept"], row["is_kept_throughout"]) == (now > 0, is_throughout), row
            assert row["started_on"] == customer.started_on
            assert row["is_month_to_month"] == customer.is_month_to_month
            assert (row["expected_share"] is not None) == row["is_month_to_month"]
    assert not found


def test_the_life_table_holds_what_was_known_a_year_before(customers, marts):
    monthly = [customer for customer in customers.values() if customer.is_month_to_month]
    rows = rows_of(marts, "select * from int_retention_periods")
    found = {row["month_number"]: (row["count_at_risk"], row["count_left"]) for row in rows}
    known_on = months_later(AS_OF, -12)
    begun = [customer for customer in monthly if customer.started_on <= known_on]
    assert found == life_table(begun, known_on)


@pytest.mark.parametrize(
    ("mart", "flag"),
    [
        ("fct_renewals", "is_kept and mrr_renewed < mrr_due"),
        ("int_terms", "held_to < due_on"),
        ("fct_renewals", "is_kept_or_late and not is_kept"),
        ("fct_renewals", "not is_kept_or_late"),
        ("fct_yearly_retention", "mrr_now > mrr_a_year_before"),
        ("fct_yearly_retention", "is_kept and mrr_now < mrr_a_year_before"),
        ("fct_yearly_retention", "not is_kept"),
        ("fct_departures", "noticed_on < left_on"),
        ("fct_departures", f"left_on > date '{AS_OF}'"),
        ("fct_departures", "churn_kind = 'involuntary'"),
        ("fct_cohort_months", "is_kept and not is_kept_throughout"),
        ("fct_cohort_months", "is_month_to_month and not is_kept"),
        ("fct_cohort_months", "day(started_on) = 31 and months_since_start = '01'"),
    ],
)
def test_the_histories_hold_every_kind_of_staying(marts, mart, flag):
    """The comparisons above prove nothing about a case that never occurs."""
    assert rows_of(marts, f"select count(*) as found from {mart} where {flag}")[0]["found"]


def _cents(row: Mapping[str, Any], *columns: str) -> list[int]:
    return [int(row[column] * 100) for column in columns]
