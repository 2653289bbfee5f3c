"""Random semantic manifests over random rows: MetricFlow, the short query and the cubes agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import duckdb
import hypothesis
import pytest
from hypothesis import Phase, given, settings

from compiler.generated import FIRST, GRAINS, LAST, SCHEMA, Case, cases
from compiler.mini import catalog_of, semantic_manifest
from compiler.oracle import Key, Oracle, member, same
from samepage.catalog import Catalog, Metric
from samepage.compiler import compile_models, short_sql

# A few days after the last row.
_AS_OF = LAST + timedelta(10)
_STARTS = ", ".join(
    f"cast(date_trunc('{grain}', date_day) as date) as {grain}_starts_on" for grain in GRAINS[1:]
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with a calendar in calendar years, the only ones that MetricFlow knows."""
    with duckdb.connect() as connection:
        connection.execute(f"create table dim_as_of as select date '{_AS_OF}' as as_of")
        connection.execute(
            f"create table dim_dates as select date_day, true as is_over, {_STARTS} from ("
            "select cast(range as date) as date_day from"
            f" range(date '{FIRST.replace(day=1, month=1)}', date '{_AS_OF}' + 1, interval 1 day))"
        )
        for grain in GRAINS:
            start = "date_day" if grain == "day" else f"{grain}_starts_on"
            periods = (
                f"select '{grain}' as grain, date_day, {start} as period_start,"
                f" cast({start} + interval 1 {grain} as date) - 1 as period_end from dim_dates"
            )
            verb = "create table dim_periods as" if grain == "day" else "insert into dim_periods"
            connection.execute(f"{verb} {periods}")
        connection.execute(
            "insert into dim_periods select 'all', date_day, min(date_day) over (),"
            " max(date_day) over () from dim_dates"
        )
        yield connection


@pytest.mark.parametrize("seed", range(4))
def test_random_manifests_agree_with_metricflow(connection, seed):
    _compare(connection, seed, examples=8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_random_manifests_agree_with_metricflow(connection, seed):
    _compare(connection, seed, examples=25)


def _compare(connection: duckdb.DuckDBPyConnection, seed: int, examples: int) -> None:
    compared: Counter[str] = Counter()

    @hypothesis.seed(seed)
    @settings(max_examples=examples, database=None, phases=[Phase.generate])
    @given(cases())
    def compare(case: Case) -> None:
        for kind, count in _compared(connection, case):
            compared[kind] += count

    compare()
    print(f"\nseed {seed}: {compared.total()} values compared: {dict(compared)}")
    assert min(compared[kind] for kind in ("cubes", "short")) > 0


def _compared(connection: duckdb.DuckDBPyConnection, case: Case) -> Iterator[tuple[str, int]]:
    """What was compared with MetricFlow, and how often; everything that differs fails."""
    _lay(connection, case)
    catalog = catalog_of(case.manifest, columns=SCHEMA)
    oracle = Oracle(semantic_manifest(case.manifest))
    for (grain, dimension), metrics in _questions(catalog, case.grains).items():
        fact = catalog.facts_of(metrics[0].name)[0]
        cuts = [] if dimension == "total" else dimension.split(",")
        named = [cut if "__" in cut else f"{fact.entity}__{cut}" for cut in cuts]
        answers = oracle.answers(connection, [metric.name for metric in metrics], grain, named)
        for metric in metrics:
            theirs = answers.get(metric.name, {})
            ours = _published(connection, metric.name, grain, dimension)
            yield "cubes", _agree(metric, grain, dimension, ours, theirs)
            short = _short(connection, catalog, metric, grain, dimension)
            yield "short", _agree(metric, grain, dimension, short, theirs)


def _lay(connection: duckdb.DuckDBPyConnection, case: Case) -> None:
    for table, rows in case.rows.items():
        columns = SCHEMA[table]
        listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create or replace table {table} ({listed})")
        marks = ", ".join(f"({', '.join('?' for _ in columns)})" for _ in rows)
        values = [row[name] for row in rows for name in columns]
        connection.execute(f"insert into {table} values {marks}", values)
    models = compile_models(catalog_of(case.manifest, columns=SCHEMA))
    for file, text in sorted(models.items()):
        if file.endswith(".sql"):
            sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
            connection.execute(f"create or replace table {file[:-4]} as {sql}")


def _questions(catalog: Catalog, grains: tuple[str, ...]) -> dict[tuple[str, str], list[Metric]]:
    """The grains and cuts that are asked for, each with the metrics that have it."""
    found: dict[tuple[str, str], list[Metric]] = {}
    for metric in catalog.metrics.values():
        asked = [(grain, "total") for grain in grains]
        asked += [(grains[0], dimension) for dimension in metric.dimensions]
        for grain, dimension in asked:
            if grain in catalog.grains_of(metric.name):
                found.setdefault((grain, dimension), []).append(metric)
    return found


def _published(connection, metric: str, grain: str, dimension: str) -> dict[Key, float | None]:
    rows = connection.execute(
        "select period_start, member, value from metric_values"
        " where metric = ? and grain = ? and dimension = ?",
        [metric, grain, dimension],
    ).fetchall()
    return {(None if grain == "all" else period, name): value for period, name, value in rows}


def _short(connection, catalog, metric, grain, dimension) -> dict[Key, float | None]:
    by = "" if dimension == "total" else dimension
    rows = connection.execute(short_sql(catalog, metric.name, grain=grain, by=by)).fetchall()
    if grain == "all":
        return {(None, member(*row[:-1])): row[-1] for row in rows}
    return {(row[0], member(*row[1:-1])): row[-1] for row in rows}


def _agree(metric: Metric, grain: str, dimension: str, ours, theirs) -> int:
    keys = ours.keys() | theirs.keys()
    for key in sorted(keys, key=str):
        mine, other = ours.get(key), theirs.get(key)
        is_zeroed = other is None and metric.kind in ("ratio", "derived")
        assert same(mine, other) or is_zeroed, (metric.name, grain, dimension, key, mine, other)
    return sum(theirs.get(key) not in (None, 0) for key in keys)
