"""The SQL that definitions compile to: one folder under tests/golden/sql is one case."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.mini import catalog_in
from goldens import assert_golden
from samepage.compiler import compile_models, short_sql

CASES = sorted((Path(__file__).parents[1] / "golden" / "sql").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_sql(case):
    catalog = catalog_in(case)
    short = {
        f"short/{metric.name}.sql": short_sql(
            catalog, metric.name, grain=metric.grains[0], by=next(iter(metric.dimensions), "")
        )
        + "\n"
        for metric in catalog.metrics.values()
        if metric.grains
    }
    assert_golden(case, {**compile_models(catalog), **short})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_same_definitions_give_the_same_text(case):
    assert compile_models(catalog_in(case)) == compile_models(catalog_in(case))
