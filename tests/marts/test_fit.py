"""Segment and ICP tier against the seeds, read as a person reads them."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from typing import Any

from histories import Row
from mart_runs import ROOT, rows_of


def test_a_tier_is_known_when_no_missing_fact_could_change_it(raw, marts):
    leads = {lead["lead_id"]: lead for lead in raw["leads"]}
    criteria, segments = seed("icp_criteria"), seed("segments")
    rows = rows_of(marts, "select * from fct_leads")
    assert len({row["icp_tier"] for row in rows}) > 2
    for row in rows:
        lead = leads[row["lead_id"]]
        possible = {tier(criteria, *facts) for facts in completions(criteria, lead)}
        is_known = len(possible) == 1
        assert row["icp_tier"] == (possible.pop() if is_known else "unknown"), lead
        assert row["is_fit_known"] == (row["is_icp"] is not None) == is_known
        assert row["segment"] == segment(segments, lead["employees"])


def seed(name: str) -> list[dict[str, str]]:
    with (ROOT / "metrics" / "icp" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tier(criteria: list[dict[str, str]], employees: int, industry: str, region: str) -> str:
    met = {
        row["tier"]
        for row in criteria
        if int(row["min_employees"] or 0) <= employees <= int(row["max_employees"] or employees)
        and row["industry"] in ("", industry)
        and row["region"] in ("", region)
    }
    return min(met, default="none")


def completions(criteria: list[dict[str, str]], lead: Row) -> Iterator[tuple[Any, ...]]:
    """What the lead's facts could be if the missing ones were known: every side of every limit."""
    limits = {int(row[f"{end}_employees"] or 0) for row in criteria for end in ("min", "max")}
    every = {
        "employees": sorted({limit + step for limit in limits for step in (-1, 0, 1)} - {-1}),
        "industry": sorted({row["industry"] for row in criteria}),
        "region": sorted({row["region"] for row in criteria}),
    }
    return itertools.product(
        *([lead[fact]] if lead[fact] is not None else every[fact] for fact in every)
    )


def segment(segments: list[dict[str, str]], employees: int | None) -> str | None:
    if employees is None:
        return None
    reached = [row for row in segments if int(row["min_employees"]) <= employees]
    return max(reached, key=lambda row: int(row["min_employees"]))["segment"]
