"""Everything that is defined, by name, and the questions that others ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samepage.agreements import Goal, Identity
from samepage.catalog.facts import Fact, Measure
from samepage.catalog.metrics import Metric
from samepage.settings import ENTITIES


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
        own = [self.fact_of(each.name).measures[each.name] for each in metric.measures]
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
        MRR of the first day means nothing. Neither has one that looks back: before all time
        was nothing, and a running figure of all time is the plain one.
        """
        has_balance = any(measure.edge for measure in self.measures_of(name))
        declared = self.metrics[name].grains
        return declared if has_balance or self._looks_back(name) else (*declared, "all")

    def grains_behind(self, name: str) -> tuple[str, ...]:
        """The grains whose starts it counts from, whatever it is asked for: the year to date."""
        metric = self.metrics[name]
        starts = [part.shift.to_grain for part in metric.used if part.shift]
        starts += [metric.span.to_date] if metric.span else []
        below = [grain for each in metric.inputs for grain in self.grains_behind(each)]
        return tuple(dict.fromkeys([*filter(None, starts), *below]))

    def _looks_back(self, name: str) -> bool:
        metric = self.metrics[name]
        shifted = any(part.shift for part in metric.used)
        return bool(metric.span) or shifted or any(map(self._looks_back, metric.inputs))

    def window_days(self, name: str) -> int:
        """Days after a period's end until it is complete: the longest window among its parts."""
        metric = self.metrics[name]
        window = metric.conversion.window if metric.conversion else None
        below = [self.window_days(each) for each in metric.inputs]
        return max([metric.window_days or 0, window.days if window else 0, *below])


def _by_label(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    return tuple(sorted(metrics, key=lambda metric: (metric.label.casefold(), metric.name)))


def meta_of(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `config.meta` of anything in a manifest; empty when it has none."""
    config = node.get("config") or {}
    return config.get("meta") or {}
