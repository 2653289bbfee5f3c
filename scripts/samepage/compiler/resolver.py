"""Resolves metrics to leaves and formulas over them.

    resolve(catalog).formulas["win_rate"]            # Ratio(Leaf(...), Leaf(...))

A filter and an offset of a formula are those of all its leaves, so they are handed down to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from samepage.catalog import Catalog, Conversion, Fact, Input, Metric, Shift
from samepage.compiler.conversions import followed
from samepage.compiler.filters import Refused, all_of, condition
from samepage.compiler.plan import Derived, Formula, Leaf, Plan, Ratio
from samepage.compiler.reach import Reach, Reached
from samepage.compiler.refusals import mirrored, refusals
from samepage.errors import Fault, stop_on

# PostgreSQL cuts names at 63 characters, and `__records` is put behind them.
_LONGEST = 54


def resolve(catalog: Catalog, only: Iterable[str] | None = None) -> Plan:
    """The plan for the metrics named, or for all that do not wait for an input.

    Raises `Faulty` with everything that the compiler does not compute, named, each with what to
    write instead.
    """
    names = sorted(catalog.metrics if only is None else only)
    stop_on(fault for name in names for fault in refusals(catalog, catalog.metrics[name]))
    resolver = _Resolver(catalog)
    ready = [name for name in names if only is not None or not catalog.waits_for(name)]
    formulas = {name: resolver.formula(catalog.metrics[name], _Asked()) for name in ready}
    stop_on([*resolver.faults, *mirrored(catalog, ready)])
    return Plan(catalog, formulas)


@dataclass(frozen=True)
class _Asked:
    """What the users of a metric ask of it: filters of their own, and another period."""

    filters: tuple[str, ...] = ()
    shift: Shift | None = None


class _Resolver:
    """Hands out one leaf per measure, condition and days, however many metrics use it."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.known: dict[tuple[object, ...], Leaf] = {}
        self.faults: list[Fault] = []

    def formula(self, metric: Metric, asked: _Asked) -> Formula:
        if metric.measure:
            return self.leaf(metric, metric.measure, asked)
        if metric.conversion:
            return self.converted(metric, metric.conversion, asked)
        within = replace(asked, filters=(*asked.filters, *metric.filters))
        if metric.numerator and metric.denominator:
            numerator = self.part(metric, metric.numerator, within)
            return Ratio(numerator, self.part(metric, metric.denominator, within))
        parts = {part.alias: self.part(metric, part, within) for part in metric.parts}
        return Derived(metric.expr, parts)

    def part(self, metric: Metric, part: Input, asked: _Asked) -> Formula:
        shift = part.shift or asked.shift
        if part.shift and asked.shift:
            shift = asked.shift.of(part.shift)
            self.faults += [] if shift else [_no_single_shift(metric, part)]
        within = _Asked((*asked.filters, *part.filters), shift)
        return self.formula(self.catalog.metrics[part.name], within)

    def converted(self, metric: Metric, conversion: Conversion, asked: _Asked) -> Formula:
        """The base events that are followed by the other; each counts once."""
        numerator = self.leaf(metric, conversion.base, asked, conversion)
        if not conversion.is_rate:
            return numerator
        return Ratio(numerator, self.leaf(metric, conversion.base, asked))

    def leaf(
        self, metric: Metric, counted: Input, asked: _Asked, then: Conversion | None = None
    ) -> Leaf:
        fact = self.catalog.fact_of(counted.name)
        measure = fact.measures[counted.name]
        # Of other days than the period's own, `metric_time` would be either of two dates.
        clock = "" if metric.span or asked.shift else measure.clock
        reach = Reach(self.catalog, fact, clock)
        where, added, conversion = Reached(""), "", ""
        try:
            filters = (*metric.filters, *counted.filters, *asked.filters)
            where = condition(filters, reach, metric)
            added = condition(asked.filters, reach, metric).sql
            conversion = followed(self.catalog, metric) if then else ""
        except Refused as refused:
            self.faults.append(refused.fault)
        together = all_of([each for each in (where.sql, conversion) if each])
        beside = (self.catalog.fact_of(then.followed_by.name).model,) if then else ()
        base = Leaf("", fact, measure, together, where.borrowed, beside=beside)
        if metric.conversion and not then:
            base = self.named(base, _stem(counted.name, where.sql))
        else:
            base = self.named(base, _stem(metric.name, added))
        own = base
        if metric.span or asked.shift:
            own = replace(base, span=metric.span, shift=asked.shift, of=base)
            own = self.named(own, base.column)
        if counted.fill in (None, own.nothing):
            return own
        return self.named(replace(own, fill=float(counted.fill or 0), of=own), base.column)

    def named(self, leaf: Leaf, stem: str) -> Leaf:
        """The leaf as it is known already, or under a name that no other column has."""
        key = (leaf.measure.name, leaf.condition, leaf.span, leaf.shift, leaf.fill)
        if key not in self.known:
            days = [f"__{each.name}" for each in (leaf.span, leaf.shift) if each]
            fill = "" if leaf.fill is None else f"__or_{leaf.fill:g}".replace("-", "minus_")
            column = self.free(stem, "".join([*days, fill]), leaf.fact)
            self.known[key] = replace(leaf, column=column)
        return self.known[key]

    def free(self, stem: str, suffix: str, fact: Fact) -> str:
        """Both together, cut to what a name may hold, and numbered where it is taken."""
        taken = {leaf.column for leaf in self.known.values()} | {*fact.dimensions, *fact.clocks}
        name = f"{stem[: _LONGEST - len(suffix)]}{suffix}"
        numbered = (f"{name[:50]}_{number}" for number in range(2, len(taken) + 3))
        return next(each for each in (name, *numbered) if each not in taken)


def _stem(name: str, added: str) -> str:
    """The simple metric's name, then the words of what its user adds: `leads__is_icp_true`."""
    words = "_".join(re.findall(r"\w+", added)).lower()
    return f"{name}__{words}" if words else name


def _no_single_shift(metric: Metric, part: Input) -> Fault:
    return Fault(
        metric.path,
        "type_params.metrics",
        part.name,
        "offsets of one unit inside each other: days and weeks, or months, quarters and years",
        "state both in one unit, or only one of them",
    )
