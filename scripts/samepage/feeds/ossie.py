"""The definitions as Apache Ossie, formerly Open Semantic Interchange, and what is lost on the way.

exported = export(site, entries)
exported.written                    # ossie.yaml: facts as datasets, metrics as expressions
exported.lost["arr"]                # ("a balance: counts only on the last day of a period",)

The format is that of version 0.2.0.dev0 of the specification (github.com/apache/ossie, core-spec),
in the part that all its drafts share. It knows expressions, fields and synonyms. What else a
definition says stands in `custom_extensions`, where only those read it who look for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from samepage.catalog import Catalog, Fact
from samepage.compiler import sql
from samepage.compiler.plan import Formula, Leaf, leaves
from samepage.compiler.resolver import resolve
from samepage.counting import spanned
from samepage.feeds.entries import Entry
from samepage.manifest.formulas import shifted
from samepage.pages.desk import Site

VERSION = "0.2.0.dev0"
_VENDOR = "SAMEPAGE"
_HEAD = (
    "# Apache Ossie. What this format cannot hold is told in ossie-losses.md beside this file.\n"
)

# A text in quotes, or a name that no bracket, dot or name follows or precedes.
_WORDS = re.compile(r"'(?:[^']|'')*'|(?<![\w.])[A-Za-z_]\w*(?![\w.(])")


@dataclass(frozen=True)
class Exported:
    """written  the file; lost  name of a metric -> what its expression does not say"""

    written: str
    lost: Mapping[str, Sequence[str]]


def export(site: Site, entries: Sequence[Entry]) -> Exported:
    """Every metric, those that wait for an input too: what they mean does not depend on data."""
    formulas = resolve(site.catalog, only=[entry.metric.name for entry in entries]).formulas
    lost = {name: tuple(_lost(site.catalog, name, formulas[name])) for name in formulas}
    model: dict[str, Any] = {
        "name": "samepage",
        "description": f"Metrics of {site.company.name}, from lead to renewal.",
        "ai_context": {"instructions": _INSTRUCTIONS},
        "datasets": [_dataset(fact) for fact in site.catalog.facts.values()],
        "metrics": [
            _metric(entry, formulas[entry.metric.name], lost[entry.metric.name])
            for entry in entries
        ],
    }
    told = {"version": VERSION, "semantic_model": [model]}
    written = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)
    return Exported(_HEAD + written, {name: words for name, words in lost.items() if words})


_INSTRUCTIONS = (
    "Filter and group each metric by the time field that its extension names under dated_by, "
    "and only by the dimensions and grains listed there. Percentages are fractions."
)


def expression(formula: Formula) -> str:
    """A formula as one aggregate expression over columns written as dataset.column."""
    return sql.value(formula, _aggregate)


def _aggregate(leaf: Leaf) -> str:
    row = sql.row(leaf).sql
    if row == "1" and leaf.fact.key:
        row = leaf.fact.key  # counts every row of a dataset, which has to be named
    value = sql.direct(leaf, _qualified(row, leaf.fact))
    return f"coalesce({value}, 0)" if leaf.is_zero_when_nothing_happened else value


def _qualified(written: str, fact: Fact) -> str:
    """The columns of the fact's mart with the dataset in front; everything else as it is."""

    def named(found: re.Match[str]) -> str:
        return f"{fact.name}.{found[0]}" if found[0] in fact.columns else found[0]

    return _WORDS.sub(named, written.replace(f"{fact.model}.", f"{fact.name}."))


def _dataset(fact: Fact) -> dict[str, Any]:
    times = [_field(clock.name, clock.expr, is_time=True) for clock in fact.clocks.values()]
    cuts = [_field(name, expr, is_time=False) for name, expr in fact.dimensions.items()]
    key = {"primary_key": [fact.key]} if fact.key else {}
    return {"name": fact.name, "source": fact.model, **key, "fields": [*times, *cuts]}


def _field(name: str, expr: str, *, is_time: bool) -> dict[str, Any]:
    return {"name": name, "expression": _ansi(expr), "dimension": {"is_time": is_time}}


def _metric(entry: Entry, formula: Formula, lost: Sequence[str]) -> dict[str, Any]:
    metric = entry.metric
    context: dict[str, Any] = {"synonyms": [metric.label, *metric.also_known_as]}
    if lost:
        context["instructions"] = f"Not said by the expression: {'; '.join(lost)}."
    told: dict[str, Any] = {
        "name": metric.name,
        "expression": _ansi(expression(formula)),
        "description": metric.description,
        "ai_context": context,
    }
    extension = json.dumps(_extension(entry, formula), ensure_ascii=False, sort_keys=True)
    return told | {"custom_extensions": [{"vendor_name": _VENDOR, "data": extension}]}


def _extension(entry: Entry, formula: Formula) -> dict[str, Any]:
    metric = entry.metric
    clocks = {f"{leaf.fact.name}.{leaf.measure.clock}": None for leaf in leaves(formula)}
    return {
        "label": metric.label,
        "owner": metric.owner,
        "status": metric.status,
        "version": metric.version,
        "definition_hash": entry.definition_hash,
        "unit": metric.unit,
        "better": metric.better,
        "dated_by": list(clocks),
        "window_days": metric.window_days,
        "grains": list(metric.grains),
        "dimensions": list(metric.dimensions),
        "target": vars(metric.target) if metric.target else None,
    }


def _ansi(written: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": written}]}


def _lost(catalog: Catalog, name: str, formula: Formula) -> Iterator[str]:
    """What the expression alone does not say, most dangerous first: with these it is wrong to
    group by a period and trust the result."""
    every = list(leaves(formula))
    for span in dict.fromkeys(leaf.span for leaf in every if leaf.span):
        yield f"cumulative: counts {spanned(span)}"
    for shift in dict.fromkeys(leaf.shift for leaf in every if leaf.shift):
        yield f"one of its parts is that of another period: {shifted(shift)}"
    edges = {leaf.measure.edge.day for leaf in every if leaf.measure.edge}
    for edge in sorted(edges):
        day = "first" if edge == "min" else "last"
        yield f"a balance: counts only on the {day} day of a period"
    clocks = {(leaf.fact.name, leaf.measure.clock) for leaf in every}
    if len(clocks) > 1:
        days = ", ".join(f"{fact}.{clock}" for fact, clock in sorted(clocks))
        yield f"its parts are dated by different days: {days}"
    borrowed = {column for leaf in every for column in leaf.borrowed}
    for column in sorted(borrowed, key=lambda column: column.name):
        yield (
            f"{column.name} is {column.expr} of {column.model}, "
            f"of the one row whose {column.key} is {column.on}"
        )
    if len({fact for fact, _ in clocks}) > 1:
        yield "its parts stand in datasets that no relationship joins; each is grouped on its own"
    if window := catalog.window_days(name):
        yield f"a period is complete only {window} days after its end"
