"""Numbers that others have published come out of our definitions, misprints aside.

What a source gives as sums is laid down as rows of the marts and computed by the same compiled SQL
as the site; the answers are those of the collection, not of the example files.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from builds import ROOT, SMALL
from samepage.catalog import Catalog
from samepage.company import load_company, read_vars
from samepage.definitions import load_definitions
from samepage.examples import run_example
from samepage.manifest import load_catalog

EXAMPLES = ROOT.parent / "shared" / "data" / "published_examples"
MONTH = date(2026, 1, 1)

# What the collection holds besides: rules without numbers, and an exercise in SQL.
ELSEWHERE = {"stripe_rules", "foodie_fi"}

Row = Mapping[str, Any]

pytestmark = pytest.mark.skipif(not EXAMPLES.exists(), reason="needs ../shared/data")


class Definitions:
    """Our definitions, to be asked what they make of rows."""

    def __init__(self, catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
        self.catalog = catalog
        self.connection = connection

    def values(
        self, metric: str, fact: str, rows: Sequence[Row], places: Sequence[Row]
    ) -> list[float | None]:
        """A metric's value in several places, each such as {"grain": ..., "period_start": ...}."""
        example = {"rows": {fact: rows}, "expect": list(places)}
        found = run_example(self.connection, self.catalog, self.catalog.metrics[metric], example)
        return [outcome.value for outcome in found]

    def of_months(self, metric: str, *rows: Row) -> list[float | None]:
        """A metric in every month that has a row."""
        months = sorted({row["month_starts_on"] for row in rows})
        places = [{"grain": "month", "period_start": month} for month in months]
        return self.values(metric, "fct_account_months", rows, places)

    def of_month(self, metric: str, *rows: Row) -> float | None:
        """A metric of one month, of which the rows need not say which it is."""
        (value,) = self.of_months(metric, *({"month_starts_on": MONTH, **row} for row in rows))
        return value


@pytest.fixture(scope="module")
def ours(sample_site) -> Iterator[Definitions]:
    company = load_company(ROOT, read_vars(str(ROOT / SMALL)), sample_site.build.path)
    with duckdb.connect() as connection:
        yield Definitions(load_catalog(company), connection)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    """The collected examples by their id."""
    read = json.loads((EXAMPLES / "worked_examples.json").read_text("utf-8"))
    return {each["id"]: each for each in read}


@pytest.fixture(scope="module")
def snapshooter() -> list[dict[str, Any]]:
    with (EXAMPLES / "snapshooter_mrr_waterfall.csv").open(encoding="utf-8") as lines:
        return [
            {
                "month": date.fromisoformat(f"{line.pop('month')}-01"),
                **{name: float(amount) for name, amount in line.items()},
            }
            for line in csv.DictReader(lines)
        ]


@pytest.fixture(scope="module")
def survivors() -> dict[str, Any]:
    return json.loads((EXAMPLES / "sbg_fader_hardie.json").read_text("utf-8"))["data"]


def test_every_published_answer_stands_on_a_page(published):
    told = [
        example["url"]
        for metric in load_definitions(ROOT).metrics
        if metric.example
        for example in metric.example.data.get("published", ())
    ]
    assert any("doi.org/10.1002/dir.20074" in url for url in told)
    for name, each in published.items():
        if name not in ELSEWHERE and "url" in each:
            address = each["url"].split(" ")[0]
            assert any(address in url for url in told), f"{name}: no example of {address}"


def test_chartmogul_counts_a_month_as_we_do(ours, published):
    given = published["chartmogul_gross_mrr_churn"]["inputs"]
    answer = published["chartmogul_gross_mrr_churn"]["answer"]
    row = {
        "opening_mrr": given["start"],
        "churned_mrr": given["churn"],
        "contraction_mrr": given["contraction"],
        "expansion_mrr": given["expansion"],
        "reactivation_mrr": given["reactivation"],
    }
    assert ours.of_month("gross_revenue_churn_rate", row) == answer["gross_mrr_churn"]
    assert ours.of_month("net_revenue_churn_rate", row) == answer["net_mrr_churn"]


