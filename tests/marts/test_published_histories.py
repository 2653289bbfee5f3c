"""Published figures, told as histories of subscriptions: the marts find what the publishers say.

Each publisher's customers live in years of their own, so that one run serves them all.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from histories import Row
from mart_runs import ROOT, rows_of, run_dbt, write
from waterfall import histories_of

EXAMPLES = ROOT.parent / "shared" / "data" / "published_examples"
MARTS = ("+fct_account_months", "+fct_departures", "+fct_renewals", "+fct_cohort_months")
MONTHS = """
    select
        month_starts_on as month,
        sum(opening_mrr) as opening, sum(new_mrr) as new,
        sum(expansion_mrr) as expansion, sum(contraction_mrr) as contraction,
        sum(churned_mrr) as churned, sum(reactivation_mrr) as reactivation,
        sum(closing_mrr) as closing, sum(daily_churn_share) as daily_churn_share
    from fct_account_months where account_id like '{}%' group by month order by month
"""

pytestmark = pytest.mark.skipif(
    not EXAMPLES.exists(), reason="the published examples are not beside the repository"
)


@pytest.fixture(scope="module")
def examples() -> Mapping[str, Any]:
    listed = json.loads((EXAMPLES / "worked_examples.json").read_text("utf-8"))
    return {example["id"]: example for example in listed}


@pytest.fixture(scope="module")
def waterfall() -> list[dict[str, Any]]:
    """SnapShooter's months, amounts in cents."""
    with (EXAMPLES / "snapshooter_mrr_waterfall.csv").open(encoding="utf-8", newline="") as file:
        return [
            {
                name: date.fromisoformat(f"{text}-01") if name == "month" else _cents(text)
                for name, text in row.items()
            }
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def found(examples, waterfall, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    build = tmp_path_factory.mktemp("published")
    tables = {
        "accounts": [
            {"account_id": "merged", "merged_into": "survivor"},
            {"account_id": "survivor"},
        ],
        "subscriptions": [
            *shop(*examples["chartmogul_shopify_day"]["inputs"]),
            *syncalytics(),
            *histories_of(waterfall),
            *stripe_plans(),
            *stripe_rules(),
            *merger(),
        ],
    }
    for entity, rows in tables.items():
        write(build / "raw" / "files" / f"{entity}.parquet", entity, rows)
    settings = {"sources": dict.fromkeys(tables, "files"), "as_of": "2021-12-31"}
    return run_dbt(build, settings, *MARTS)


def pays(account_id: str, mrr: float, starts: str, ends: str | None = None, **more: Any) -> Row:
    """An interval of a subscription."""
    return {
        "subscription_id": f"{account_id} {mrr} {starts}",
        "account_id": account_id,
        "mrr": mrr,
        "currency": "EUR",
        "valid_from": date.fromisoformat(starts),
        "valid_to": date.fromisoformat(ends) if ends else None,
        **more,
    }


def shop(first: Mapping[str, float], second: Mapping[str, float]) -> list[Row]:
    """Two days of a shop: one on which it only loses, one on which it only gains."""
    stays, joins = second["start"], second["new_business"]
    return [
        pays("shop a", first["end"], "2010-01-01", "2010-03-05"),
        pays("shop b", first["start"] - first["end"], "2010-01-01", "2010-02-10"),
        pays("shop b", stays - first["end"], "2010-03-01", "2010-04-01"),
        pays("shop a", second["end"] - joins - stays + first["end"], "2010-03-05", "2010-04-01"),
        pays("shop c", joins, "2010-03-05", "2010-04-01"),
    ]


def test_chartmoguls_days_lose_what_they_lose_of_their_opening(found, examples):
    shares = {
        row["month"]: row["daily_churn_share"] for row in rows_of(found, MONTHS.format("shop"))
    }
    gross = examples["chartmogul_shopify_day"]["answer"]["gross_day"]
    assert float(shares[date(2010, 2, 1)]) == gross
    assert shares[date(2010, 3, 1)] == 0


def syncalytics() -> list[Row]:
    """Silver is 30 a month, Gold 50 a month or 500 a year."""
    gold = {"cancelled_at": datetime(2015, 11, 2, 12), "churn_kind": "voluntary"}
    silver = {"cancelled_at": datetime(2015, 5, 3, 12)}
    return [
        pays("syncalytics", 4 * 500 / 12, "2015-01-10", "2016-01-10", **gold),
        pays("syncalytics", 2 * 30, "2015-03-20", "2015-05-20", **silver),
        pays("syncalytics", 3 * 50, "2016-04-15", "2017-01-01"),
    ]


def test_syncalytics_moves_as_chartmogul_tells_it(found, examples):
    query = "select * from int_mrr_movements where account_id = 'syncalytics' order by moved_on"
    rows = rows_of(found, query)
    moved = [(row["movement"], round(float(row["change"]), 2)) for row in rows]
    names = {"new_business": "new", "churn": "churned"}
    told = examples["chartmogul_syncalytics_timeline"]["answer"]
    # The tale ends with the return; what follows here only ends the history.
    assert moved[:-1] == [(names.get(kind, kind), amount) for kind, amount in told]
    [first, _] = rows_of(
        found, "select * from fct_departures where account_id = 'syncalytics' order by left_on"
    )
    assert (first["noticed_on"], first["left_on"]) == (date(2015, 11, 2), date(2016, 1, 10))


def test_snapshooters_waterfall_flows_as_printed(found, waterfall):
    """What it re-values of the month before, by a few cents, has no line of its own with us. Here
    it is expansion or contraction; we keep the rate of the day on which a subscription began."""
    rows = rows_of(found, MONTHS.format("snapshooter"))[: len(waterfall)]
    assert [row["month"] for row in rows] == [row["month"] for row in waterfall]
    before = 0
    for row, printed in zip(rows, waterfall, strict=True):
        revalued = printed["existing"] - before
        assert row["opening"] * 100 == before
        assert row["new"] * 100 == printed["new"]
        assert row["expansion"] * 100 == printed["upgrades"] + max(revalued, 0)
        assert row["contraction"] * 100 == -printed["downgrades"] + max(-revalued, 0)
        assert row["churned"] * 100 == -printed["voluntary_churn"] - printed["delinquent_churn"]
        assert row["reactivation"] == 0
        assert row["closing"] * 100 == printed["mrr"]
        before = printed["mrr"]


def stripe_plans() -> list[Row]:
    """A hundred pay 100 a month, fifty pay 600 a year."""
    monthly = [pays(f"stripe monthly {n}", 100, "2018-05-01", "2018-06-01") for n in range(100)]
    yearly = [pays(f"stripe yearly {n}", 600 / 12, "2018-05-01", "2018-06-01") for n in range(50)]
    return [*monthly, *yearly]


def test_stripes_two_plans_add_up(found, examples):
    [row] = rows_of(found, MONTHS.format("stripe") + " limit 1")
    assert row["closing"] == examples["stripe_mrr_two_plans"]["answer"]["mrr"]


def stripe_rules() -> list[Row]:
    """A subscription of 1,200 a year under each rule; a coupon starts in the second month."""
    full, ends = 1200 / 12, "2021-01-01"
    return [
        pays("rule plain", full, "2020-01-01", ends),
        pays("rule lasting coupon", full, "2020-01-01", "2020-02-01"),
        pays("rule lasting coupon", full / 2, "2020-02-01", ends),
        pays("rule one-off coupon", full, "2020-01-01", ends),
        pays("rule trialing", full, "2020-01-01", "2020-03-01", is_trial=True),
        pays("rule trialing", full, "2020-03-01", ends),
        pays("rule unpaid", full, "2020-01-01", "2020-02-10", churn_kind="involuntary"),
    ]


def test_stripes_rules_hold(found):
    """After lasting discounts, before one-off ones; nothing from trials, nothing unpaid."""
    rows = rows_of(
        found,
        """
        select account_id, closing_mrr as mrr, is_new_customer, is_involuntary_churn
        from fct_account_months
        where account_id like 'rule%' and month_starts_on = date '2020-02-01'
        """,
    )
    mrr = {row["account_id"].removeprefix("rule "): row["mrr"] for row in rows}
    assert mrr == {"plain": 100, "lasting coupon": 50, "one-off coupon": 100, "unpaid": 0}
    assert [row["account_id"] for row in rows if row["is_involuntary_churn"]] == ["rule unpaid"]
    march = rows_of(
        found,
        """
        select account_id, new_mrr from fct_account_months
        where month_starts_on = date '2020-03-01' and is_new_customer
        """,
    )
    assert march == [{"account_id": "rule trialing", "new_mrr": 100}]


def merger() -> list[Row]:
    """Two records of one company: the term of the one is renewed under the other."""
    until = date(2021, 7, 1)
    return [
        pays("merged", 80, "2020-07-01", "2021-07-01", term_ends_on=until),
        pays("survivor", 90, "2021-07-01"),
    ]


def test_a_renewal_under_a_merged_record_is_a_renewal(found):
    [renewal] = rows_of(found, "select * from fct_renewals")
    assert (renewal["account_id"], renewal["due_on"]) == ("survivor", date(2021, 7, 1))
    assert (renewal["mrr_due"], renewal["mrr_renewed"], renewal["is_kept"]) == (80, 80, True)
    rows = rows_of(found, "select * from fct_account_months where is_new_customer")
    starts = Counter(row["account_id"] for row in rows)
    assert (starts["survivor"], starts["merged"]) == (1, 0)


def test_cohorts_are_followed_for_a_hundred_months(found):
    """Two digits, so that they sort; the shop began twelve years before."""
    query = "select max(months_since_start) as months from fct_cohort_months"
    assert rows_of(found, query) == [{"months": "99"}]


def _cents(text: str) -> int:
    return int(Decimal(text) * 100)
