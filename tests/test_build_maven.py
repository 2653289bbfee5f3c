"""A foreign export from end to end: Maven Analytics' public CRM set, which has no billing data.

Every expected figure is counted here from the CSVs, by SQL that shares nothing with the models.
"""

from __future__ import annotations

import duckdb
import pytest

from builds import MAVEN, ROOT, Built, build_site, computed, words

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MAVEN.is_dir(), reason="the CSVs are not at ../shared/data"),
]

PIPELINE = f"""read_csv(
    '{MAVEN}/sales_pipeline.csv',
    header = true,
    columns = {{
        'opportunity_id': 'varchar', 'sales_agent': 'varchar', 'product': 'varchar',
        'account': 'varchar', 'deal_stage': 'varchar', 'engage_date': 'date',
        'close_date': 'date', 'close_value': 'double'
    }}
)"""
TEAMS = f"read_csv('{MAVEN}/sales_teams.csv', header = true, all_varchar = true)"
CLOSED = "count(*) filter (deal_stage in ('Won', 'Lost'))"
COUNTED = {
    "opportunities_won": "count(*) filter (deal_stage = 'Won')",
    "opportunities_lost": "count(*) filter (deal_stage = 'Lost')",
    "bookings": "sum(close_value) filter (deal_stage = 'Won')",
    "win_rate": f"count(*) filter (deal_stage = 'Won') / {CLOSED}",
}
MEMBERS = {
    "total": "'all'",
    "rep": "sales_agent",
    "manager": "manager",
    "product": "replace(product, 'GTXPro', 'GTX Pro')",
}


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("maven") / "build"
    return build_site(folder, "--vars", ROOT / "tests" / "companies" / "maven_crm.yml")


def counted(measure: str, member: str) -> dict[str, float]:
    """Member -> figure over all time, from the CSVs."""
    query = f"""
        select {member} as member, {COUNTED[measure]} as figure
        from {PIPELINE} as pipeline left join {TEAMS} as teams using (sales_agent)
        group by 1
    """
    return dict(duckdb.sql(query).fetchall())


@pytest.mark.parametrize("dimension", MEMBERS)
@pytest.mark.parametrize("metric", COUNTED)
def test_the_figures_are_those_of_the_csvs(maven, metric, dimension):
    expected = counted(metric, MEMBERS[dimension])
    assert len(expected) == {"total": 1, "rep": 30, "manager": 6, "product": 7}[dimension]
    assert computed(maven, metric, dimension) == pytest.approx(expected, abs=1e-9)


def test_the_known_answers():
    assert counted("opportunities_won", "'all'") == {"all": 4238}
    assert counted("opportunities_lost", "'all'") == {"all": 2473}
    assert counted("bookings", "'all'") == {"all": 10_005_534}
    assert counted("win_rate", "'all'")["all"] == pytest.approx(0.63150052, abs=5e-9)


@pytest.mark.parametrize(
    ("metric", "figure"),
    [
        ("opportunities_won", "4,238"),
        ("opportunities_lost", "2,473"),
        ("bookings", "$ 10,005,534"),
        ("win_rate", "63.15 % 4,238 ÷ 6,711"),
    ],
)
def test_the_pages_show_them(maven, metric, figure):
    text = words(maven.site / "metrics" / "funnel" / metric / "index.html")
    assert f"all time {figure}" in text


# A table of many members shows those with the most.
@pytest.mark.parametrize(("dimension", "shown"), [("manager", 6), ("rep", 9)])
def test_the_page_of_the_win_rate_shows_who_won_how_many(maven, dimension, shown):
    text = words(maven.site / "metrics" / "funnel" / "win_rate" / "index.html")
    december = f"""
        select {MEMBERS[dimension]}, {COUNTED["opportunities_won"]}, {CLOSED}
        from {PIPELINE} as pipeline left join {TEAMS} as teams using (sales_agent)
        where close_date >= date '2017-12-01'
        group by 1
        order by 3 desc
        limit {shown}
    """
    counts = duckdb.sql(december).fetchall()
    assert len(counts) == shown
    for name, won, closed in counts:
        assert f"{name} {won / closed * 100:.1f} % {won} {closed} " in text


@pytest.mark.parametrize("metric", ["customer_churn_rate", "churned_mrr", "net_revenue_retention"])
def test_what_needs_billing_data_says_so(maven, metric):
    assert computed(maven, metric) == {}
    text = words(maven.site / "metrics" / "churn" / metric / "index.html")
    assert "waiting for: subscriptions" in text


def test_the_spelling_of_the_product_is_mended_by_a_visible_file(maven):
    by_product = computed(maven, "opportunities_won", "product")
    assert "GTX Pro" in by_product
    assert "GTXPro" not in by_product
    mapping = ROOT / "models" / "staging" / "maven_crm" / "maven_crm_spellings.csv"
    assert "product,GTXPro,GTX Pro" in mapping.read_text().splitlines()