def test_chartmogul_counts_a_day_as_we_do(ours, published):
    losing, growing = published["chartmogul_shopify_day"]["inputs"]
    answer = published["chartmogul_shopify_day"]["answer"]
    lost = losing["start"] - losing["end"]
    day = {
        "opening_mrr": losing["start"],
        "contraction_mrr": lost,
        "daily_churn_share": lost / losing["start"],
    }
    assert ours.of_month("gross_revenue_churn_rate", day) == answer["gross_day"]
    assert ours.of_month("gross_revenue_churn_rate_daily", day) == answer["gross_day"]
    grown = growing["end"] - growing["new_business"] - growing["start"]
    day = {
        "opening_mrr": growing["start"],
        "new_mrr": growing["new_business"],
        "expansion_mrr": grown,
    }
    assert ours.of_month("net_revenue_churn_rate", day) == answer["net_day"]


def test_chartmogul_tells_the_life_of_a_customer_as_we_do(ours, published):
    answer = dict(published["chartmogul_syncalytics_timeline"]["answer"])
    silver, gold, gold_yearly = 30, 50, 500
    bought = 4 * gold_yearly / 12
    joined, left, returned = date(2025, 1, 1), date(2026, 1, 1), date(2026, 3, 1)
    life = [
        {
            "month_starts_on": joined,
            "new_mrr": bought,
            "expansion_mrr": 2 * silver,
            "contraction_mrr": 2 * silver,
            "closing_mrr": bought,
        },
        {"month_starts_on": left, "opening_mrr": bought, "churned_mrr": bought},
        {"month_starts_on": returned, "reactivation_mrr": 3 * gold, "closing_mrr": 3 * gold},
    ]

    def moved(metric: str) -> list[float | None]:
        return ours.of_months(metric, *life)

    assert moved("new_mrr") == pytest.approx([answer["new_business"], 0, 0], abs=0.005)
    assert moved("expansion_mrr") == [answer["expansion"], 0, 0]
    assert moved("contraction_mrr") == [-answer["contraction"], 0, 0]
    assert moved("churned_mrr") == pytest.approx([0, -answer["churn"], 0], abs=0.005)
    assert moved("reactivation_mrr") == [0, 0, answer["reactivation"]]


def test_stripes_two_plans_make_its_result_and_not_its_formula(ours, published):
    """The page prints 50 x (800 / 12), which does not make its own 12,500."""
    answer = published["stripe_mrr_two_plans"]["answer"]["mrr"]
    monthly = [{"account_id": f"monthly {n}", "closing_mrr": 100} for n in range(100)]

    def with_yearly(price: int) -> float | None:
        yearly = [{"account_id": f"yearly {n}", "closing_mrr": price / 12} for n in range(50)]
        return ours.of_month("closing_mrr", *monthly, *yearly)

    assert with_yearly(600) == answer
    assert with_yearly(800) == pytest.approx(13_333.33, abs=0.01)


def test_skoks_two_customers_churn_differently_in_heads_and_money(ours, published):
    answer = published["skok_logo_vs_dollar"]["answer"]
    stays = {"is_opening_customer": True, "is_churned_customer": False, "opening_mrr": 1000}
    leaves = {
        "is_opening_customer": True,
        "is_churned_customer": True,
        "opening_mrr": 5000,
        "churned_mrr": 5000,
    }
    assert ours.of_month("customer_churn_rate", stays, leaves) == answer["customer_churn"]
    for metric in ("revenue_churn_rate_of_leavers", "gross_revenue_churn_rate"):
        assert ours.of_month(metric, stays, leaves) == pytest.approx(
            answer["dollar_churn"], abs=5e-5
        )


def test_churnzeros_retention_is_ours(ours, published):
    given = published["churnzero_nrr"]["inputs"]
    base = {
        "opening_mrr": given["start"],
        "expansion_mrr": given["upsell_to"] - given["start"],
        "churned_mrr": given["churn"],
    }
    answer = published["churnzero_nrr"]["answer"]["nrr"]
    assert ours.of_month("net_revenue_retention", base) == pytest.approx(answer, abs=5e-5)


