"""What every build proves over metric_values, as arguments for the tests of macros/metric_values.

Sums of members, ratios and formulas are proved of every metric without anybody asking for it; what
holds between certain metrics stands in metrics/identities.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samepage.agreements import NAME, NEXT, Identity
from samepage.catalog import Metric
from samepage.compiler.aggregations import ADDITIVE
from samepage.compiler.plan import Leaf, Plan, Ratio


@dataclass(frozen=True)
class FormulaProof:
    """One side of a metric (value, numerator or denominator) and what it must come to.

    expr   SQL over the values of other metrics, each as `metric.value`
    parts  the names of those metrics
    """

    metric: str
    side: str
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


def formulas(plan: Plan) -> list[FormulaProof]:
    """Of every ratio its two sides, of every derived metric its value.

    Where a filter narrows a part or an offset moves it, no published number stands beside it.
    """
    metrics = [plan.catalog.metrics[name] for name in plan.formulas]
    proofs = (proof for metric in metrics if not metric.filters for proof in _formulas(metric))
    return [proof for proof in proofs if set(proof.parts) <= plan.formulas.keys()]


def _formulas(metric: Metric) -> Iterator[FormulaProof]:
    for side, part in (("numerator", metric.numerator), ("denominator", metric.denominator)):
        if part and not part.filters and not part.shift:
            yield FormulaProof(metric.name, side, f"{part.name}.value", (part.name,))
    if metric.parts and not any(part.filters or part.shift for part in metric.parts):
        names = {part.alias: part.name for part in metric.parts}
        expr = NAME.sub(
            lambda word: f"{names[word[0]]}.value" if word[0] in names else word[0], metric.expr
        )
        yield FormulaProof(metric.name, "value", expr, tuple(dict.fromkeys(names.values())))


def identities(plan: Plan) -> list[Identity]:
    """The identities all of whose metrics are computed."""
    return [each for each in plan.catalog.identities if set(each.metrics) <= plan.formulas.keys()]


def side(written: str) -> str:
    """One side of an identity as SQL over a column per metric."""
    following = r"lead(\1) over (partition by grain, dimension, member order by period_start)"
    return _NEXT.sub(following, written)


# next(opening_mrr): the metric in the period that follows
_NEXT = re.compile(rf"\b{NEXT}\(\s*(\w+)\s*\)")
