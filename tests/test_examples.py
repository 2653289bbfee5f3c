"""Worked examples: they run through the compiled SQL, and a wrong one is told."""

from __future__ import annotations

import copy
from datetime import date

import duckdb
import pytest

from compiler.mini import catalog_of
from samepage.examples import run_example, wrong_examples

MANIFEST = {
    "semantic_models": [
        {
            "name": "deals",
            "node_relation": {"alias": "fct_deals", "schema_name": "main"},
            "defaults": {"agg_time_dimension": "closed_on"},
            "entities": [{"name": "deal", "type": "primary", "expr": "deal_id"}],
            "dimensions": [
                {"name": "closed_on", "type": "time", "type_params": {"time_granularity": "day"}},
                {"name": "channel", "type": "categorical"},
            ],
            "measures": [
                {"name": "closed", "agg": "sum", "expr": "1"},
                {"name": "won", "agg": "sum_boolean", "expr": "is_won"},
            ],
        }
    ],
    "metrics": [
        {"name": "closed", "type": "simple", "type_params": {"measure": {"name": "closed"}}},
        {"name": "won", "type": "simple", "type_params": {"measure": {"name": "won"}}},
        {
            "name": "win_rate",
            "type": "ratio",
            "type_params": {"numerator": {"name": "won"}, "denominator": {"name": "closed"}},
            "config": {"meta": {"grains": ["month"], "dimensions": ["channel"]}},
        },
    ],
}

COLUMNS = {"closed_on": "date", "is_won": "boolean", "channel": "varchar"}

EXAMPLE = {
    "why": "Two of three closed deals were won.",
    "rows": {
        "fct_deals": [
            {"closed_on": date(2026, 1, 5), "is_won": True, "channel": "ads"},
            {"closed_on": date(2026, 1, 31), "is_won": True},
            {"closed_on": date(2026, 1, 31), "is_won": False},
            {"closed_on": date(2026, 2, 1), "is_won": False},
        ]
    },
    "expect": {"grain": "month", "period_start": date(2026, 1, 1), "value": 0.6667},
}


@pytest.fixture
def catalog():
    return catalog_of(MANIFEST, columns={"fct_deals": COLUMNS})


def expecting(**changes):
    example = copy.deepcopy(EXAMPLE)
    example["expect"].update(changes)
    return {"win_rate": example}


def test_a_right_example_has_no_fault(catalog):
    assert list(wrong_examples(catalog, expecting())) == []


def test_a_member_can_be_expected(catalog):
    assert not list(wrong_examples(catalog, expecting(dimension="channel", member="ads", value=1)))
    assert list(wrong_examples(catalog, expecting(dimension="channel", member="ads", value=0)))


def test_a_wrong_value_tells_what_came_out(catalog):
    [fault] = wrong_examples(catalog, expecting(value=0.75))
    assert fault.where == "metrics/funnel/win_rate.example.yml"
    assert fault.field == "expect.value"
    assert fault.value == "0.75"
    assert fault.expected.startswith("0.6666")


def test_numerator_and_denominator_are_held_too(catalog):
    faults = list(wrong_examples(catalog, expecting(numerator=2, denominator=4)))
    assert [fault.field for fault in faults] == ["expect.denominator"]


def test_null_is_not_zero(catalog):
    empty = expecting(dimension="channel", member="ads", period_start=date(2026, 2, 1), value=None)
    assert not list(wrong_examples(catalog, empty))
    empty["win_rate"]["expect"]["value"] = 0
    assert list(wrong_examples(catalog, empty))


def test_examples_do_not_see_each_other(catalog):
    with duckdb.connect() as connection:
        metric = catalog.metrics["win_rate"]
        [first] = run_example(connection, catalog, metric, EXAMPLE)
        [second] = run_example(connection, catalog, metric, EXAMPLE)
    assert first == second
    assert (second.numerator, second.denominator) == (2, 3)


def published(*expects):
    case = {"rows": EXAMPLE["rows"], "expect": list(expects)}
    return {"win_rate": {**EXAMPLE, "published": [case]}}


def test_every_value_of_a_published_example_is_held(catalog):
    january = {"grain": "month", "period_start": date(2026, 1, 1), "value": 0.6667}
    february = {"grain": "month", "period_start": date(2026, 2, 1), "value": 0}
    assert list(wrong_examples(catalog, published(january, february))) == []
    [fault] = wrong_examples(catalog, published(january, {**february, "value": 0.5}))
    assert (fault.field, fault.value) == ("published 1: expect.value", "0.5")


def test_a_published_example_may_expect_a_single_value(catalog):
    wrong = published()
    wrong["win_rate"]["published"][0]["expect"] = {**EXAMPLE["expect"], "value": 0.9}
    assert [fault.value for fault in wrong_examples(catalog, wrong)] == ["0.9"]
