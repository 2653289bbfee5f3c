"""RavenStack's public (synthetic) subscriptions: the MRR that others computed is ours too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from histories import DAY
from mart_runs import ROOT, rows_of, run_dbt, write

EXPORT = ROOT / ".." / "shared" / "data" / "ravenstack" / "ravenstack_subscriptions.csv"


@pytest.mark.slow
@pytest.mark.skipif(not EXPORT.exists(), reason="the export is not beside the repository")
def test_december_2024_closes_with_what_is_paid_at_the_months_end(tmp_path):
    with duckdb.connect() as connection:
        intervals = rows_of(
            connection,
            f"""
            select
                subscription_id, account_id, plan_tier as plan, mrr_amount as mrr,
                'EUR' as currency, start_date as valid_from, end_date as valid_to, is_trial
            from read_csv('{EXPORT}')
            """,
        )
    write(tmp_path / "raw" / "files" / "subscriptions.parquet", "subscriptions", intervals)
    settings = {"sources": {"subscriptions": "files"}, "as_of": None}
    marts = run_dbt(tmp_path, settings, "+fct_account_months")
    assert rows_of(marts, "select as_of from dim_as_of") == [{"as_of": date(2024, 12, 31)}]
    months = rows_of(
        marts,
        """
        select
            month_starts_on, sum(closing_mrr) as mrr, sum(overlap_mrr) as overlap_mrr,
            count(*) filter (closing_mrr > 0) as paying
        from fct_account_months group by 1 order by 1
        """,
    )
    assert months[-1]["mrr"] == Decimal(10_159_608)
    # By month overlap, which is what others make of the same export.
    assert months[-1]["overlap_mrr"] == Decimal(10_734_251)
    for month in months:
        ends_on = (month["month_starts_on"].replace(day=28) + 4 * DAY).replace(day=1) - DAY
        at_end = [
            row
            for row in intervals
            if row["mrr"] > 0
            and row["valid_from"] <= ends_on
            and (row["valid_to"] is None or row["valid_to"] > ends_on)
        ]
        in_month = [
            row
            for row in intervals
            if row["valid_from"] <= ends_on
            and (row["valid_to"] is None or row["valid_to"] >= month["month_starts_on"])
        ]
        assert month["overlap_mrr"] == sum(row["mrr"] for row in in_month)
        assert month["mrr"] == sum(row["mrr"] for row in at_end)
        assert month["paying"] == len({row["account_id"] for row in at_end})
