"""Where MetricFlow answers otherwise, case by case: its answer, ours, and why ours.

Whatever is not here has to agree: test_oracle.py asks for every metric of the sample company, and
test_generated.py for random ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb
import pytest

from compiler.laid import lay, lay_calendar, published
from compiler.mini import catalog_of, semantic_manifest
from compiler.oracle import Key, Oracle
from compiler.world import ACCOUNTS, DEALS, MONTHS, SCHEMA, VISITS, Owner, model_of

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
COUNT = {"name": "deals", "agg": "sum", "expr": "1", "agg_time_dimension": "closed_on"}
AMOUNT = {"name": "amount", "agg": "sum", "agg_time_dimension": "closed_on"}
OPENED = {"name": "opened", "agg": "sum", "expr": "1", "agg_time_dimension": "opened_on"}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        lay_calendar(connection, JANUARY, date(2026, 3, 31))
        yield connection


def answers(
    connection: duckdb.DuckDBPyConnection,
    measures: Mapping[Owner, list[dict[str, Any]]],
    metrics: list[dict[str, Any]],
    rows: Mapping[str, list[dict[str, Any]]],
    grain: str,
    dimension: str = "total",
) -> tuple[dict[Key, object], dict[Key, float | None]]:
    """MetricFlow's values of the last metric, and ours."""
    meta = {"grains": [grain], "dimensions": [] if dimension == "total" else [dimension]}
    metrics[-1]["config"] = {"meta": meta}
    models = [model_of(owner, listed, "primary") for owner, listed in measures.items()]
    manifest = {"semantic_models": models, "metrics": metrics}
    catalog = catalog_of(manifest, columns=SCHEMA)
    lay(connection, catalog, SCHEMA, rows)
    name = metrics[-1]["name"]
    named = [] if dimension == "total" else [f"{next(iter(measures)).entity}__{dimension}"]
    theirs = Oracle(semantic_manifest(manifest)).answers(connection, [name], grain, named)[name]
    return theirs, published(connection, name, grain, dimension)


def simple(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "simple", "type_params": {"measure": {"name": name, **more}}}


def derived(expr: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "derived",
        "type": "derived",
        "type_params": {"expr": expr, "metrics": [*parts]},
    }


def test_a_sum_of_which_one_part_has_no_row_is_null_there(connection):
    """What was opened and not closed yet counts as opened: no row means that nothing was closed."""
    rows = {"fct_deals": [{"opened_on": date(2026, 1, 5), "closed_on": None}]}
    metrics = [simple("opened"), simple("deals")]
    metrics.append(derived("opened - deals", {"name": "opened"}, {"name": "deals"}))
    theirs, ours = answers(connection, {DEALS: [OPENED, COUNT]}, metrics, rows, "month")
    assert theirs[JANUARY, "all"] is None
    assert ours[JANUARY, "all"] == 1


def test_a_ratio_of_which_nothing_counts_above_the_line_is_null_there(connection):
    """One of one deal was lost: the share that was won is nought, and not unknown."""
    won = {"name": "won", "agg": "sum", "expr": "1", "agg_time_dimension": "closed_on"}
    metrics = [simple("deals"), simple("won")]
    metrics[1]["filter"] = "{{ Dimension('deal__is_won') }}"
    params = {"numerator": {"name": "won"}, "denominator": {"name": "deals"}}
    metrics.append({"name": "rate", "type": "ratio", "type_params": params})
    rows = {"fct_deals": [{"closed_on": JANUARY, "is_won": False}]}
    theirs, ours = answers(connection, {DEALS: [COUNT, won]}, metrics, rows, "month")
    assert theirs == {(JANUARY, "all"): None}
    assert ours[JANUARY, "all"] == 0


def test_a_period_in_which_nothing_happened_has_no_row_there(connection):
    """A chart without the month would draw a line from January to March as if there were one."""
    rows = {"fct_deals": [{"closed_on": JANUARY}, {"closed_on": MARCH}]}
    theirs, ours = answers(connection, {DEALS: [COUNT]}, [simple("deals")], rows, "month")
    assert theirs == {(JANUARY, "all"): 1, (MARCH, "all"): 1}
    assert ours == {(JANUARY, "all"): 1, (FEBRUARY, "all"): 0, (MARCH, "all"): 1}


def test_a_balance_under_a_filter_is_that_of_its_own_last_day_there(connection):
    """The account left plan a in February, so the quarter closes with nothing on plan a."""
    closing = {
        "name": "closing",
        "agg": "sum",
        "expr": "mrr",
        "non_additive_dimension": {"name": "month_on", "window_choice": "max"},
    }
    metric = simple("closing") | {"filter": "{{ Dimension('month__plan') }} = 'a'"}
    rows = {
        "fct_months": [
            {"month_on": JANUARY, "plan": "a", "mrr": 10},
            {"month_on": FEBRUARY, "plan": "b", "mrr": 20},
        ]
    }
    theirs, ours = answers(connection, {MONTHS: [closing]}, [metric], rows, "quarter")
    assert theirs == {(JANUARY, "all"): 10}
    assert ours == {(JANUARY, "all"): 0}


