"""What the compiler refuses, and how it says so."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from compiler.mini import catalog_of
from samepage.compiler import compile_models
from samepage.errors import Faulty

MANIFEST: dict[str, Any] = {
    "semantic_models": [
        {
            "name": "deals",
            "node_relation": {"alias": "fct_deals", "schema_name": "main"},
            "defaults": {"agg_time_dimension": "month_on"},
            "entities": [{"name": "deal", "type": "primary", "expr": "deal_id"}],
            "dimensions": [
                {"name": "month_on", "type": "time", "type_params": {"time_granularity": "month"}},
                {"name": "channel", "type": "categorical"},
            ],
            "measures": [{"name": "deals", "agg": "sum", "expr": "1"}],
            "config": {"meta": {"needs": ["opportunities"]}},
        }
    ],
    "metrics": [{"name": "deals", "type": "simple", "type_params": {"measure": {"name": "deals"}}}],
}


def faults_of(**changes: Any) -> list[str]:
    """The messages for the one metric of MANIFEST with some of its keys changed."""
    manifest = copy.deepcopy(MANIFEST)
    manifest["metrics"][0].update(changes)
    with pytest.raises(Faulty) as raised:
        compile_models(catalog_of(manifest), only=["deals"])
    return [str(fault) for fault in raised.value.faults]


def test_a_window_shorter_than_a_row_is_refused():
    params = {"measure": {"name": "deals"}, "cumulative_type_params": {"window": "7 days"}}
    [message] = faults_of(type="cumulative", type_params=params)
    assert "type_params.window: found '7 days', expected months or longer" in message
    assert "its mart has one row per month\n    to mend: state the window in months" in message


def test_a_grain_that_the_calendar_does_not_have_is_refused():
    params = {"measure": {"name": "deals"}, "cumulative_type_params": {"grain_to_date": "term"}}
    [message] = faults_of(type="cumulative", type_params=params)
    assert "grain_to_date: found 'term', expected one of day, week, month, quarter, year" in message


def test_a_division_in_a_derived_metric_is_refused():
    params = {"expr": "deals / 2", "metrics": [{"name": "other"}]}
    manifest = copy.deepcopy(MANIFEST)
    manifest["metrics"][0]["name"] = "other"
    manifest["metrics"].append({"name": "half", "type": "derived", "type_params": params})
    with pytest.raises(Faulty, match=r"to mend: write `type: ratio`"):
        compile_models(catalog_of(manifest), only=["half"])


def test_an_unknown_dimension_names_the_known_ones():
    [message] = faults_of(config={"meta": {"dimensions": ["chanel"]}})
    assert "config.meta.dimensions: found 'chanel'" in message
    assert "a dimension of fct_deals, or a pair of them such as `segment,channel`: ch" in message


def test_an_unknown_dimension_in_a_filter_names_the_known_ones():
    [message] = faults_of(filter="{{ Dimension('deal__chanel') }} = 'ads'")
    assert (
        "filter: found 'deal__chanel', expected a dimension of fct_deals: deal__channel" in message
    )


def test_a_filter_by_another_metric_is_refused_with_a_way_out():
    [message] = faults_of(filter="{{ Metric('deals', group_by=['deal']) }} > 2")
    assert "Metric(...) asks what other rows add up to" in message
    assert "add a column for it to models/marts/fct_deals.sql" in message


def test_a_grain_finer_than_the_fact_is_refused():
    [message] = faults_of(config={"meta": {"grains": ["week", "month"]}})
    assert "found 'week', expected month or coarser: fct_deals has one row per month" in message


def test_a_pair_in_both_orders_is_refused():
    manifest = copy.deepcopy(MANIFEST)
    manifest["semantic_models"][0]["dimensions"].append({"name": "rep", "type": "categorical"})
    [deals] = manifest["metrics"]
    manifest["metrics"].append(copy.deepcopy(deals) | {"name": "more_deals"})
    for metric, pair in zip(manifest["metrics"], ("rep,channel", "channel,rep"), strict=True):
        metric["config"] = {"meta": {"dimensions": [pair]}}
    with pytest.raises(Faulty) as raised:
        compile_models(catalog_of(manifest), only=["deals", "more_deals"])
    [fault] = raised.value.faults
    assert str(fault) == (
        "metrics/funnel/more_deals.yml: config.meta.dimensions: found 'channel,rep', expected "
        "`rep,channel`, as deals has it: a pair of fct_deals has one order\n"
        '    to mend: write "rep,channel", or turn the other one round'
    )


def test_all_faults_come_at_once():
    messages = faults_of(config={"meta": {"grains": ["day", "week"], "dimensions": ["a", "b"]}})
    assert len(messages) == 4


def test_a_metric_that_waits_for_an_input_is_left_out():
    waiting = compile_models(catalog_of(MANIFEST))
    computed = compile_models(catalog_of(MANIFEST, frozenset({"opportunities"})))
    assert "cube_deals.sql" not in waiting
    assert "where 1 = 0" in waiting["metric_values.sql"]
    assert "'deals' as metric" in computed["metric_values.sql"]
