"""What dbt understood: metrics, facts and teams, read from its manifests and never from YAML; and
what else is agreed on, goals and identities, of which dbt knows nothing.

catalog = load_catalog(company)                  # after dbt has parsed the project
catalog.metrics["win_rate"].numerator            # Input(metric='opportunities_won', ...)
catalog.owned_by("sales")                        # (Metric, ...) in order of their labels
catalog.waits_for("churned_mrr")                 # ('subscriptions',) or ()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samepage.agreements import Goal, Identity
from samepage.settings import ENTITIES


@dataclass(frozen=True)
class Measure:
    """One thing that a fact can add up.

    agg     sum, count, sum_boolean, average, min, max, median, percentile, count_distinct
    clock   the time dimension that dates it
    edge    "min" or "max" when only the first or last day of a period counts (semi-additive)
    needs   inputs without which the number would be fake
    """

    name: str
    agg: str
    expr: str
    clock: str
    edge: str | None
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


@dataclass(frozen=True)
class Input:
    """A metric (or, for a simple metric, a measure) as another metric uses it.

    refusals  names of the spec's features asked for here that the compiler does not compute
    """

    name: str
    alias: str
    filters: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """Where a metric should be; `warn` is where attention starts.

    grain  the only grain it is meant for, where the value grows with the length of the period
    """

    value: float
    warn: float | None
    grain: str | None


@dataclass(frozen=True)
class Standard:
    """Who else defines the metric this way."""

    source: str
    url: str


@dataclass(frozen=True)
class Change:
    """What became of a definition with a version, and the day since when it is published so."""

    version: int
    day: date
    what: str


@dataclass(frozen=True)
class Metric:
    """One definition. `kind` is dbt's type: simple, ratio, derived, or one that is refused.

    rule     how an alternative counts differently, as a sentence; empty for all others
    history  what each version changed, oldest first; () while nothing has
    """

    name: str
    label: str
    description: str
    kind: str
    filters: tuple[str, ...]
    measure: Input | None
    numerator: Input | None
    denominator: Input | None
    expr: str
    parts: tuple[Input, ...]
    path: str
    domain: str
    owner: str
    shared_with: tuple[str, ...]
    goal: str
    unit: str
    better: str
    status: str
    rule: str
    version: int
    history: tuple[Change, ...]
    dated_by: str
    window_days: int | None
    grains: tuple[str, ...]
    dimensions: tuple[str, ...]
    target: Target | None
    drivers: tuple[str, ...]
    balanced_by: str | None
    also_known_as: tuple[str, ...]
    standard: Standard | None
    alternatives: tuple[str, ...]
    formula: str

    @property
    def url(self) -> str:
        """Where its page is published: the path of its file."""
        return f"/metrics/{self.domain}/{self.name}/"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the metrics it is built from, each once, in the order of the formula."""
        used = (self.numerator, self.denominator, *self.parts)
        return tuple(dict.fromkeys(each.name for each in used if each))


@dataclass(frozen=True)
class Team:
    """A dbt group: it owns metrics, and shares those of others."""

    name: str
    label: str
    email: str
    description: str


@dataclass(frozen=True)
class Catalog:
    """Everything that is defined, by name in alphabetical order, and which inputs are connected.

    goals, identities  in the order of their files
    """

    metrics: Mapping[str, Metric]
    facts: Mapping[str, Fact]
    teams: Mapping[str, Team]
    connected: frozenset[str]
    goals: Mapping[str, Goal] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()

    def domains(self) -> tuple[str, ...]:
        """The folders under metrics/, in alphabetical order."""
        return tuple(sorted({metric.domain for metric in self.metrics.values()}))

    def of_domain(self, domain: str) -> tuple[Metric, ...]:
        return _by_label(m for m in self.metrics.values() if m.domain == domain)

    def owned_by(self, team: str) -> tuple[Metric, ...]:
        return _by_label(m for m in self.metrics.values() if m.owner == team)

    def shared_with(self, team: str) -> tuple[Metric, ...]:
        return _by_label(m for m in self.metrics.values() if team in m.shared_with)

    def users_of(self, name: str) -> tuple[Metric, ...]:
        """The metrics that are built directly on this one."""
        return _by_label(m for m in self.metrics.values() if name in m.inputs)

    def fact_of(self, measure: str) -> Fact:
        """The fact that holds a measure. dbt keeps measure names unique across facts."""
        return next(fact for fact in self.facts.values() if measure in fact.measures)

    def measures_of(self, name: str) -> tuple[Measure, ...]:
        """Every measure that a metric comes down to, each once."""
        metric = self.metrics[name]
        own = [self.fact_of(m.name).measures[m.name] for m in (metric.measure,) if m]
        below = [measure for each in metric.inputs for measure in self.measures_of(each)]
        return tuple(dict.fromkeys([*own, *below]))

    def facts_of(self, name: str) -> tuple[Fact, ...]:
        """The facts that a metric stands on, each once."""
        facts = (self.fact_of(measure.name) for measure in self.measures_of(name))
        return tuple({fact.name: fact for fact in facts}.values())

    def needs(self, name: str) -> tuple[str, ...]:
        """The inputs without which a metric cannot be computed, in the contract's order."""
        needed = {entity for measure in self.measures_of(name) for entity in measure.needs}
        return tuple(entity for entity in ENTITIES if entity in needed)

    def waits_for(self, name: str) -> tuple[str, ...]:
        """The needed inputs that no connector fills. Empty when the metric can be computed."""
        return tuple(entity for entity in self.needs(name) if entity not in self.connected)

    def grains_of(self, name: str) -> tuple[str, ...]:
        """The grains at which a metric is computed: those it declares, and all time.

        A metric that rests on a balance has no all-time value: what churned in all years by the
        MRR of the first day means nothing.
        """
        has_balance = any(measure.edge for measure in self.measures_of(name))
        declared = self.metrics[name].grains
        return declared if has_balance else (*declared, "all")

    def window_days(self, name: str) -> int:
        """Days after a period's end until it is complete: the longest window among its parts."""
        metric = self.metrics[name]
        below = [self.window_days(each) for each in metric.inputs]
        return max([metric.window_days or 0, *below])


def _by_label(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    return tuple(sorted(metrics, key=lambda metric: (metric.label.casefold(), metric.name)))


def meta_of(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `config.meta` of anything in a manifest; empty when it has none."""
    config = node.get("config") or {}
    return config.get("meta") or {}
