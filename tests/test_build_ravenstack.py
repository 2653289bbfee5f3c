"""A foreign export from end to end: RavenStack's billing, usage and support, without a CRM.

Every expected figure is counted here from the CSVs, by SQL that shares nothing with the models.
"""

from __future__ import annotations

import re

import duckdb
import pytest

from builds import RAVENSTACK, ROOT, Built, build_site, by_month, computed, health_of, words

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RAVENSTACK.is_dir(), reason="the CSVs are not at ../shared/data"),
]


def table(name: str) -> str:
    """One of the export's tables as SQL reads it."""
    return f"read_csv('{RAVENSTACK}/ravenstack_{name}.csv')"


@pytest.fixture(scope="module")
def ravenstack(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("ravenstack") / "build"
    return build_site(folder, "--vars", ROOT / "tests" / "companies" / "ravenstack.yml")


def counted(is_paid: str) -> dict[str, float]:
    """Month -> MRR of the subscriptions for which a condition on the month's ends holds."""
    query = f"""
        select
            strftime(months.begins_on, '%Y-%m') as month,
            sum(mrr_amount) filter (start_date <= ends_on and {is_paid}) as mrr
        from (
            select begins_on, last_day(begins_on) as ends_on
            from generate_series(date '2023-01-01', date '2024-12-01', interval 1 month)
                as series (begins_on)
        ) as months
        cross join {table("subscriptions")}
        group by 1
    """
    return dict(duckdb.sql(query).fetchall())


# Metric -> whether a subscription that has begun counts in a month, and what December 2024 is then.
READINGS = {
    "closing_mrr": ("(end_date is null or end_date > ends_on)", 10_159_608),
    "closing_mrr_by_overlap": ("(end_date is null or end_date >= begins_on)", 10_734_251),
}


@pytest.mark.parametrize("metric", READINGS)
def test_the_mrr_of_every_month_by_both_readings(ravenstack, metric):
    is_paid, december = READINGS[metric]
    expected = counted(is_paid)
    assert expected["2024-12"] == december
    assert by_month(ravenstack, metric) == pytest.approx(expected)


@pytest.mark.parametrize("metric", READINGS)
def test_its_page_shows_december(ravenstack, metric):
    text = words(ravenstack.site / "metrics" / "churn" / metric / "index.html")
    assert f"Dec 2024 $ {READINGS[metric][1]:,}" in text


def test_the_page_of_the_mrr_shows_the_other_reading_beside_it(ravenstack):
    text = words(ravenstack.site / "metrics" / "churn" / "closing_mrr" / "index.html")
    assert "MRR by month overlap $ 10,734,251" in text
    assert "whatever ran on any day of the month" in text


# What the three tables of the export mark as churn, and how many customers stopped paying.
MARKED = {
    "accounts_flagged_churned": (f"count(*) from {table('accounts')} where churn_flag", 110),
    "subscriptions_flagged_churned": (
        f"count(*) from {table('subscriptions')} where churn_flag",
        486,
    ),
    "accounts_in_churn_log": (f"count(distinct account_id) from {table('churn_events')}", 352),
}


@pytest.mark.parametrize("metric", MARKED)
def test_the_markers_of_churn_are_counted_as_each_system_has_them(ravenstack, metric):
    query, known = MARKED[metric]
    assert duckdb.sql(f"select {query}").fetchall() == [(known,)]
    assert computed(ravenstack, metric) == {"all": known}
    text = words(ravenstack.site / "metrics" / "churn" / metric / "index.html")
    assert f"all time {known}" in text


def test_the_report_on_churn_lays_the_markers_side_by_side(ravenstack):
    text = words(ravenstack.site / "reports" / "churn" / "index.html")
    for label, known in (
        ("Accounts flagged as churned", 110),
        ("Subscriptions flagged as churned", 486),
        ("Accounts in the churn log", 352),
    ):
        assert f"{label} : {known} " in text


def test_usage_outside_its_subscription_is_set_aside_and_counted(ravenstack):
    outside = duckdb.sql(f"""
        select count(*) from {table("feature_usage")}
        inner join {table("subscriptions")} using (subscription_id)
        where usage_date < start_date or usage_date > end_date
    """).fetchall()
    assert outside == [(19_432,)]
    usage = health_of(ravenstack, "usage")
    assert usage["reasons"] == {"outside its subscription": 19_432}
    assert usage["rows"] == 25_000 - 19_432
    shown = words(ravenstack.site / "data-health" / "index.html")
    assert "Usage ravenstack 5,568 31 Dec 2024 19,432 outside its subscription: 19,432" in shown


@pytest.mark.parametrize(
    ("entity", "rows", "undated"),
    [
        ("accounts", 500, 0),
        ("subscriptions", 5_000, 0),
        ("tickets", 2_000, 0),
        # A flag on an account has no day.
        ("churn_markers", 110 + 486 + 600, 110),
    ],
)
def test_nothing_else_is_set_aside(ravenstack, entity, rows, undated):
    found = health_of(ravenstack, entity)
    assert (found["rows"], found["undated"], found["reasons"]) == (rows, undated, {})


@pytest.mark.parametrize(
    ("metric", "inputs"),
    [("icp/icp_lead_share", "leads"), ("funnel/win_rate", "opportunities")],
)
def test_what_needs_a_crm_says_so(ravenstack, metric, inputs):
    assert computed(ravenstack, metric.split("/")[1]) == {}
    text = words(ravenstack.site / "metrics" / metric / "index.html")
    assert f"waiting for: {inputs}" in text


def test_no_page_shows_a_table_without_rows(ravenstack):
    pages = list(ravenstack.site.resolve().rglob("*.html"))
    bare = re.compile(r"<tbody>\s*</tbody>")
    assert [page.name for page in pages if bare.search(page.read_text("utf-8"))] == []
    assert len(pages) > 250
