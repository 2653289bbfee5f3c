"""A company that has connected nothing yet."""

from __future__ import annotations

from mart_runs import rows_of, run_dbt

FACTS = (
    "fct_leads",
    "fct_lead_stages",
    "fct_handoffs",
    "fct_opportunities",
    "fct_pipeline_months",
    "fct_account_months",
    "fct_spend_months",
    "fct_yearly_retention",
    "fct_renewals",
    "fct_departures",
    "fct_churn_markers",
    "fct_cohort_months",
)


def test_with_nothing_connected_the_marts_are_there_and_empty(tmp_path):
    marts = run_dbt(tmp_path, {"sources": {}, "as_of": None})
    for fact in FACTS:
        assert not rows_of(marts, f"select * from {fact}"), fact
    [period] = rows_of(marts, "select distinct period_end from dim_periods where grain = 'all'")
    assert rows_of(marts, "select * from dim_as_of")[0]["as_of"] == period["period_end"]
