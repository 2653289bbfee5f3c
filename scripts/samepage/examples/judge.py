"""What the compiled SQL makes of an example's rows, held to what its author expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import duckdb

from samepage.catalog import Catalog, Metric
from samepage.company import Company
from samepage.compiler import compile_models
from samepage.definitions import load_definitions
from samepage.errors import Fault
from samepage.examples.stage import lay_calendar, lay_facts
from samepage.manifest import load_catalog
from samepage.metric_file import EXAMPLE

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
    lay_facts(connection, catalog, read, example["rows"])
    grains = _grains(example) | set(catalog.grains_behind(metric.name))
    lay_calendar(connection, list(_dates(example)), grains)
    for file, text in sorted(models.items()):
        if file.endswith(".sql"):
            statement = _REF.sub(lambda ref: ref[1], text)
            connection.execute(f"create or replace temp table {file[:-4]} as {statement}")
    return [_read(connection, expect) for expect in _expects(example)]


def _asked_for(catalog: Catalog, metric: Metric, example: Example) -> Catalog:
    """The catalog with the metric at the grains and cuts that the example _expects, no others:
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


def _dates(example: Example) -> Iterator[date]:
    """Every date in the rows, and the period asked for."""
    yield from (expect["period_start"] for expect in _expects(example))
    for rows in example["rows"].values():
        for row in rows:
            yield from (value for value in row.values() if isinstance(value, date))


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
