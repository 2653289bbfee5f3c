"""What the compiler does not compute: refused by name, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from samepage.catalog import Catalog, Measure, Metric
from samepage.compiler.aggregations import COMPUTED
from samepage.compiler.reach import Reach, Unreachable
from samepage.errors import Fault
from samepage.periods import GRAINS


def refusals(catalog: Catalog, metric: Metric) -> Iterator[Fault]:
    """A fault for everything that a metric asks for and no SQL is written for."""

    def refuse(field: str, value: str, expected: str, fix: str) -> Fault:
        return Fault(metric.path, field, value, expected, fix)

    if metric.kind not in ("simple", "ratio", "derived"):
        yield refuse(
            "type",
            metric.kind,
            "simple, ratio or derived: no other kind is computed yet",
            _INSTEAD.get(metric.kind, "state the metric as a simple, ratio or derived one"),
        )
    for part in (metric.measure, metric.numerator, metric.denominator, *metric.parts):
        for feature in part.refusals if part else ():
            yield refuse(
                f"type_params.{feature}",
                part.name if part else "",
                "an input without it: it is not computed yet",
                f"remove {feature}; zeros are filled in for counts and sums in any case",
            )
    if metric.kind == "derived" and "/" in metric.expr:
        yield refuse(
            "type_params.expr",
            metric.expr,
            "no division: a derived metric cannot guard against a denominator of 0",
            "write `type: ratio` with a numerator and a denominator",
        )
    for measure in catalog.measures_of(metric.name):
        yield from _unreadable(catalog, metric, measure)


def _unreadable(catalog: Catalog, metric: Metric, measure: Measure) -> Iterator[Fault]:
    """What a metric asks of a measure that the measure's fact cannot give."""
    fact = catalog.fact_of(measure.name)
    if measure.agg not in COMPUTED:
        yield Fault(
            metric.path,
            f"measure {measure.name}",
            measure.agg,
            f"one of {', '.join(COMPUTED)}",
            f"change `agg` in models/marts/{fact.model}.yml",
        )
    for dimension in metric.dimensions:
        yield from _uncuttable(Reach(catalog, fact), metric, dimension)
    finest = GRAINS.index(fact.clocks[measure.clock].grain)
    for grain in metric.grains:
        if GRAINS.index(grain) < finest:
            yield Fault(
                metric.path,
                "config.meta.grains",
                grain,
                f"{GRAINS[finest]} or coarser: {fact.model} has one row per {GRAINS[finest]}",
                f"remove {grain}",
            )


def _uncuttable(reach: Reach, metric: Metric, dimension: str) -> Iterator[Fault]:
    """A dimension, or one of a pair, that the fact neither has nor reaches."""
    named = dimension.split(",")
    fix = f"remove it, or declare it in models/marts/{reach.fact.model}.yml"
    try:
        for name in named if len(named) <= 2 else [dimension]:
            reach.cut(name)
    except Unreachable as problem:
        yield Fault(metric.path, "config.meta.dimensions", dimension, str(problem), fix)


_INSTEAD = {
    "cumulative": "add a column to the fact that holds the running figure, such as closing_mrr in "
    "models/marts/fct_account_months.sql, and measure that",
    "conversion": "add a milestone to the fact, such as is_won_within_180_days in "
    "models/marts/fct_leads.sql, and write `type: ratio` over two measures",
}
