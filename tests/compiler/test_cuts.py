"""What every cell of the published pass promises besides its value, over random rows.

How many records it rests on, whether it is complete, that no member and no period is missing, and
that the order of the rows changes nothing.
"""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from compiler import test_arithmetic
from compiler.mini import catalog_of
from compiler.test_arithmetic import AS_OF, FIRST, deals, groups, published
from samepage.compiler import compile_models
from samepage.members import split

connection = test_arithmetic.connection

WINDOWS = {"opened": 0, "won": 10, "yield_rate": 12, "half_yield": 12}


def _manifest():
    """Cohorts with windows: a formula is complete when the longest window of its parts is over."""
    manifest = copy.deepcopy(test_arithmetic.MANIFEST)
    metrics = {metric["name"]: metric for metric in manifest["metrics"]}
    metrics["won"]["config"]["meta"]["dated_by"] = {"cohort": "closing", "window_days": 10}
    metrics["yield_rate"]["config"]["meta"]["dated_by"] = {"cohort": "closing", "window_days": 12}
    manifest["metrics"].append(
        {
            "name": "half_yield",
            "type": "derived",
            "type_params": {"expr": "0.5 * yield_rate", "metrics": [{"name": "yield_rate"}]},
            "config": {"meta": {"grains": ["week", "month"], "dimensions": ["channel"]}},
        }
    )
    return manifest


MODELS = compile_models(catalog_of(_manifest()))
METRICS = ("opened", "won", "amount", "typical", "mean", "reps", "ads_amount", "yield_rate")


def records(metric, rows):
    """How many of a group's rows enter the metric."""
    match metric:
        case "opened" | "yield_rate":
            return len(rows)
        case "won":
            return sum(bool(row["is_won"]) for row in rows)
        case "reps":
            return sum(row["rep"] is not None for row in rows)
        case "ads_amount":
            rows = [row for row in rows if row["channel"] not in (None, "web")]
    # To a sum, a row of nothing brings nothing.
    nothing = (None, 0) if metric in ("amount", "ads_amount") else (None,)
    return sum(row["amount"] not in nothing for row in rows)


def end_of(grain, start):
    if grain == "all":
        return AS_OF
    after = start + timedelta(days=7 if grain == "week" else 32)
    return (after if grain == "week" else after.replace(day=1)) - timedelta(days=1)


@settings(max_examples=12)
@given(st.lists(deals, max_size=30))
def test_the_records_of_every_cell(connection, rows):
    """Of a ratio its denominator's, so that 0 of 2 and 0 of 200 can be told apart."""
    values = published(connection, rows, MODELS)
    clocks = {"opened": "opened_on", "yield_rate": "opened_on"}
    for metric in METRICS:
        for grain in ("week", "month", "all"):
            grouped = groups(rows, clocks.get(metric, "closed_on"), grain)
            for (name, at, *key), cell in values.items():
                if (name, at) == (metric, grain):
                    assert cell[3] == records(metric, grouped.get(tuple(key), [])), (name, at, key)


@settings(max_examples=8)
@given(st.lists(deals, min_size=1, max_size=30))
def test_a_cell_is_complete_when_its_period_and_the_longest_window_are_over(connection, rows):
    for (metric, grain, start, *_), cell in published(connection, rows, MODELS).items():
        matured = end_of(grain, start) + timedelta(days=WINDOWS.get(metric, 0))
        assert cell[4] == (matured <= AS_OF), (metric, grain, start)


@settings(max_examples=8)
@given(st.lists(deals, min_size=1, max_size=30))
def test_every_member_stands_in_every_period_from_the_first_day_on(connection, rows):
    days = [row[clock] for row in rows for clock in ("opened_on", "closed_on") if row[clock]]
    keys = [key for key in published(connection, rows, MODELS) if key[1] == "month"]
    begun = {day.replace(day=1) for day in days if day <= AS_OF}
    first = min(begun, default=None)
    months = {start for start in _months() if first and start >= first}
    for metric in METRICS:
        own = [key for key in keys if key[0] == metric]
        for dimension, member in {key[3:] for key in own}:
            stands = {key[2] for key in own if key[3:] == (dimension, member)}
            assert stands == months, (metric, dimension, member)


@settings(max_examples=8)
@given(st.lists(deals, min_size=1, max_size=30))
def test_members_are_those_of_the_rows_and_unknown_where_there_is_none(connection, rows):
    members = {key[3:] for key in published(connection, rows, MODELS) if key[0] == "opened"}
    dated = [row for row in rows if _counts(row["opened_on"]) or _counts(row["closed_on"])]
    channels = {row["channel"] or "unknown" for row in dated}
    assert {member for dimension, member in members if dimension == "channel"} == channels
    pairs = {split(member) for dimension, member in members if dimension == "rep,channel"}
    assert pairs == {(row["rep"] or "unknown", row["channel"] or "unknown") for row in dated}


@settings(max_examples=6)
@given(st.lists(deals, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(connection, rows, chance: random.Random):
    before = published(connection, rows, MODELS)
    assert published(connection, chance.sample(rows, len(rows)), MODELS) == before


def _counts(day: date | None) -> bool:
    """What has no date counts for all time; what lies ahead does not count yet."""
    return day is None or day <= AS_OF


def _months():
    months = [FIRST.replace(day=1)]
    while end_of("month", months[-1]) < AS_OF:
        months.append(end_of("month", months[-1]) + timedelta(days=1))
    return months
