"""Rules about worked examples. Whether their values come out is for the build to compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from samepage.definitions import Definitions
from samepage.documents import Document, Keys, items
from samepage.errors import Fault
from samepage.metric_file import MetricFile
from samepage.rules.suggest import one_of, unknown

# Periods that begin on the first of a month, whatever the fiscal year.
_MONTHLY = ("month", "quarter", "year")


@dataclass(frozen=True)
class _Case:
    """A worked example, or a published one; `keys` lead to it in its file."""

    metric: MetricFile
    file: Document
    keys: Keys = ()

    def get(self, *keys: str | int) -> object:
        return self.file.get(*self.keys, *keys)

    def at(self, *keys: str | int) -> str:
        return self.file.at(*self.keys, *keys)

    @property
    def rows(self) -> Mapping[str, object]:
        """Rows by mart; empty when they are written otherwise."""
        rows = self.get("rows")
        return rows if isinstance(rows, dict) else {}

    @property
    def expects(self) -> Iterator[Keys]:
        """Where the values stand that are expected: one, or of a published example a list."""
        listed = self.get("expect")
        if isinstance(listed, list):
            yield from (("expect", number) for number, _ in enumerate(listed))
        else:
            yield ("expect",)


def _cases(definitions: Definitions) -> Iterator[_Case]:
    for metric in definitions.metrics:
        if metric.example and not metric.example.faults:
            yield _Case(metric, metric.example)
            for keys, _ in items(metric.example, "published"):
                yield _Case(metric, metric.example, keys)


def example_rows_are_rows_of_marts(definitions: Definitions) -> Iterator[Fault]:
    """Rows stand under the name of a mart, and have its columns."""
    columns = definitions.marts.columns
    for case in _cases(definitions):
        for model in case.rows:
            if model in columns:
                yield from _unknown_columns(case, model, columns[model])
            else:
                where = case.at("rows", model)
                fix = "name a model of models/marts"
                yield unknown(where, "rows", model, "a mart", columns, fix)


def _unknown_columns(case: _Case, model: str, known: tuple[str, ...]) -> Iterator[Fault]:
    rows = case.rows[model]
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        for column in row if isinstance(row, dict) else ():
            if column not in known:
                where = case.at("rows", model, number, column)
                kind = f"a column of {model}"
                fix = f"remove it, or add it to models/marts/{model}.yml"
                yield unknown(where, f"rows.{model}", column, kind, known, fix)


def example_rows_are_counted(definitions: Definitions) -> Iterator[Fault]:
    """Rows of a mart in which the metric does not count explain nothing."""
    for case in _cases(definitions):
        counted = list(_marts_of(definitions, case.metric))
        for model in case.rows if counted else ():
            if model in definitions.marts.columns and model not in counted:
                expected = f"rows of what {case.metric.name} counts in, {one_of(counted)}"
                fix = f"remove the rows of {model}, or correct the metric's measures"
                yield Fault(case.at("rows", model), "rows", model, expected, fix)


def _marts_of(definitions: Definitions, metric: MetricFile) -> Iterator[str]:
    """The marts that a metric counts in, and those that they refer to."""
    for model in definitions.models_of(metric):
        yield model.model
        yield from (other.model for _, other in definitions.marts.reached_by(model))


def example_expects_a_period_of_the_metric(definitions: Definitions) -> Iterator[Fault]:
    """The value expected is one that the metric has: its grain, its period, its dimension."""
    for case in _cases(definitions):
        for expect in case.expects:
            yield from _wrong_place(case, (*expect, "grain"), "grains", ("all",))
            yield from _wrong_place(case, (*expect, "dimension"), "dimensions", ("total",))
            grain, start = case.get(*expect, "grain"), case.get(*expect, "period_start")
            if isinstance(start, date) and grain in _MONTHLY and start.day != 1:
                where, field = case.at(*expect, "period_start"), "expect.period_start"
                fix = f"write {start.replace(day=1)}, or the first day of the {grain} that you mean"
                yield Fault(where, field, str(start), f"the first day of a {grain}", fix)


def _wrong_place(case: _Case, keys: Keys, key: str, always: tuple[str, ...]) -> Iterator[Fault]:
    metric, field, name = case.metric, keys[-1], case.get(*keys)
    known = (*metric.names(key), *always)
    if isinstance(name, str) and isinstance(metric.meta(key), list) and name not in known:
        where = case.at(*keys)
        fix = f"write one of them, or add {name} to `{key}:` in {metric.path}"
        yield unknown(where, f"expect.{field}", name, f"a {field} of {metric.name}", known, fix)
