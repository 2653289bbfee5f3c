"""Random semantic manifests over random rows: MetricFlow, the short query and the cubes agree.

What MetricFlow answers otherwise on purpose or by a fault is in test_differences.py, case by case.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import duckdb
import hypothesis
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import HypothesisProvider

from compiler.generated import Case, cases, conversions
from compiler.laid import lay, lay_calendar, published, shortly
from compiler.mini import catalog_of, semantic_manifest
from compiler.oracle import Key, Oracle, same
from compiler.world import FIRST, LAST, SCHEMA
from samepage.catalog import Catalog, Metric
from samepage.compiler.plan import Leaf, leaves
from samepage.compiler.resolver import resolve

CASES = st.one_of(cases(), cases(), conversions())
_AS_OF = LAST + timedelta(10)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        lay_calendar(connection, FIRST.replace(day=1, month=1), _AS_OF)
        yield connection


@pytest.fixture(autouse=True)
def seed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed draws the same manifests whatever is loaded: else Hypothesis mixes in constants that
    it finds in all modules, and a test of something else changes what is compared here."""
    monkeypatch.setattr(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None)


# What stands in a manifest where a feature of dbt's language is used.
FEATURES = (
    *('"type": "cumulative"', '"type": "conversion"', '"type": "ratio"', '"type": "derived"'),
    *("offset_window", "offset_to_grain", "fill_nulls_with", "grain_to_date", '"window"'),
    *('"granularity": "month"', "non_additive_dimension", "account__", "TimeDimension(", "Entity("),
)


@pytest.mark.slow
def test_random_manifests_use_every_feature():
    """What is never drawn would never be compared."""
    drawn: Counter[str] = Counter()

    @hypothesis.seed(1)
    @settings(max_examples=300, database=None, phases=[Phase.generate])
    @given(CASES)
    def draw(case: Case) -> None:
        text = json.dumps(case.manifest, default=str)
        drawn.update(feature for feature in FEATURES if feature in text)

    draw()
    assert not {feature: drawn[feature] for feature in FEATURES if drawn[feature] < 5}


@pytest.mark.parametrize("seed", (1, 2))
def test_random_manifests_agree_with_metricflow(connection, seed, tell):
    tell(_compare(connection, seed, examples=4))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 112))
def test_many_random_manifests_agree_with_metricflow(connection, seed, tell):
    tell(_compare(connection, seed, examples=20))


def _compare(connection: duckdb.DuckDBPyConnection, seed: int, examples: int) -> str:
    """How much was compared. Hypothesis starts with the smallest example, which has next to
    nothing to compare."""
    compared: Counter[str] = Counter()

    @hypothesis.seed(seed)
    @settings(max_examples=examples, database=None, phases=[Phase.generate])
    @given(CASES)
    def compare(case: Case) -> None:
        for kind, count in _compared(connection, case):
            compared[kind] += count

    compare()
    assert compared["short"] > 5 * examples
    assert compared.total() - compared["short"] > 5 * examples
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(compared.items()))
    return f"{compared.total():,} values that are not nothing are MetricFlow's: {kinds}"


def _compared(connection: duckdb.DuckDBPyConnection, case: Case) -> Iterator[tuple[str, int]]:
    """What was compared with MetricFlow, and how often; everything that differs fails."""
    catalog = catalog_of(case.manifest, columns=SCHEMA)
    lay(connection, catalog, SCHEMA, case.rows)
    oracle = Oracle(semantic_manifest(case.manifest))
    formulas = resolve(catalog).formulas
    for (grain, dimension), metrics in _questions(catalog, case.grains).items():
        named = _named(catalog, metrics[0], dimension)
        answers = oracle.answers(connection, [metric.name for metric in metrics], grain, named)
        for metric in metrics:
            theirs = answers.get(metric.name, {})
            if metric.span and grain != "day":
                daily = oracle.answers(connection, [metric.name], "day", named)[metric.name]
                theirs = _told_on_their_day(metric, grain, theirs, daily)
            ours = published(connection, metric.name, grain, dimension)
            short = shortly(connection, catalog, metric.name, grain, dimension)
            if any(map(_is_of_other_days, leaves(formulas[metric.name]))):
                over = {key for key in theirs if key[0] and _end(key[0], grain) <= _AS_OF}
                theirs = {key: theirs[key] for key in sorted(over & ours.keys())}
                ours = {key: ours[key] for key in theirs}
                short = {key: short[key] for key in theirs if key in short}
            yield metric.kind, _agree(metric, grain, dimension, ours, theirs)
            if any(leaf.fill is not None for leaf in leaves(formulas[metric.name])):
                # The short query has the periods in which something happened.
                theirs = {key: theirs[key] for key in short}
            yield "short", _agree(metric, grain, dimension, short, theirs)


