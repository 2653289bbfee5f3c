"""Resolves metrics to what has to be counted: leaves of facts, and formulas over leaves.

A leaf is one measure under one condition, for example "won opportunities that are new business".
Every metric is a formula over leaves, so a fact is grouped once for all metrics that stand on it.

    plan = resolve(catalog)
    plan.formulas["win_rate"]            # Ratio(Leaf(...), Leaf(...))
    plan.leaves_of("opportunities")      # (Leaf, ...), each with a column name of its own
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from samepage.catalog import Catalog, Fact, Input, Measure, Metric
from samepage.compiler.aggregations import ADDITIVE
from samepage.compiler.filters import Refused, condition
from samepage.compiler.joins import Borrowed, Join, joins
from samepage.compiler.reach import Reach, Reached
from samepage.compiler.refusals import refusals
from samepage.errors import Fault, stop_on
from samepage.periods import GRAINS

# PostgreSQL cuts names at 63 characters, and `__records` is put behind them.
_LONGEST = 54


@dataclass(frozen=True)
class Leaf:
    """A measure under a condition (SQL over the fact, "" for none); `column` names it in SQL.

    borrowed  columns of other models that the condition names
    """

    column: str
    fact: Fact = field(compare=False)
    measure: Measure
    condition: str
    borrowed: tuple[Borrowed, ...] = ()

    @property
    def records(self) -> str:
        """The column that holds how many rows entered the leaf."""
        return self.column if self.counts_rows else f"{self.column}__records"

    @property
    def counts_rows(self) -> bool:
        """Whether the leaf is itself a count of rows, and so its own number of records."""
        measure = self.measure
        return measure.agg in ("count", "sum_boolean") or (measure.agg, measure.expr) == (
            "sum",
            "1",
        )

    @property
    def is_zero_when_nothing_happened(self) -> bool:
        """Counts and sums are 0 where nothing happened; averages and medians are null."""
        return self.measure.agg in (*ADDITIVE, "count_distinct")


@dataclass(frozen=True)
class Ratio:
    """Numerator by denominator; null when the denominator is 0."""

    numerator: Formula
    denominator: Formula


@dataclass(frozen=True)
class Derived:
    """An expression over named parts."""

    expr: str
    parts: Mapping[str, Formula]


Formula = Leaf | Ratio | Derived


@dataclass(frozen=True)
class Plan:
    """The formulas of all metrics that can be computed, in alphabetical order."""

    catalog: Catalog
    formulas: Mapping[str, Formula]

    def leaves_of(self, fact: str) -> tuple[Leaf, ...]:
        """The leaves over one fact, each once, in the order of the metrics that use them."""
        every = (leaf for formula in self.formulas.values() for leaf in leaves(formula))
        return tuple(dict.fromkeys(leaf for leaf in every if leaf.fact.name == fact))

    def facts(self) -> tuple[Fact, ...]:
        """The facts that any metric stands on."""
        return tuple(fact for fact in self.catalog.facts.values() if self.leaves_of(fact.name))

    def dimensions_of(self, leaf: Leaf) -> tuple[str, ...]:
        """The dimensions by which any metric wants this leaf cut."""
        users = [name for name, formula in self.formulas.items() if leaf in leaves(formula)]
        cuts = {cut for name in users for cut in self.catalog.metrics[name].dimensions}
        return tuple(sorted(cuts))

    def joins_of(self, fact: Fact) -> list[Join]:
        """The other models that conditions and cuts of a fact's leaves borrow columns from."""
        over, reach = self.leaves_of(fact.name), Reach(self.catalog, fact)
        cuts = {
            name for leaf in over for cut in self.dimensions_of(leaf) for name in cut.split(",")
        }
        named = [column for leaf in over for column in leaf.borrowed]
        return joins([*named, *(each for cut in cuts for each in reach.dimension(cut).borrowed)])

    def grains_of(self, fact: str) -> tuple[str, ...]:
        """The grains at which any metric over the fact is computed, from fine to coarse."""
        wanted = {
            grain
            for name, formula in self.formulas.items()
            if any(leaf.fact.name == fact for leaf in leaves(formula))
            for grain in self.catalog.grains_of(name)
        }
        return tuple(grain for grain in GRAINS if grain in wanted)


def leaves(formula: Formula) -> Iterator[Leaf]:
    """Every leaf of a formula, left to right, with repetitions."""
    match formula:
        case Leaf():
            yield formula
        case Ratio(numerator, denominator):
            yield from leaves(numerator)
            yield from leaves(denominator)
        case Derived(_, parts):
            for part in parts.values():
                yield from leaves(part)


def resolve(catalog: Catalog, only: Iterable[str] | None = None) -> Plan:
    """The plan for the metrics named, or for all that do not wait for an input.

    Raises `Faulty` with everything that the compiler does not compute, named, each with what to
    write instead.
    """
    names = sorted(catalog.metrics if only is None else only)
    stop_on(fault for name in names for fault in refusals(catalog, catalog.metrics[name]))
    resolver = _Resolver(catalog)
    ready = [name for name in names if only is not None or not catalog.waits_for(name)]
    formulas = {name: resolver.formula(catalog.metrics[name], ()) for name in ready}
    stop_on(resolver.faults)
    return Plan(catalog, formulas)


class _Resolver:
    """Hands out one leaf per measure and condition, however many metrics use it."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.known: dict[tuple[str, str], Leaf] = {}
        self.faults: list[Fault] = []

    def formula(self, metric: Metric, inherited: tuple[str, ...]) -> Formula:
        if metric.measure:
            return self.leaf(metric, inherited)
        filters = (*inherited, *metric.filters)
        if metric.numerator and metric.denominator:
            numerator = self.part(metric.numerator, filters)
            return Ratio(numerator, self.part(metric.denominator, filters))
        parts = {part.alias: self.part(part, filters) for part in metric.parts}
        return Derived(metric.expr, parts)

    def part(self, part: Input, filters: tuple[str, ...]) -> Formula:
        return self.formula(self.catalog.metrics[part.name], (*filters, *part.filters))

    def leaf(self, metric: Metric, inherited: tuple[str, ...]) -> Leaf:
        assert metric.measure
        fact = self.catalog.fact_of(metric.measure.name)
        measure = fact.measures[metric.measure.name]
        reach = Reach(self.catalog, fact, measure.clock)
        try:
            where = condition((*metric.filters, *metric.measure.filters, *inherited), reach, metric)
            added = condition(inherited, reach, metric).sql
        except Refused as refused:
            self.faults.append(refused.fault)
            where, added = Reached(""), ""
        key = (measure.name, where.sql)
        if key not in self.known:
            column = self.column(metric, fact, added)
            self.known[key] = Leaf(column, fact, measure, where.sql, where.borrowed)
        return self.known[key]

    def column(self, metric: Metric, fact: Fact, added: str) -> str:
        """The simple metric's name, then the words of what its user adds: `leads__is_icp_true`."""
        words = "_".join(re.findall(r"\w+", added)).lower()
        name = f"{metric.name}__{words}" if words else metric.name
        taken = {leaf.column for leaf in self.known.values()} | {*fact.dimensions, *fact.clocks}
        numbered = (f"{name[:50]}_{number}" for number in range(2, len(taken) + 3))
        return next(each for each in (name[:_LONGEST], *numbered) if each not in taken)
