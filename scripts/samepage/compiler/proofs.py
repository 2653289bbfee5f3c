"""What every build proves over metric_values, as arguments for the tests of macros/metric_values.

Sums of members, ratios and formulas are proved of every metric without anybody asking for it; what
holds between certain metrics stands in metrics/identities.yml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samepage.agreements import NAME, NEXT, Identity
from samepage.catalog import Input, Metric
from samepage.compiler.aggregations import ADDITIVE
from samepage.compiler.plan import Leaf, Plan, Ratio


@dataclass(frozen=True)
class SideProof:
    """One side of a ratio (numerator or denominator) and the metric whose value it must be."""

    metric: str
    side: str
    part: str


@dataclass(frozen=True)
class FormulaProof:
    """A derived metric and what it must come to.

    expr   SQL over the values of other metrics, each as `metric.value`
    parts  the names of those metrics
    """

    metric: str
    expr: str
    parts: tuple[str, ...]


def additive(plan: Plan) -> list[str]:
    """The metrics whose members sum to the total: plain sums and counts."""
    return [
        name
        for name, formula in plan.formulas.items()
        if isinstance(formula, Leaf) and formula.measure.agg in ADDITIVE and formula.fill is None
    ]


def shares(plan: Plan) -> list[str]:
    """The metrics that are shares of a cohort, and so lie between 0 and 1."""
    metrics = (plan.catalog.metrics[name] for name in plan.formulas)
    return [
        metric.name
        for metric in metrics
        if metric.window_days is not None
        and metric.unit == "percent"
        and isinstance(plan.formulas[metric.name], Ratio)
    ]


def sides(plan: Plan) -> list[SideProof]:
    """The sides of every ratio that stand beside it as metrics of their own."""
    return [
        SideProof(metric.name, side, part.name)
        for metric in _unfiltered(plan)
        for side, part in (("numerator", metric.numerator), ("denominator", metric.denominator))
        if part and _is_published(part, plan)
    ]


def formulas(plan: Plan) -> list[FormulaProof]:
    """Every derived metric whose parts stand beside it as metrics of their own."""
    return [
        _formula(metric)
        for metric in _unfiltered(plan)
        if metric.parts and all(_is_published(part, plan) for part in metric.parts)
    ]


def _unfiltered(plan: Plan) -> list[Metric]:
    metrics = (plan.catalog.metrics[name] for name in plan.formulas)
    return [metric for metric in metrics if not metric.filters]


def _is_published(part: Input, plan: Plan) -> bool:
    """Where a filter narrows a part or an offset moves it, no published number is its own."""
    return part.name in plan.formulas and not part.filters and not part.shift


def _formula(metric: Metric) -> FormulaProof:
    names = {part.alias: part.name for part in metric.parts}
    expr = NAME.sub(
        lambda word: f"{names[word[0]]}.value" if word[0] in names else word[0], metric.expr
    )
    return FormulaProof(metric.name, expr, tuple(dict.fromkeys(names.values())))


def identities(plan: Plan) -> list[Identity]:
    """The identities all of whose metrics are computed."""
    return [each for each in plan.catalog.identities if set(each.metrics) <= plan.formulas.keys()]


def side(written: str) -> str:
    """One side of an identity as SQL over a column per metric."""
    following = r"lead(\1) over (partition by grain, dimension, member order by period_start)"
    return _NEXT.sub(following, written)


# next(opening_mrr): the metric in the period that follows
_NEXT = re.compile(rf"\b{NEXT}\(\s*(\w+)\s*\)")
