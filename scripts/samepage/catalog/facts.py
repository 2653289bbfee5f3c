"""What can be counted: marts with their measures, clocks and dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edge:
    """A balance counts on one day of a period only (semi-additive).

    day  "min" for the first day of the period that has rows, "max" for the last
    per  columns of the fact, for whose values the day is found one by one; () for all rows at once
    """

    day: str
    per: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One thing that a fact can add up.

    agg     sum, count, sum_boolean, average, min, max, median, percentile, count_distinct
    clock   the time dimension that dates it
    edge    which day of a period counts, where not all do
    needs   inputs without which the number would be fake
    """

    name: str
    agg: str
    expr: str
    clock: str
    edge: Edge | None
    percentile: float | None
    is_discrete: bool
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Clock:
    """A time dimension of a fact, with the finest grain at which it can be read."""

    name: str
    expr: str
    grain: str


@dataclass(frozen=True)
class Entity:
    """What a fact's rows are (primary, unique) or refer to (foreign), told by the SQL `expr`."""

    name: str
    kind: str
    expr: str

    @property
    def is_key(self) -> bool:
        """Whether no two rows have the same one, so that other facts can be joined to it."""
        return self.kind in ("primary", "unique")


@dataclass(frozen=True)
class Fact:
    """A semantic model: one mart with its measures, clocks and dimensions (name -> SQL).

    entity    prefix of its own dimensions in filters: `lead` in `lead__is_icp`
    key       the column that tells its rows apart; empty where none does
    columns   the mart's columns and their types, as its contract states them
    upstream  the models that the mart is built from, by layer: staging, inputs, marts
    holds_people  whether its rows stand for people or companies, so that few may not be shown
    """

    name: str
    model: str
    entity: str
    key: str
    columns: Mapping[str, str]
    measures: Mapping[str, Measure]
    clocks: Mapping[str, Clock]
    dimensions: Mapping[str, str]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    upstream: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holds_people: bool = True
