"""Resolves metrics to what has to be counted: leaves of facts, and formulas over leaves.

A leaf is one measure under one condition, for example "won opportunities that are new business".
Every metric is a formula over leaves, so a fact is grouped once for all metrics that stand on it.
What is cumulative or of another period is a leaf too: the same rows, of other days.

    plan = resolve(catalog)              # from resolver
    plan.formulas["win_rate"]            # Ratio(Leaf(...), Leaf(...))
    plan.leaves_of("opportunities")      # (Leaf, ...), each with a column name of its own
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from samepage.catalog import Catalog, Fact, Measure, Shift, Span
from samepage.compiler.aggregations import ADDITIVE
from samepage.compiler.joins import Borrowed, Join, joins
from samepage.compiler.reach import Reach
from samepage.periods import GRAINS


@dataclass(frozen=True)
class Leaf:
    """A measure under a condition (SQL over the fact, "" for none); `column` names it in SQL.

    borrowed  columns of other models that the condition names
    span      the days that count, where it is cumulative
    shift     the period whose value it is, where that is another one
    fill      what stands where nothing happened; None for what its measure makes of nothing
    beside    the marts that its condition reads besides its own
    of        the leaf that it is made of: of the same days without fill, of the period's own days
    """

    column: str
    fact: Fact = field(compare=False)
    measure: Measure
    condition: str
    borrowed: tuple[Borrowed, ...] = ()
    span: Span | None = None
    shift: Shift | None = None
    fill: float | None = None
    beside: tuple[str, ...] = field(default=(), compare=False)
    of: Leaf | None = field(default=None, compare=False)

    @property
    def base(self) -> Leaf:
        """The leaf over the same rows of the period's own days."""
        return self.of.base if self.of else self

    @property
    def unfilled(self) -> Leaf:
        """The leaf of the same days that leaves empty what is empty."""
        return self.of if self.of and self.fill is not None else self

    @property
    def nothing(self) -> float | None:
        """Its value where nothing happened. Before the first day of the data nothing is known,
        so what is shifted has no zero of its own."""
        if self.fill is not None or self.shift:
            return self.fill
        return 0 if self.is_zero_when_nothing_happened else None

    @property
    def records(self) -> str:
        """The column that holds how many rows entered the leaf."""
        return self.column if self.counts_rows else f"{self.column}__records"

    @property
    def is_average(self) -> bool:
        """Whether it is the average of the days of a period."""
        return self.span is not None and self.span.agg == "average"

    @property
    def counts_rows(self) -> bool:
        """Whether the leaf is itself a count of rows, and so its own number of records."""
        if self.is_average or self.fill is not None:
            return False
        measure = self.measure
        counted = (measure.agg, measure.expr) == ("sum", "1")
        return counted or measure.agg in ("count", "sum_boolean")

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
        return self.grains_for(self.leaves_of(fact))

    def grains_for(self, over: Iterable[Leaf]) -> tuple[str, ...]:
        """The grains of all metrics that use any of the leaves, from fine to coarse."""
        used = {leaf.unfilled for leaf in over}
        wanted = {
            grain
            for name, formula in self.formulas.items()
            if any(leaf.unfilled in used for leaf in leaves(formula))
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
