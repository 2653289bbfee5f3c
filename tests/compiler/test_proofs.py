"""What every build proves over metric_values holds of the sample, and a wrong number is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import jinja2
import pytest
import yaml

from builds import ROOT

MACROS = (ROOT / "macros" / "metric_values.sql").read_text("utf-8")
# A dbt test is a macro by another name.
TESTS = jinja2.Environment().from_string(
    MACROS.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
)
OURS = ("ratios_are_their_parts", "members_sum_to_total", "shares_of_a_whole", "formulas_hold")


@pytest.fixture(scope="module")
def proofs(sample_site) -> dict[str, str]:
    """The SQL of every proof of the sample company, by the name of its test."""
    compiled = yaml.safe_load((sample_site.build.compiled / "compiled.yml").read_text("utf-8"))
    [values] = [model for model in compiled["models"] if model["name"] == "metric_values"]
    named = [(kind, test[kind]) for test in values["data_tests"] for kind in test]
    return {
        test["name"].removeprefix("metric_values_"): sql(kind, test.get("arguments") or {})
        for kind, test in named
        if kind in (*OURS, "identity")
    }


@pytest.fixture
def values(sample_site) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of metric_values in which a test may change a number."""
    with duckdb.connect() as connection:
        connection.execute(
            f"create table metric_values as from read_parquet('{sample_site.build.values}')"
        )
        yield connection


def sql(kind: str, arguments: dict[str, Any]) -> str:
    return getattr(TESTS.module, kind)("metric_values", **arguments)


def test_every_proof_holds_of_the_sample(proofs, values):
    assert {*OURS} < proofs.keys()
    for name, proof in proofs.items():
        assert values.execute(proof).fetchall() == [], name


# A number changed by one -> the proof that finds it. Nothing else is changed, so that a proof that
# compares nothing, or leaves this cell out, finds nothing.
CHANGED = {
    "mrr_rolls_forward": ("closing_mrr", "month", "segment", "value"),
    "mrr_rolls_forward_by_month": ("closing_mrr", "month", "plan", "value"),
    "closing_mrr_is_next_opening_mrr": ("opening_mrr", "quarter", "total", "value"),
    "customers_roll_forward": ("new_customers", "year", "region", "value"),
    "customers_roll_forward_by_month": ("new_customers", "month", "plan", "value"),
    "closing_customers_are_next_opening_customers": (
        "opening_customers",
        "month",
        "region",
        "value",
    ),
    "churn_is_voluntary_or_involuntary": ("voluntary_churn_rate", "month", "plan", "value"),
    "gross_retention_is_at_most_all": ("gross_revenue_retention", "month", "total", "value"),
    "gross_retention_is_at_most_net": ("gross_revenue_retention", "month", "icp_tier", "value"),
    "gross_retention_and_churn_are_all": ("gross_revenue_churn_rate", "year", "total", "value"),
    "mqls_are_leads": ("mqls", "all", "total", "value"),
    "sals_were_mqls": ("sals", "all", "total", "value"),
    "sqls_were_sals": ("sqls", "all", "total", "value"),
    "opportunities_were_won_or_lost": ("opportunities_won", "month", "rep", "value"),
    "renewed_leads_were_successful": ("leads_renewed", "all", "total", "value"),
    "ratios_are_their_parts": ("win_rate", "month", "total", "numerator"),
    "members_sum_to_total": ("leads", "week", "channel", "value"),
    "shares_of_a_whole": ("lead_to_win_rate", "month", "total", "value"),
    "formulas_hold": ("win_rate", "month", "rep", "numerator"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_wrong_number_is_found(proofs, values, name):
    metric, grain, dimension, column = CHANGED[name]
    [changed] = values.execute(
        f"update metric_values set {column} = {column} + 1000 where rowid = ("
        " select max(rowid) from metric_values"
        f" where metric = ? and grain = ? and dimension = ? and {column} is not null)"
        " returning period_start",
        [metric, grain, dimension],
    ).fetchall()
    assert changed
    assert len(values.execute(proofs[name]).fetchall()) == 1


def test_every_identity_is_tried(proofs):
    assert CHANGED.keys() == proofs.keys()
