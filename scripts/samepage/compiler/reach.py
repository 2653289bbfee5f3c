"""Finds what filters and cuts name: on the fact itself, or on another model one join away.

reach = Reach(catalog, fact, clock="closed_on")
reach.dimension("deal__channel").sql              # channel
reach.dimension("customer__segment").borrowed     # (Borrowed('customer__segment', ...),)
reach.time("metric_time", "quarter").sql          # closed_on__quarter, of the calendar
reach.entity("customer").sql                      # account_id
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from samepage.catalog import Catalog, Clock, Fact
from samepage.compiler.joins import Borrowed
from samepage.periods import GRAINS

# The periods that depend on the fiscal year and the start of the week: only the calendar knows.
_OF_THE_CALENDAR = ("week", "quarter", "year")


class Unreachable(Exception):
    """No such thing, or not one alone; carries what was expected."""


@dataclass(frozen=True)
class Reached:
    """SQL over a row of the fact, and the columns of other models that it is made of."""

    sql: str
    borrowed: tuple[Borrowed, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What can be named over a fact; `clock` is the date that `metric_time` stands for."""

    catalog: Catalog
    fact: Fact
    clock: str = ""

    def dimension(self, name: str) -> Reached:
        """`lead__channel`, `customer__segment`, or without an entity one of the fact itself."""
        entity, _, plain = name.rpartition("__")
        if self._is_own(entity) and plain in self.fact.dimensions:
            return Reached(_in_brackets(self.fact.dimensions[plain]))
        other = self._other(entity, plain, "a dimension", lambda fact: fact.dimensions)
        return self._borrow(name, entity, other, other.dimensions[plain])

    def cut(self, name: str) -> Reached:
        """What a metric is cut by: `channel` of the fact itself, or `customer__segment`."""
        if name not in self.cuts():
            raise Unreachable(
                f"a dimension of {self.fact.model}, or a pair of them such as `segment,channel`: "
                f"{', '.join(self.cuts())}"
            )
        return self.dimension(name)

    def is_time(self, name: str) -> bool:
        """Whether a name is a date's rather than a dimension's."""
        entity, _, plain = name.rpartition("__")
        owners = [self.fact] if self._is_own(entity) else self._others(entity)
        return name == "metric_time" or any(plain in owner.clocks for owner in owners)

    def time(self, name: str, grain: str | None = None) -> Reached:
        """The first day of the period that a date lies in, by the company's calendar; without a
        grain the date as the model has it."""
        if name == "metric_time" and not self.clock:
            raise Unreachable(
                "the date by its own name: of a window or an offset, `metric_time` could be that "
                "of the period or that of the rows"
            )
        name = self.clock if name == "metric_time" else name
        entity, _, plain = name.rpartition("__")
        if self._is_own(entity) and plain in self.fact.clocks:
            clock = self.fact.clocks[plain]
            return _period(clock, plain, Reached(_in_brackets(clock.expr)), grain)
        other = self._other(entity, plain, "a time dimension", lambda fact: fact.clocks)
        clock = other.clocks[plain]
        return _period(clock, name, self._borrow(name, entity, other, clock.expr), grain)

    def entity(self, name: str) -> Reached:
        """The key of what a row is, or refers to."""
        entity, _, plain = name.rpartition("__")
        if self._is_own(entity) and plain in self.fact.entities:
            return Reached(_in_brackets(self.fact.entities[plain].expr))
        other = self._other(entity, plain, "an entity", lambda fact: fact.entities)
        return self._borrow(name, entity, other, other.entities[plain].expr)

    def cuts(self) -> list[str]:
        """Every dimension that a metric can be cut by, those of the fact first."""
        other = {
            f"{entity}__{name}"
            for entity in self.fact.entities
            for other in self._others(entity)
            for name in other.dimensions
        }
        return [*sorted(self.fact.dimensions), *sorted(other)]

    def _own(self, plain: str) -> str:
        return f"{self.fact.entity}__{plain}"

    def _is_own(self, entity: str) -> bool:
        own = self.fact.entities.get(entity)
        return entity in ("", self.fact.entity) or (own is not None and own.is_key)

    def _others(self, entity: str) -> list[Fact]:
        """The models that have one row for each value of an entity of this fact."""
        if entity not in self.fact.entities:
            return []
        every = (each for each in self.catalog.facts.values() if each.name != self.fact.name)
        return [each for each in every if entity in each.entities and each.entities[entity].is_key]

    def _other(
        self, entity: str, plain: str, kind: str, names: Callable[[Fact], Collection[str]]
    ) -> Fact:
        found = [other for other in self._others(entity) if plain in names(other)]
        if len(found) > 1:
            models = " and ".join(other.model for other in found)
            raise Unreachable(f"{kind} that one model has: {models} both have it")
        if not found:
            raise Unreachable(self._expected(kind))
        return found[0]

    def _expected(self, kind: str) -> str:
        fact = self.fact
        listed = {
            "a dimension": [each if "__" in each else self._own(each) for each in self.cuts()],
            "an entity": sorted(fact.entities),
            "a time dimension": ["metric_time", *map(self._own, sorted(fact.clocks))],
        }
        return f"{kind} of {fact.model}: {', '.join(listed[kind])}"

    def _borrow(self, name: str, entity: str, other: Fact, expr: str) -> Reached:
        on, key = self.fact.entities[entity].expr, other.entities[entity].expr
        return Reached(name, (Borrowed(name, expr, entity, other.model, key, on),))


def _period(clock: Clock, name: str, day: Reached, grain: str | None) -> Reached:
    if grain is None:
        return day
    finer = grain not in GRAINS or GRAINS.index(grain) < GRAINS.index(clock.grain)
    if finer or grain == "all":
        known = GRAINS[GRAINS.index(clock.grain) : GRAINS.index("all")]
        raise Unreachable(f"a grain of {name}: {', '.join(known)}")
    as_date = f"cast({day.sql} as date)"
    if grain == "day":
        return Reached(as_date, day.borrowed)
    if grain not in _OF_THE_CALENDAR:
        return Reached(f"cast(date_trunc('{grain}', {day.sql}) as date)", day.borrowed)
    column = f"{name}__{grain}"
    period = Borrowed(column, f"{grain}_starts_on", name, "dim_dates", "date_day", as_date)
    return Reached(column, (*day.borrowed, period))


def _in_brackets(expr: str) -> str:
    return expr if expr.isidentifier() else f"({expr})"
