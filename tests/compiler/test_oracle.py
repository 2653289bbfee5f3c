"""Every published number against MetricFlow's answer on the same manifest and the same facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import duckdb
import pytest

from builds import ROOT, SMALL
from compiler.oracle import Key, Oracle, same
from samepage.catalog import Catalog, Metric
from samepage.company import load_company, read_vars
from samepage.manifest import load_catalog


@pytest.fixture(scope="module")
def catalog(sample_site) -> Catalog:
    overrides = read_vars(str(ROOT / SMALL))
    return load_catalog(load_company(ROOT, overrides, sample_site.build.path))


@pytest.fixture(scope="module")
def warehouse(sample_site) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample_site.build.warehouse), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_metric_values_equal_metricflow(sample_site, catalog, warehouse, step, tell):
    """Every metric, grain and cut; without the slow suite, every sixth question of them."""
    oracle = Oracle((sample_site.build.dbt / "semantic_manifest.json").read_text("utf-8"))
    compared, wrong = 0, []
    for grain, dimension, metrics in islice(_questions(catalog), 0, None, step):
        theirs = _metricflow(oracle, warehouse, catalog, grain, dimension, metrics)
        ours = _published(warehouse, grain, dimension, metrics)
        for metric in metrics:
            keys = ours[metric.name].keys() | theirs[metric.name].keys()
            compared += len(keys)
            wrong += [
                (metric.name, grain, dimension, key, ours[metric.name].get(key), theirs_value)
                for key in sorted(keys, key=str)
                for theirs_value in [theirs[metric.name].get(key)]
                if not same(ours[metric.name].get(key), theirs_value)
                and not (theirs_value is None and _adds_parts(catalog, metric))
                and not (_is_running(catalog, metric) and _is_told_later(ours[metric.name], key))
            ]
    assert not wrong, f"{len(wrong)} of {compared} differ, the first: {wrong[:5]}"
    tell(f"{compared:,} values were compared with MetricFlow's")
    assert compared > 500_000 / step, f"only {compared} values were compared"


def _adds_parts(catalog: Catalog, metric: Metric) -> bool:
    """A known fault of MetricFlow: a sum is null as soon as one of its parts has no row.

    Opening MRR of a channel that had none yet is 0 here, so that what the channel won still counts.
    """
    return metric.kind == "derived" or any(
        _adds_parts(catalog, catalog.metrics[part]) for part in metric.inputs
    )


def _is_running(catalog: Catalog, metric: Metric) -> bool:
    below = (catalog.metrics[part] for part in metric.inputs)
    return metric.span is not None or any(_is_running(catalog, part) for part in below)


def _is_told_later(ours: dict[Key, float], key: Key) -> bool:
    """A running figure of ours is told on the last day that the data cover, even if nothing
    counts there. MetricFlow tells it at the end of the calendar, and on the last day on which
    anything counts: see test_differences.py."""
    newest = max(period for period, _ in ours)
    return key[0] == newest or not ours.get(key)


def _computed(catalog: Catalog) -> list[Metric]:
    return [metric for metric in catalog.metrics.values() if not catalog.waits_for(metric.name)]


def _questions(catalog: Catalog) -> Iterator[tuple[str, str, list[Metric]]]:
    """Each grain and dimension, with the metrics of one set of facts that declare them."""
    together = defaultdict(list)
    for metric in _computed(catalog):
        facts = tuple(fact.name for fact in catalog.facts_of(metric.name))
        # Two facts share a dimension by its name; MetricFlow knows no name for both at once.
        cuts = metric.dimensions if len(facts) == 1 else ()
        for grain in catalog.grains_of(metric.name):
            for dimension in ("total", *cuts):
                together[facts, grain, dimension].append(metric)
    for (_, grain, dimension), metrics in sorted(together.items()):
        yield grain, dimension, metrics


def _metricflow(oracle, warehouse, catalog, grain, dimension, metrics) -> dict[str, dict]:
    fact = catalog.facts_of(metrics[0].name)[0]
    cuts = [] if dimension == "total" else dimension.split(",")
    by_member = [cut if "__" in cut else f"{fact.entity}__{cut}" for cut in cuts]
    names = [metric.name for metric in metrics]
    (as_of,) = warehouse.execute("select as_of from dim_as_of").fetchone()
    answers = oracle.answers(warehouse, names, grain, by_member)
    # The month after this one has not begun: what will be its month before is not published yet.
    return defaultdict(
        dict,
        {
            name: {key: value for key, value in found.items() if grain == "all" or key[0] <= as_of}
            for name, found in answers.items()
        },
    )


def _published(warehouse, grain: str, dimension: str, metrics: list[Metric]) -> dict[str, dict]:
    rows = warehouse.execute(
        "select metric, period_start, member, value from metric_values"
        " where grain = ? and dimension = ? and list_contains(?, metric)",
        [grain, dimension, [metric.name for metric in metrics]],
    ).fetchall()
    values: dict[str, dict[Key, float]] = defaultdict(dict)
    for metric, period, name, value in rows:
        values[metric][None if grain == "all" else period, name] = value
    return values
