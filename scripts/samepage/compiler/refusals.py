"""What the compiler does not compute: refused by name, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from samepage.catalog import Catalog, Conversion, Input, Length, Measure, Metric
from samepage.compiler.aggregations import COMPUTED
from samepage.compiler.conversions import plain
from samepage.compiler.reach import Reach, Unreachable
from samepage.errors import Fault
from samepage.periods import GRAINS

_KINDS = ("simple", "cumulative", "conversion", "ratio", "derived")


def refusals(catalog: Catalog, metric: Metric) -> Iterator[Fault]:
    """A fault for everything that a metric asks for and no SQL is written for."""
    if metric.kind not in _KINDS:
        yield Fault(
            metric.path,
            "type",
            metric.kind,
            f"one of {', '.join(_KINDS)}",
            "state the metric as one of them",
        )
    if metric.kind == "derived" and "/" in metric.expr:
        yield Fault(
            metric.path,
            "type_params.expr",
            metric.expr,
            "no division: a derived metric cannot guard against a denominator of 0",
            "write `type: ratio` with a numerator and a denominator",
        )
    yield from _unknown_grains(metric)
    if metric.conversion:
        yield from _unconvertible(catalog, metric, metric.conversion)
    for measure in catalog.measures_of(metric.name):
        yield from _unreadable(catalog, metric, measure)
        yield from _finer_than_its_rows(catalog, metric, measure)


def mirrored(catalog: Catalog, names: Iterable[str]) -> Iterator[Fault]:
    """A pair of dimensions in both orders: the rows of a mart are grouped by both of them once."""
    first: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for name in names:
        metric = catalog.metrics[name]
        pairs = [cut for cut in metric.dimensions if "," in cut]
        for fact, pair in product(catalog.facts_of(name), pairs):
            written, by = first.setdefault((fact.name, frozenset(pair.split(","))), (pair, name))
            if written != pair:
                yield Fault(
                    metric.path,
                    "config.meta.dimensions",
                    pair,
                    f"`{written}`, as {by} has it: a pair of {fact.model} has one order",
                    f'write "{written}", or turn the other one round',
                )


def _unknown_grains(metric: Metric) -> Iterator[Fault]:
    """Windows and offsets in grains that the calendar does not have."""
    for field, grain in [
        *((field, length.grain) for field, length in _lengths(metric)),
        *(("grain_to_date", span.to_date) for span in (metric.span,) if span),
        *(("offset_to_grain", part.shift.to_grain) for part in metric.used if part.shift),
    ]:
        if grain and grain not in GRAINS[:-1]:
            yield Fault(
                metric.path,
                f"type_params.{field}",
                grain,
                f"one of {', '.join(GRAINS[:-1])}",
                "name one of them",
            )


def _lengths(metric: Metric) -> Iterator[tuple[str, Length]]:
    for each in (metric.span, metric.conversion):
        if each and each.window:
            yield "window", each.window
    for part in metric.used:
        if part.shift and part.shift.window:
            yield "offset_window", part.shift.window


def _unconvertible(catalog: Catalog, metric: Metric, conversion: Conversion) -> Iterator[Fault]:
    """What ties two events together has to stand in the facts of both."""

    def missing(counted: Input, name: str, known: Iterable[str], field: str) -> Iterator[Fault]:
        if name not in known:
            yield Fault(
                metric.path,
                f"conversion_type_params.{field}",
                name,
                f"one that {catalog.fact_of(counted.name).model} has: {', '.join(sorted(known))}",
                "name one of them, or declare it in the semantic model",
            )

    for side, counted in enumerate(metric.measures):
        fact = catalog.fact_of(counted.name)
        yield from missing(counted, conversion.entity, fact.entities, "entity")
        for pair in conversion.same:
            yield from missing(counted, plain(pair[side]), fact.dimensions, "constant_properties")
        measure = fact.measures[counted.name]
        is_count = measure.agg in ("count", "count_distinct", "sum_boolean")
        if not is_count and (measure.agg, measure.expr) != ("sum", "1"):
            yield Fault(
                metric.path,
                f"measure {measure.name}",
                measure.agg,
                "count, count_distinct, sum_boolean or a sum of 1: a conversion counts events",
                "name a measure that counts",
            )


def _finer_than_its_rows(catalog: Catalog, metric: Metric, measure: Measure) -> Iterator[Fault]:
    """A window has to be made of whole rows, and a balance is a figure of one day already."""
    grain = catalog.fact_of(measure.name).clocks[measure.clock].grain
    if metric.span and measure.edge:
        yield Fault(
            metric.path,
            f"measure {measure.name}",
            "non_additive_dimension",
            "a measure of what happens: a balance is cumulative by itself",
            "write `type: simple`",
        )
    for field, length in _lengths(metric):
        if length.grain in GRAINS and GRAINS.index(length.grain) < GRAINS.index(grain):
            yield Fault(
                metric.path,
                f"type_params.{field}",
                str(length),
                f"{grain}s or longer: its mart has one row per {grain}",
                f"state the {field} in {grain}s",
            )


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
    if metric.conversion and measure.name == metric.conversion.followed_by.name:
        return
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
