"""fct_account_months against a walk through every day of every account."""

from __future__ import annotations

from histories import account_months
from mart_runs import by, rows_of

AMOUNTS = ("opening", "new", "expansion", "contraction", "churned", "reactivation", "closing")


def test_account_months_are_what_a_walk_through_every_day_finds(raw, marts):
    found = by(rows_of(marts, "select * from fct_account_months"), "account_id")
    for account_id, intervals in by(raw["subscriptions"], "account_id").items():
        expected = account_months(intervals)
        rows = {row["month_starts_on"]: row for row in found[account_id]}
        assert rows.keys() == expected.keys(), account_id
        for month, row in rows.items():
            plans = expected[month].pop("plans")
            assert row["plan"] in (plans or {row["plan"]} - {None}), (account_id, month)
            in_cents = {f"{name}_mrr": int(row[f"{name}_mrr"] * 100) for name in AMOUNTS}
            got = {name: (row | in_cents)[name] for name in expected[month]}
            assert got == expected[month], (account_id, month)


def test_the_histories_hold_every_kind_of_month(marts):
    """The comparison above proves nothing about a case that never occurs."""
    flags = [
        "is_new_customer and is_churned_customer",
        "is_churned_customer and is_reactivated_customer",
        "is_reactivated_customer and not is_churned_customer and churned_mrr > 0",
        "is_involuntary_churn",
        "is_churned_within_90_days and not is_churned_customer",
        "expansion_mrr > 0 and contraction_mrr > 0",
    ]
    for flag in flags:
        query = f"select count(*) as found from fct_account_months where {flag}"
        assert rows_of(marts, query)[0]["found"], flag
