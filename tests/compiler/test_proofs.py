"""What every build proves over metric_values holds of the sample, and a wrong number is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import jinja2
import pytest
import yaml

from builds import ROOT
from samepage.agreements import NAME, read_identities

MACROS = (ROOT / "macros" / "metric_values.sql").read_text("utf-8")
# A dbt test is a macro by another name.
TESTS = jinja2.Environment().from_string(
    MACROS.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
)
OURS = (
    "ratios_are_their_parts",
    "members_sum_to_total",
    "shares_of_a_whole",
    "sides_are_published",
    "formulas_hold",
)


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


# A number changed -> the proof that finds it.
CHANGED = {
    "ratios_are_their_parts": ("win_rate", "month", "total", "numerator"),
    "members_sum_to_total": ("leads", "week", "channel", "value"),
    "shares_of_a_whole": ("lead_to_win_rate", "month", "total", "value"),
    "sides_are_published": ("win_rate", "month", "rep", "numerator"),
    "formulas_hold": ("arr", "month", "segment", "value"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_wrong_number_is_found(proofs, values, name):
    metric, grain, dimension, column = CHANGED[name]
    values.execute(
        f"update metric_values set {column} = {column} + 1000 where rowid = ("
        " select max(rowid) from metric_values"
        f" where metric = ? and grain = ? and dimension = ? and {column} is not null)",
        [metric, grain, dimension],
    )
    assert len(values.execute(proofs[name]).fetchall()) == 1


@pytest.mark.parametrize("identity", read_identities(ROOT), ids=lambda identity: identity.name)
def test_a_broken_identity_is_found(proofs, values, identity):
    """The side that must not be the larger one is raised, in the first cell that has all parts."""
    left, comparison, right = identity.sides
    raised = NAME.findall(right if comparison == ">=" else left)[0]
    values.execute(
        """
        update metric_values set value = value + 1e12 where rowid = (
            select min_by(rowid, period_start) filter (metric = ?) as first_cell
            from metric_values
            where list_contains(?, metric) and value is not null
                and (len(?) = 0 or list_contains(?, grain)) and not list_contains(?, dimension)
            group by grain, dimension, member, period_start
            having count(*) = ?
            order by period_start, grain, dimension, member
            limit 1
        )
        """,
        [
            raised,
            list(identity.metrics),
            list(identity.grains),
            list(identity.grains),
            list(identity.except_by),
            len(identity.metrics),
        ],
    )
    assert len(values.execute(proofs[identity.name]).fetchall()) == 1
