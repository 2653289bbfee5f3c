"""A small company of files from end to end: every figure can be added up from the rows by hand."""

from __future__ import annotations

import pytest

from builds import ROOT, Built, build_site, by_month, computed, health_of, words

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def larkspur(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("files") / "build"
    return build_site(folder, "--vars", ROOT / "tests" / "companies" / "files.yml")


def test_the_mrr_of_the_last_month_adds_up(larkspur):
    # a1, a2 until its notice ends, a3's 3,000 euros at the 1.08 of their first day, a7 that is a2.
    assert by_month(larkspur, "closing_mrr")["2026-03"] == 1400 + 2000 + 3240 + 500


def test_a_merged_account_is_its_survivor_growing(larkspur):
    july = "2025-07"
    assert by_month(larkspur, "expansion_mrr")[july] == 500
    assert by_month(larkspur, "new_customers")[july] == 0
    assert by_month(larkspur, "closing_customers")[july] == 3


def test_who_was_refunded_at_once_never_was_a_customer(larkspur):
    february = "2026-02"
    for metric in ("new_customers", "churned_customers", "new_mrr", "churned_mrr"):
        assert by_month(larkspur, metric)[february] == 0


def test_the_refund_is_no_row_set_aside(larkspur):
    assert health_of(larkspur, "subscriptions")["rows"] == 8


def test_the_deal_of_an_account_merged_twice_is_cut_as_the_survivors(larkspur):
    lost = computed(larkspur, "opportunities_lost", "industry")
    assert (lost["Logistics"], lost["Retail"], sum(lost.values())) == (1, 1, 2)


def test_data_health_counts_merged_accounts_and_usage_set_aside(larkspur):
    accounts, usage = health_of(larkspur, "accounts"), health_of(larkspur, "usage")
    assert (accounts["rows"], accounts["merged"], accounts["reasons"]) == (6, 2, {})
    assert (usage["rows"], usage["reasons"]) == (6, {"outside its subscription": 1})
    shown = words(larkspur.site / "data-health" / "index.html")
    assert "Accounts files 6 2 Oct 2025 0 0 2 0" in shown
    assert "Usage files 6 31 Mar 2026 1 outside its subscription: 1 0 0 0" in shown


def test_what_nothing_can_be_projected_from_is_said(larkspur):
    obstacle = "No month-to-month customer has been seen for a month."
    shown = words(larkspur.site / "data-health" / "index.html")
    assert f"Nothing can be projected. {obstacle} Until then" in shown
    page = larkspur.site / "metrics" / "churn" / "retention_fit_alpha" / "index.html"
    assert "waiting for: retention fit" in words(page)
