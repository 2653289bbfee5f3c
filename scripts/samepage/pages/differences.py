"""Why two definitions give two numbers: how they differ above the line, below it, and by member.

A share n/d becomes n'/d' in two steps: first the part above the line changes, then the one below.

    above = n'/d - n/d          below = n'/d' - n'/d          above + below = n'/d' - n/d

Every member has its part in the difference, n'(member)/d' - n(member)/d, and these add up as well
wherever the parts of the members add up to the parts of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from samepage.catalog import Metric
from samepage.members import SEPARATOR
from samepage.pages.reading import Reading
from samepage.values import ALL, Value

# What is left of a share: `1 - net_revenue_retention`.
_REST = re.compile(r"1\s*-\s*\w+")

# Where a difference is looked for first: with the customers themselves, else where they differ.
_TELLING = ("account", "segment", "plan", "rep", "channel", "icp_tier")


@dataclass(frozen=True)
class Parts:
    """What a value was divided from."""

    top: float
    bottom: float


@dataclass(frozen=True)
class Side:
    """One of two definitions, in the period in which they are compared."""

    reading: Reading

    @cached_property
    def base(self) -> Reading:
        """The ratio that holds the parts: the metric itself, or the one that it is the rest of.

        `1 - n/d` is `(d - n)/d`.
        """
        if not self.is_rest:
            return self.reading
        name = self.reading.metric.inputs[0]
        metric = self.reading.desk.site.catalog.metrics[name]
        return replace(
            self.reading, metric=metric, choice=replace(self.reading.choice, metric=name)
        )

    @cached_property
    def is_rest(self) -> bool:
        metric = self.reading.metric
        if metric.kind != "derived" or not _REST.fullmatch(metric.expr.strip()):
            return False
        return self.reading.desk.site.catalog.metrics[metric.inputs[0]].kind == "ratio"

    @property
    def is_fraction(self) -> bool:
        return self.base.metric.kind == "ratio"

    @property
    def units(self) -> tuple[str, str]:
        """Of what stands above the line, and of what stands below it."""
        return self.base.numerator.unit, self.base.denominator.unit

    def row(self, member: str = ALL) -> Value | None:
        return self._rows.get(member)

    def base_row(self, member: str = ALL) -> Value | None:
        return self._base_rows.get(member)

    def value(self, member: str = ALL) -> float | None:
        return self.reading.pick(self.row(member))

    def parts(self, member: str = ALL) -> Parts | None:
        """None for what is no ratio. Of a member in which nothing happened: nothing above the line
        and nothing below."""
        row = self.base_row(member)
        if not self.is_fraction:
            return None
        if row is None:
            return None if member == ALL else Parts(0.0, 0.0)
        if row.numerator is None or row.denominator is None:
            return None
        top = row.denominator - row.numerator if self.is_rest else row.numerator
        return Parts(top, row.denominator)

    def by(self, dimension: str) -> Side:
        return Side(self.reading.by(dimension))

    @property
    def members(self) -> set[str]:
        return {row.member for each in (self.reading, self.base) for row in each.members}

    @cached_property
    def _rows(self) -> Mapping[str, Value]:
        return self._shown(self.reading.values)

    @cached_property
    def _base_rows(self) -> Mapping[str, Value]:
        return self._shown(self.base.values)

    def _shown(self, rows: Sequence[Value]) -> Mapping[str, Value]:
        shown = self.reading.shown
        start = shown and shown.period_start
        return {row.member: row for row in rows if row.period_start == start}


def gap(ours: Side, other: Side) -> float | None:
    """How much more the other comes to; None where they have no period or no unit in common."""
    mine, theirs = ours.row(), other.row()
    if mine is None or theirs is None or mine.period_start != theirs.period_start:
        return None
    first, second = ours.value(), other.value()
    if ours.reading.unit != other.reading.unit or first is None or second is None:
        return None
    return second - first


def steps(ours: Side, other: Side) -> tuple[float, float] | None:
    """What comes from above the line, and what from below it.

    None where either has no parts, or where their units differ: from deals to amounts is no step.
    """
    first, second = ours.parts(), other.parts()
    if not first or not second or not first.bottom or not second.bottom:
        return None
    if ours.units != other.units:
        return None
    between = second.top / first.bottom
    return between - first.top / first.bottom, second.top / second.bottom - between


def shared_grain(ours: Metric, other: Metric) -> str | None:
    """The grain to compare at: the month where both have it, else the finest that they share."""
    shared = [grain for grain in ours.grains if grain in other.grains]
    return "month" if "month" in shared else next(iter(shared), None)


def telling_dimension(*sides: Side) -> str | None:
    """Where all can be cut, the dimension that says most about where they differ."""
    metrics = [each.metric for side in sides for each in (side.reading, side.base)]
    shared = [
        name
        for name in metrics[0].dimensions
        if SEPARATOR not in name and all(name in metric.dimensions for metric in metrics)
    ]
    return next((name for name in _TELLING if name in shared), next(iter(shared), None))


@dataclass(frozen=True)
class Share:
    """What one member has in the difference of two definitions."""

    member: str
    difference: float


def shares(ours: Side, other: Side, whole: tuple[Side, Side]) -> list[Share]:
    """Of every member that makes a difference, the largest first.

    ours, other  cut by a dimension
    whole        the same two uncut
    """
    members = sorted(ours.members | other.members)
    found = (Share(name, _difference(ours, other, whole, name)) for name in members)
    return sorted((each for each in found if each.difference), key=lambda s: -abs(s.difference))


def add_up(ours: Side, other: Side) -> bool:
    """Whether the shares of all members are the whole difference: parts of a fraction and amounts
    add up, medians and means do not."""
    is_sum = all(
        side.reading.unit in ("count", "currency") and side.reading.metric.kind != "ratio"
        for side in (ours, other)
    )
    return is_sum or (ours.is_fraction and other.is_fraction)


def _difference(ours: Side, other: Side, whole: tuple[Side, Side], member: str) -> float:
    first, second = (side.parts() for side in whole)
    if not first or not second or not first.bottom or not second.bottom:
        values = ours.value(member), other.value(member)
        if None in values and not add_up(ours, other):
            return 0.0
        return (values[1] or 0.0) - (values[0] or 0.0)
    mine, theirs = ours.parts(member), other.parts(member)
    above = theirs.top / second.bottom if theirs else 0.0
    return above - (mine.top / first.bottom if mine else 0.0)