def test_snapshooters_thirteen_months(ours, snapshooter):
    rows = [
        {
            "month_starts_on": each["month"],
            "opening_mrr": each["existing"],
            "new_mrr": each["new"],
            "expansion_mrr": each["upgrades"],
            "contraction_mrr": -each["downgrades"],
            "churned_mrr": -each["voluntary_churn"] - each["delinquent_churn"],
            "closing_mrr": each["mrr"],
        }
        for each in snapshooter
    ]
    assert len(rows) == 13
    parts = ("opening_mrr", "gained_mrr", "lost_mrr", "closing_mrr")
    opening, gained, lost, closing = (ours.of_months(metric, *rows) for metric in parts)
    assert closing == [each["mrr"] for each in snapshooter]
    for start, came, went, end in zip(opening, gained, lost, closing, strict=True):
        assert start + came - went == pytest.approx(end, abs=0.005)
    assert ours.of_months("arr", *rows) == pytest.approx([each["arr"] for each in snapshooter])

    months = [each["month"] for each in snapshooter]
    churn = dict(zip(months, ours.of_months("gross_revenue_churn_rate", *rows), strict=True))
    kept = dict(zip(months, ours.of_months("net_revenue_retention", *rows), strict=True))
    assert churn.pop(date(2017, 2, 1)) is None, "it opened with nothing"
    assert round(churn.pop(date(2017, 5, 1)), 5) == 0.28121
    assert round(churn.pop(date(2018, 1, 1)), 5) == 0.03567
    assert round(churn.pop(date(2017, 6, 1)), 5) == round(5 / 88.61, 5)
    assert set(churn.values()) == {0}
    assert round(kept[date(2017, 5, 1)], 5) == 0.71879
    assert round(kept[date(2018, 1, 1)], 5) == 0.96433


def test_snapshooter_revalues_what_it_holds(snapshooter):
    """Its months do not follow on to the cent: a roll-forward needs a place for exchange rates."""
    gaps = [after["existing"] - before["mrr"] for before, after in pairwise(snapshooter)]
    assert (round(min(gaps), 2), round(max(gaps), 2)) == (-0.08, 0.13)


@pytest.mark.parametrize("kind", ["regular", "high_end"])
def test_fader_and_hardies_projection(ours, survivors, kind):
    """Their parameters, read year by year as we read months, draw the curve that they print."""
    given = survivors[kind]
    predicted = given["predicted_percent_year_0_12"]
    shares = [_share(given["mle_alpha"], given["mle_beta"], year) for year in range(13)]
    rows = [
        {
            "account_id": "a customer",
            "started_on": MONTH,
            "months_since_start": f"{year:02}",
            "is_month_to_month": True,
            "expected_share": share,
        }
        for year, share in enumerate(shares)
    ]
    places = [
        {
            "grain": "month",
            "period_start": MONTH,
            "dimension": "months_since_start",
            "member": row["months_since_start"],
        }
        for row in rows
    ]
    found = ours.values("projected_customer_retention", "fct_cohort_months", rows, places)
    # Alpha and beta are given to four digits, the curve to two of a per cent.
    assert [100 * share for share in found] == pytest.approx(predicted, abs=0.015)


def test_pymc_marketings_alpha_is_a_slip(survivors):
    """Its fixture writes 0.688 for the regular customers, where the paper has 0.704."""
    regular = survivors["regular"]
    surviving = regular["percent_surviving_by_year"][:8]
    left = [before - after for before, after in pairwise(surviving)]

    def likelihood(alpha: float) -> float:
        """The logarithm, of 1,000 customers over seven years."""
        shares = [_share(alpha, regular["mle_beta"], year) for year in range(8)]
        leaving = [before - after for before, after in pairwise(shares)]
        seen = sum(
            10 * percent * math.log(share) for percent, share in zip(left, leaving, strict=True)
        )
        return seen + 10 * surviving[-1] * math.log(shares[-1])

    assert round(likelihood(regular["mle_alpha"]), 2) == round(regular["loglik_N1000"], 2)
    assert likelihood(0.688) < likelihood(0.704) - 0.1


def _share(alpha: float, beta: float, renewals: int) -> float:
    """Who survives so many renewals by the shifted beta-geometric model."""
    return math.prod((beta + n) / (alpha + beta + n) for n in range(renewals))
