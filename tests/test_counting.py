"""How a number is counted, in words, for every kind of metric that is no formula."""

from __future__ import annotations

import pytest

from builds import ROOT
from compiler.mini import catalog_in
from samepage.catalog import Length, Span
from samepage.counting import counting, spanned

GOLDEN = ROOT / "tests" / "golden" / "sql"


def told(case: str, metric: str) -> str:
    catalog = catalog_in(GOLDEN / case)
    found = counting(catalog, catalog.metrics[metric])
    assert found
    words = " ".join(filter(None, [found.how, found.of, "in", found.mart]))
    return f"{words}, {found.which}" if found.which else words


@pytest.mark.parametrize(
    ("case", "metric", "words"),
    [
        ("other_days", "bookings", "sum of amount in fct_deals"),
        (
            "other_days",
            "bookings_to_date",
            "sum of amount in fct_deals, "
            "from the start of the year up to the last day of the period",
        ),
        ("other_days", "price_or_list", "mean of amount in fct_deals, 100 where there is none"),
        ("conversion", "leads", "number of rows in fct_leads"),
        (
            "conversion",
            "lead_to_opportunity_rate",
            "number of rows in fct_leads, each once if fct_opportunities has a row with is_real"
            " (stage <> 'draft') of the same account and product within 30 days after it,"
            " divided by all of them",
        ),
        (
            "conversion",
            "accounts_with_opportunities",
            "number of different account_id in fct_leads,"
            " each once if fct_opportunities has a row of the same account after it",
        ),
        (
            "semi_additive",
            "opening",
            "sum of opening in fct_months, on the first day of the period that has any",
        ),
    ],
)
def test_what_is_counted(case, metric, words):
    assert told(case, metric) == words


def test_a_formula_is_told_by_its_parts():
    catalog = catalog_in(GOLDEN / "other_days")
    assert counting(catalog, catalog.metrics["growth"]) is None


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(), "up to the first day of the period"),
        (Span(Length(1, "week")), "over 1 week up to the first day of the period"),
        (
            Span(to_date="month", agg="average"),
            "from the start of the month up to each day of the period, on average",
        ),
    ],
)
def test_which_days_count(span, words):
    assert spanned(span) == words