def _named(catalog: Catalog, metric: Metric, dimension: str) -> list[str]:
    """The parts of a cut as MetricFlow names them, each with its entity."""
    fact = catalog.facts_of(metric.name)[0]
    cuts = [] if dimension == "total" else dimension.split(",")
    return [cut if "__" in cut else f"{fact.entity}__{cut}" for cut in cuts]


def _questions(catalog: Catalog, grains: tuple[str, ...]) -> dict[tuple[str, str], list[Metric]]:
    """The grains and cuts that are asked for, each with the metrics that have it."""
    found: dict[tuple[str, str], list[Metric]] = {}
    formulas = resolve(catalog).formulas
    for metric in catalog.metrics.values():
        under = list(leaves(formulas[metric.name]))
        asked = [(grain, "total") for grain in _comparable(metric, under, grains)]
        if asked and not any(leaf.fill is not None for leaf in under):
            asked += [(asked[0][0], dimension) for dimension in metric.dimensions]
        for grain, dimension in asked:
            if grain in catalog.grains_of(metric.name):
                found.setdefault((grain, dimension), []).append(metric)
    return found


def _comparable(metric: Metric, under: list[Leaf], grains: tuple[str, ...]) -> list[str]:
    """The grains at which MetricFlow means the same: what counts other days than a period's own has
    no value of all time, and MetricFlow puts longer periods of it together in its own way."""
    if any(_is_shifted_by_months(leaf) for leaf in under):
        return ["day"]
    if any(leaf.span for leaf in under) and not metric.span:
        return ["day"]
    is_plain = not any(map(_is_of_other_days, under))
    return [grain for grain in grains if is_plain or grain != "all"]


def _is_shifted_by_months(leaf: Leaf) -> bool:
    """By months or to the start of a grain, which MetricFlow does day by day for longer periods."""
    window = leaf.shift.window if leaf.shift else None
    return leaf.shift is not None and (window is None or window.in_units[1] == "month")


def _is_of_other_days(leaf: Leaf) -> bool:
    return bool(leaf.span or leaf.shift or leaf.fill is not None)


def _told_on_their_day(
    metric: Metric,
    grain: str,
    theirs: Mapping[Key, object],
    daily: Mapping[Key, object],
) -> dict[Key, object]:
    """A running figure of a period, where MetricFlow has it on the day that decides.

    A day without a value in its window is left out there, and so another day decides.
    """
    assert metric.span
    kept: dict[Key, object] = {}
    for (start, member), value in theirs.items():
        last = min(_end(start, grain), _AS_OF)
        days = [start + timedelta(n) for n in range((last - start).days + 1)]
        deciding = {"first": days[:1], "last": days[-1:], "average": days}[metric.span.agg]
        if all(daily.get((day, member)) is not None for day in deciding):
            kept[start, member] = value
    return kept


def _end(start: date, grain: str) -> date:
    """The last day of a period."""
    if grain == "day":
        return start
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain, 0)
    later = start.month - 1 + months
    after = date(start.year + later // 12, later % 12 + 1, 1) if months else start + timedelta(7)
    return after - timedelta(1)


def _agree(
    metric: Metric,
    grain: str,
    dimension: str,
    ours: Mapping[Key, float | None],
    theirs: Mapping[Key, object],
) -> int:
    """How many values of MetricFlow that are not nothing were found here too."""
    keys = ours.keys() | theirs.keys()
    for key in sorted(keys, key=str):
        mine, other = ours.get(key), theirs.get(key)
        is_zeroed = other is None and metric.kind in ("ratio", "derived", "conversion")
        assert same(mine, other) or is_zeroed, (metric.name, grain, dimension, key, mine, other)
    return sum(theirs.get(key) not in (None, 0) for key in keys)
