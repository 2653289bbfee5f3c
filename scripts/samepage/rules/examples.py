"""Rules about worked examples. Whether their values come out is for the build to compute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samepage.definitions import Definitions
from samepage.documents import Document
from samepage.errors import Fault
from samepage.metric_file import MetricFile
from samepage.rules.suggest import one_of, unknown

# Periods that begin on the first of a month, whatever the fiscal year.
_MONTHLY = ("month", "quarter", "year")


def _examples(definitions: Definitions) -> Iterator[tuple[MetricFile, Document]]:
    for metric in definitions.metrics:
        if metric.example and not metric.example.faults:
            yield metric, metric.example


def example_rows_are_rows_of_marts(definitions: Definitions) -> Iterator[Fault]:
    """Rows stand under the name of a mart, and have its columns."""
    columns = definitions.marts.columns
    for _, example in _examples(definitions):
        rows = example.get("rows")
        for model in rows if isinstance(rows, dict) else ():
            if model in columns:
                yield from _unknown_columns(example, model, columns[model])
            else:
                where = example.at("rows", model)
                fix = "name a model of models/marts"
                yield unknown(where, "rows", model, "a mart", columns, fix)


def _unknown_columns(example: Document, model: str, known: tuple[str, ...]) -> Iterator[Fault]:
    rows = example.get("rows", model)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        for column in row if isinstance(row, dict) else ():
            if column not in known:
                where = example.at("rows", model, number, column)
                kind = f"a column of {model}"
                fix = f"remove it, or add it to models/marts/{model}.yml"
                yield unknown(where, f"rows.{model}", column, kind, known, fix)


def example_rows_are_counted(definitions: Definitions) -> Iterator[Fault]:
    """Rows of a mart in which the metric does not count explain nothing."""
    for metric, example in _examples(definitions):
        counted = [model.model for model in definitions.models_of(metric)]
        rows = example.get("rows")
        for model in rows if isinstance(rows, dict) and counted else ():
            if model in definitions.marts.columns and model not in counted:
                expected = f"rows of what {metric.name} counts in, {one_of(counted)}"
                fix = f"remove the rows of {model}, or correct the metric's measures"
                yield Fault(example.at("rows", model), "rows", model, expected, fix)


def example_expects_a_period_of_the_metric(definitions: Definitions) -> Iterator[Fault]:
    """The value expected is one that the metric has: its grain, its period, its dimension."""
    for metric, example in _examples(definitions):
        yield from _wrong_place(metric, example, "grain", "grains", ("all",))
        yield from _wrong_place(metric, example, "dimension", "dimensions", ("total",))
        grain, start = example.get("expect", "grain"), example.get("expect", "period_start")
        if isinstance(start, date) and grain in _MONTHLY and start.day != 1:
            where = example.at("expect", "period_start")
            fix = f"write {start.replace(day=1)}, or the first day of the {grain} that you mean"
            yield Fault(
                where, "expect.period_start", str(start), f"the first day of a {grain}", fix
            )


def _wrong_place(
    metric: MetricFile, example: Document, field: str, key: str, always: tuple[str, ...]
) -> Iterator[Fault]:
    name = example.get("expect", field)
    known = (*metric.names(key), *always)
    if isinstance(name, str) and isinstance(metric.meta(key), list) and name not in known:
        where = example.at("expect", field)
        fix = f"write one of them, or add {name} to `{key}:` in {metric.path}"
        yield unknown(where, f"expect.{field}", name, f"a {field} of {metric.name}", known, fix)
