"""A foreign export from end to end: RavenStack's billing, usage and support, without a CRM.

Every expected figure is counted here from the CSVs, by SQL that shares nothing with the models.
"""

from __future__ import annotations

import duckdb
import pytest

from builds import RAVENSTACK, ROOT, Built, build_site, by_month, computed, health_of, words

pytestmark = pytest.mark.skipif(
    not RAVENSTACK.is_dir(), reason="the CSVs are not at ../shared/data"
)


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


AT_MONTHS_END = "(end_date is null or end_date > ends_on)"


def test_every_month_closes_with_what_is_paid_at_its_end(ravenstack):
    expected = counted(AT_MONTHS_END)
    assert expected["2024-12"] == 10_159_608
    assert by_month(ravenstack, "closing_mrr") == pytest.approx(expected)


def test_the_page_of_the_closing_mrr_shows_december(ravenstack):
    text = words(ravenstack.site / "metrics" / "churn" / "closing_mrr" / "index.html")
    assert "$ 10,159,608" in text


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
