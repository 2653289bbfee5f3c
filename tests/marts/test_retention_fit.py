"""fct_retention_fit against plain Python, and against what Fader and Hardie published."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from geometric import LifeTable, geometric_limit, likeliest, log_likelihood
from histories import Row
from mart_runs import ROOT, compiled, rows_of, run_dbt, write
from staying import months_later

PUBLISHED = ROOT.parent / "shared" / "data" / "published_examples" / "sbg_fader_hardie.json"
Fit = Callable[[LifeTable], Row]


@pytest.fixture(scope="module")
def fit(marts) -> Iterator[Fit]:
    """The mart's own SQL over a life table laid down for it."""
    query = compiled(marts, "fct_retention_fit")
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as warehouse")
        connection.execute("create table warehouse.dim_as_of as select date '2026-03-31' as as_of")

        def fitted(table: LifeTable) -> Row:
            connection.execute(
                "create or replace table warehouse.int_retention_periods"
                " (month_number bigint, count_at_risk bigint, count_left bigint)"
            )
            for month, (at_risk, left) in enumerate(table, 1):
                connection.execute(
                    "insert into warehouse.int_retention_periods values (?, ?, ?)",
                    [month, at_risk, left],
                )
            [row] = rows_of(connection, query)
            return row

        yield fitted


def test_no_other_alpha_and_beta_are_likelier(fit):
    rng = random.Random(2007)
    tables = [some_life_table(rng) for _ in range(60)]
    peaked = [table for table in tables if any(left for _, left in table[1:])]
    fitted = 0
    for table in peaked:
        row = fit(table)
        alpha, beta = likeliest(table)
        if row["obstacle"] is None:
            fitted += 1
            found = log_likelihood(row["alpha"], row["beta"], table)
            assert row["log_likelihood"] == pytest.approx(found, abs=1e-6)
            assert found >= log_likelihood(alpha, beta, table) - 1e-6, table
        else:
            assert row["obstacle"] == "Leaving does not become rarer the longer customers stay."
            assert log_likelihood(alpha, beta, table) <= geometric_limit(table) + 1e-3, table
    assert 20 < fitted < len(peaked)


def some_life_table(rng: random.Random) -> LifeTable:
    """Customers seen for different times, whose chances to leave differ much, little or not."""
    alpha, beta = rng.choice([(0.3, 1.0), (0.7, 4.0), (2.0, 30.0), (60.0, 900.0)])
    at_risk, table = rng.choice([30, 300, 3_000]), []
    for month in range(1, rng.randint(3, 24)):
        chance = alpha / (alpha + beta + month - 1)
        left = sum(rng.random() < chance for _ in range(at_risk))
        table.append((at_risk, left))
        at_risk -= left + rng.randint(0, (at_risk - left) // 4)
    return [row for row in table if row[0]]


@pytest.mark.parametrize(
    ("table", "obstacle"),
    [
        ([], "No month-to-month customer has been seen for a month."),
        ([(50, 0), (40, 0)], "No month-to-month customer has left."),
        ([(50, 50)], "No month-to-month customer has been seen in a second month."),
        ([(50, 10)], "No month-to-month customer has been seen in a second month."),
        (
            [(50, 10), (40, 0), (30, 0)],
            "No month-to-month customer has left after the first month.",
        ),
        (
            [(90, 10), (80, 20), (60, 30)],
            "Leaving does not become rarer the longer customers stay.",
        ),
        ([(3, 0), (2, 1)], "Leaving does not become rarer the longer customers stay."),
    ],
)
def test_where_no_peak_is_there_is_no_figure_but_a_reason(fit, table, obstacle):
    row = fit(table)
    assert row["obstacle"] == obstacle
    assert (row["alpha"], row["beta"], row["log_likelihood"]) == (None, None, None)
    assert row["count_left"] == sum(left for _, left in table)


def test_a_million_customers_are_no_harder_than_a_thousand(fit):
    few = fit([(1000, 369), (631, 163), (468, 86)])
    many = fit([(1_000_000, 369_000), (631_000, 163_000), (468_000, 86_000)])
    assert many["alpha"] == pytest.approx(few["alpha"], rel=1e-3)
    assert many["log_likelihood"] == pytest.approx(1000 * few["log_likelihood"], rel=1e-9)


@pytest.mark.slow
@pytest.mark.skipif(not PUBLISHED.exists(), reason="the tables are not beside the repository")
@pytest.mark.parametrize("kind", ["high_end", "regular"])
def test_fader_and_hardies_customers_are_projected_as_published(tmp_path, kind):
    """A thousand customers with the published survival, from subscriptions to the projection.

    Seven periods are fitted, the next five are compared with what was observed. PyMC-Marketing's
    fixture gives 0.688 for the regular customers' alpha; the paper and any refit give 0.704.
    """
    published = json.loads(PUBLISHED.read_text("utf-8"))["data"][kind]
    still_there = [round(10 * percent) for percent in published["percent_surviving_by_year"]]
    write_customers(tmp_path, still_there)
    settings = {"sources": {"subscriptions": "files"}, "as_of": "2021-08-01"}
    marts = run_dbt(tmp_path, settings, "+fct_cohort_months")
    [fit] = rows_of(marts, "select * from fct_retention_fit")
    assert fit["known_on"] == date(2020, 8, 1)
    assert fit["count_customers"] == 1000
    assert fit["alpha"] == pytest.approx(published["mle_alpha"], abs=0.0005)
    assert fit["beta"] == pytest.approx(published["mle_beta"], abs=0.0005)
    assert fit["log_likelihood"] == pytest.approx(published["loglik_N1000"], abs=0.005)
    months = rows_of(
        marts,
        """
        select
            cast(months_since_start as integer) as month,
            sum(expected_share) / 10 as expected,
            count(*) filter (is_kept_throughout) as kept
        from fct_cohort_months group by 1 order by 1
        """,
    )
    assert len(months) == 19
    for row, observed, predicted in zip(
        months, still_there, published["predicted_percent_year_0_12"], strict=False
    ):
        assert row["kept"] == observed
        assert float(row["expected"]) == pytest.approx(predicted, abs=0.006)


def write_customers(build: Path, still_there: list[int]) -> None:
    """Each pays by the month from 1 January 2020 on and leaves as its month runs out."""
    lives = [
        month
        for month, (before, after) in enumerate(pairwise(still_there), 1)
        for _ in range(before - after)
    ]
    ends = [months_later(date(2020, 1, 1), month) for month in lives]
    rows = [
        {
            "subscription_id": f"s{number}",
            "account_id": f"a{number}",
            "mrr": 10,
            "currency": "EUR",
            "valid_from": date(2020, 1, 1),
            "valid_to": end,
        }
        for number, end in enumerate([*ends, *[None] * still_there[-1]])
    ]
    write(build / "raw" / "files" / "subscriptions.parquet", "subscriptions", rows)
