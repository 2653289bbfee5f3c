"""Runs the worked examples: rows that anyone can add up by hand, through the same compiled SQL.

examples = {"win_rate": {"rows": {"fct_opportunities": [...]}, "expect": {...}, "why": "..."}}
stop_on(wrong_examples(catalog, examples))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import duckdb

from samepage.catalog import Catalog, Metric
from samepage.company import Company
from samepage.compiler import compile_models
from samepage.definitions import load_definitions
from samepage.errors import Fault
from samepage.manifest import load_catalog
from samepage.metric_file import EXAMPLE
from samepage.periods import GRAINS

Example = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What the compiled SQL made of an example's rows, beside what its author expected.

    value, numerator and denominator are None both for null and for "no such row".
    """

    value: float | None
    numerator: float | None
    denominator: float | None


def check_examples(company: Company) -> list[Fault]:
    """Every worked example of the project, whether its metric waits for an input or not."""
    examples = {
        metric.name: cast(Example, metric.example.data)
        for metric in load_definitions(company.root).metrics
        if metric.example
    }
    return list(wrong_examples(load_catalog(company), examples))


def wrong_examples(catalog: Catalog, examples: Mapping[str, Example]) -> Iterator[Fault]:
    """A fault for every figure that does not come out as its example says."""
    with duckdb.connect() as connection:
        for name, example in sorted(examples.items()):
            metric = catalog.metrics[name]
            for place, case in _cases(example):
                outcomes = run_example(connection, catalog, metric, case)
                for expect, outcome in zip(_expects(case), outcomes, strict=True):
                    yield from _differences(metric, place, expect, outcome)


def _cases(example: Example) -> Iterator[tuple[str, Example]]:
    """The worked example and the published ones, each with how a message names it."""
    yield "", example
    for number, published in enumerate(example.get("published", ()), start=1):
        yield f"published {number}: ", published


def _expects(example: Example) -> Sequence[Mapping[str, Any]]:
    """One value is expected, or, of a published example, a list of them."""
    expect = example["expect"]
    return expect if isinstance(expect, list) else [expect]


def run_example(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, metric: Metric, example: Example
) -> list[Outcome]:
    """Lay the example's rows down as facts, run the metric's compiled models, and read the row of
    each value that is expected."""
    models = compile_models(_asked_for(catalog, metric, example), only=[metric.name])
    read = {name for text in models.values() for name in _REF.findall(text)}
    _lay_facts(connection, catalog, read, example["rows"])
    grains = _grains(example) | set(catalog.grains_behind(metric.name))
    _lay_calendar(connection, list(_dates(example)), grains)
    if "dim_dates" in read:
        connection.execute(_DATES)
    for file, text in sorted(models.items()):
        if file.endswith(".sql"):
            statement = _REF.sub(lambda ref: ref[1], text)
            connection.execute(f"create or replace temp table {file[:-4]} as {statement}")
    return [_read(connection, expect) for expect in _expects(example)]


def _asked_for(catalog: Catalog, metric: Metric, example: Example) -> Catalog:
    """The catalog with the metric at the grains and cuts that the example expects, no others:
    there are hundreds of examples, and what nobody reads takes most of their time."""
    grains = _grains(example)
    cuts = {expect.get("dimension", "total") for expect in _expects(example)}
    narrowed = replace(
        metric,
        grains=tuple(grain for grain in metric.grains if grain in grains),
        dimensions=tuple(cut for cut in metric.dimensions if cut in cuts),
    )
    return replace(catalog, metrics={**catalog.metrics, metric.name: narrowed})


def _grains(example: Example) -> set[str]:
    return {expect["grain"] for expect in _expects(example)}


def _read(connection: duckdb.DuckDBPyConnection, expect: Mapping[str, Any]) -> Outcome:
    row = connection.execute(
        "select value, numerator, denominator from metric_values"
        " where grain = ? and period_start = ? and dimension = ? and member = ?",
        [
            expect["grain"],
            expect["period_start"],
            expect.get("dimension", "total"),
            expect.get("member", "all"),
        ],
    ).fetchone()
    return Outcome(*row) if row else Outcome(None, None, None)


def _lay_facts(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    read: Collection[str],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    """Tables of the facts' own columns and types, of every fact that is read; a column that the
    example leaves out is null."""
    for fact in (fact for fact in catalog.facts.values() if fact.model in read):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in fact.columns.items())
        connection.execute(f"create or replace temp table {fact.model} ({columns})")
        laid = rows.get(fact.model, ())
        names = list(dict.fromkeys(name for row in laid for name in row))
        if names:
            listed = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in laid)
            connection.execute(
                f"insert into {fact.model} ({listed}) values {marks}",
                [row.get(name) for row in laid for name in names],
            )


def _dates(example: Example) -> Iterator[date]:
    """Every date in the rows, and the period asked for."""
    yield from (expect["period_start"] for expect in _expects(example))
    for rows in example["rows"].values():
        for row in rows:
            yield from (value for value in row.values() if isinstance(value, date))


def _lay_calendar(
    connection: duckdb.DuckDBPyConnection, dates: list[date], grains: set[str]
) -> None:
    """Calendar periods around the example's dates. Examples are told in calendar years."""
    first, last = date(min(dates).year, 1, 1), date(max(dates).year, 12, 31)
    periods = "".join(_PERIODS.format(grain=grain) for grain in GRAINS if grain in grains - {"all"})
    connection.execute(f"create or replace temp table dim_as_of as select date '{last}' as as_of")
    connection.execute(
        "create or replace temp table dim_periods as"
        " with days as (select cast(range as date) as date_day"
        f" from range(date '{first}', date '{last}' + 1, interval 1 day))"
        " select 'all' as grain, date_day,"
        f" date '{first}' as period_start, date '{last}' as period_end from days {periods}"
    )


_PERIODS = """
    union all
    select
        '{grain}',
        date_day,
        cast(date_trunc('{grain}', date_day) as date),
        cast(date_trunc('{grain}', date_day) + interval 1 {grain} as date) - 1
    from days
"""

_STARTS = ", ".join(
    f"cast(date_trunc('{grain}', date_day) as date) as {grain}_starts_on" for grain in GRAINS[1:-1]
)

# The periods of days in filters.
_DATES = f"""
    create or replace temp table dim_dates as
    select date_day, {_STARTS} from dim_periods where grain = 'all'
"""

# What dbt would have replaced: {{ ref('fct_leads') }}
_REF = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")


def _differences(
    metric: Metric, place: str, expect: Mapping[str, Any], outcome: Outcome
) -> Iterator[Fault]:
    for field in ("value", "numerator", "denominator"):
        if field in expect and not _agree(expect[field], getattr(outcome, field)):
            yield Fault(
                metric.path.removesuffix(".yml") + EXAMPLE,
                f"{place}expect.{field}",
                str(expect[field]),
                f"{getattr(outcome, field)}, which is what the definition makes of these rows",
                "correct the example's rows or its expectation, or the definition",
            )


def _agree(expected: float | None, actual: float | None) -> bool:
    """Whether they agree to the digits that the author wrote down."""
    if expected is None or actual is None:
        return expected is actual
    _, _, decimals = str(expected).partition(".")
    return round(actual, len(decimals)) == round(float(expected), len(decimals))