def test_a_running_figure_of_a_quarter_is_told_on_the_first_day_with_rows_there(connection):
    """On the first of January nothing had been closed in the seven days before."""
    span = {"window": {"count": 7, "granularity": "day"}, "period_agg": "first"}
    params = {"measure": {"name": "deals"}, "cumulative_type_params": span}
    metric = {"name": "running", "type": "cumulative", "type_params": params}
    rows = {"fct_deals": [{"opened_on": JANUARY, "closed_on": date(2026, 1, 10)}]}
    metrics = [simple("opened"), metric]
    theirs, ours = answers(connection, {DEALS: [COUNT, OPENED]}, metrics, rows, "quarter")
    assert theirs == {(JANUARY, "all"): 1}
    assert ours == {(JANUARY, "all"): 0}


def test_another_length_before_is_made_of_its_days_moved_there(connection):
    """A quarter a month before is December to February. There, no day is a month after 31 January,
    and 28 to 31 March are all one after 28 February."""
    month = {"count": 1, "granularity": "month"}
    before = {"name": "deals", "alias": "before", "offset_window": month}
    rows = {"fct_deals": [{"closed_on": date(2026, 1, 31)}, {"closed_on": date(2026, 2, 28)}]}
    metrics = [simple("deals"), derived("before", before)]
    theirs, ours = answers(connection, {DEALS: [COUNT]}, metrics, rows, "quarter")
    assert theirs == {(JANUARY, "all"): 4}
    assert ours == {(JANUARY, "all"): 2}


def test_what_fills_holes_stands_at_the_unknown_member_there(connection):
    """A member without a deal has the filling, whoever else had none either."""
    metric = simple("amount", fill_nulls_with=5, join_to_timespine=True)
    rows = {
        "fct_deals": [
            {"closed_on": JANUARY, "channel": "a", "amount": 3},
            {"closed_on": MARCH, "channel": "a", "amount": 4},
        ]
    }
    theirs, ours = answers(connection, {DEALS: [AMOUNT]}, [metric], rows, "month", "channel")
    assert theirs == {(JANUARY, "a"): 3, (FEBRUARY, "unknown"): 5, (MARCH, "a"): 4}
    assert ours == {(JANUARY, "a"): 3, (FEBRUARY, "a"): 5, (MARCH, "a"): 4}


def test_a_count_of_none_among_rows_is_not_filled_there(connection):
    """Nothing that counts happened in either month, so both are filled alike."""
    won = {"name": "won", "agg": "sum_boolean", "expr": "is_won", "agg_time_dimension": "closed_on"}
    metric = simple("won", fill_nulls_with=5, join_to_timespine=True)
    rows = {"fct_deals": [{"closed_on": JANUARY, "is_won": False}]}
    theirs, ours = answers(connection, {DEALS: [won]}, [metric], rows, "month")
    assert theirs == {(JANUARY, "all"): 0, (FEBRUARY, "all"): 5, (MARCH, "all"): 5}
    assert ours == {(JANUARY, "all"): 5, (FEBRUARY, "all"): 5, (MARCH, "all"): 5}


CONVERTED = {
    "two visits before one deal": ([JANUARY, date(2026, 1, 2)], [date(2026, 1, 3)], 1, 2),
    "one visit before two deals": ([JANUARY], [date(2026, 1, 2), date(2026, 1, 3)], 2, 1),
}


@pytest.mark.parametrize("case", CONVERTED)
def test_conversions_are_the_later_events_there(connection, case):
    """A rate is a share of visits: each counts once, if any deal follows."""
    visited, closed, newest, followed = CONVERTED[case]
    visits = {"name": "visits", "agg": "sum", "expr": "1", "agg_time_dimension": "visited_on"}
    params = {
        "base_measure": {"name": "visits"},
        "conversion_measure": {"name": "deals"},
        "entity": "account",
        "calculation": "conversions",
        "window": {"count": 7, "granularity": "day"},
    }
    metric = {
        "name": "conversions",
        "type": "conversion",
        "type_params": {"conversion_type_params": params},
    }
    rows = {
        "fct_visits": [
            {"visit_id": n, "account_id": "k", "visited_on": day} for n, day in enumerate(visited)
        ],
        "fct_deals": [
            {"deal_id": n, "account_id": "k", "closed_on": day} for n, day in enumerate(closed)
        ],
        "dim_accounts": [],
    }
    measures = {VISITS: [visits], DEALS: [COUNT], ACCOUNTS: []}
    theirs, ours = answers(connection, measures, [metric], rows, "month")
    assert theirs == {(JANUARY, "all"): newest}
    assert ours[JANUARY, "all"] == followed
