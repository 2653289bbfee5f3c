"""What somebody wants to know, checked: every word that names nothing is told, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samepage.catalog import Catalog, Metric
from samepage.company import Company
from samepage.compiler import Question
from samepage.compiler.reach import Reach
from samepage.errors import Fault, Usage
from samepage.periods import GRAINS, Calendar
from samepage.query.bounds import read_bounds
from samepage.query.conditions import read_where
from samepage.query.names import meant
from samepage.rules.suggest import one_of, unknown
from samepage.text import listed

# Longer lists than this help nobody.
_FEW = 6


@dataclass(frozen=True)
class Asked:
    """What was typed. An empty grain is the everyday one, an empty day no bound."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: str = ""
    since: str = ""
    until: str = ""
    where: str = ""


def read_question(company: Company, catalog: Catalog, asked: Asked) -> Question:
    """Raises `Usage` with everything that cannot be answered, each with what to write instead."""
    metrics = tuple(catalog.metrics[name] for name in asked.metrics if name in catalog.metrics)
    faults = [fault for name in asked.metrics for fault in _metric(catalog, name)]
    grain = asked.grain or everyday(catalog, metrics)
    faults += _grain(catalog, metrics, grain)
    known = dimensions(catalog, metrics)
    where, wrong = read_where(asked.where, [*known, *dates(catalog, metrics)])
    faults += [*_by(asked.by, known), *wrong]
    calendar = Calendar(company.fiscal_year_starts_in, company.week_starts_on)
    since, until, late = read_bounds(asked.since, asked.until, grain, calendar)
    if faults := [*faults, *late]:
        raise Usage("\n".join(map(str, sorted(set(faults)))))
    return Question(metrics, grain, asked.by, since, until, where)


def everyday(catalog: Catalog, metrics: Iterable[Metric]) -> str:
    """The month where all metrics have it, else the finest grain that all have."""
    shared = _shared_grains(catalog, metrics)
    return "month" if "month" in shared or not shared else shared[0]


def dimensions(catalog: Catalog, metrics: Iterable[Metric]) -> list[str]:
    """The dimensions that every fact behind the metrics has; of no metric, all that there are."""
    facts = [fact for metric in metrics for fact in catalog.facts_of(metric.name)]
    if not facts:
        return sorted({name for fact in catalog.facts.values() for name in fact.dimensions})
    return sorted(set.intersection(*({*Reach(catalog, fact).cuts()} for fact in facts)))


def dates(catalog: Catalog, metrics: Iterable[Metric]) -> list[str]:
    """The dates that every fact behind the metrics has, and their periods: `closed_on__month`.

    `metric_time` is the date of each metric.
    """
    facts = [fact for metric in metrics for fact in catalog.facts_of(metric.name)]
    shared = set.intersection(*({*fact.clocks} for fact in facts)) if facts else set()
    days = ["metric_time", *sorted(shared)]
    return [*days, *(f"{day}__{grain}" for day in days for grain in GRAINS if grain != "all")]


def _shared_grains(catalog: Catalog, metrics: Iterable[Metric]) -> list[str]:
    each = [catalog.grains_of(metric.name) for metric in metrics]
    return [grain for grain in GRAINS if all(grain in grains for grains in each)]


def _metric(catalog: Catalog, name: str) -> Iterator[Fault]:
    if name not in catalog.metrics:
        like = meant(catalog, name)
        more = f", or one of {len(like) - _FEW} more" if len(like) > _FEW else ""
        fix = f"write {', '.join(f'`{each}`' for each in like[:_FEW])}{more}"
        otherwise = "look it up in metrics/; one that is new is known after `make site`"
        expected = f"a metric, one of {len(catalog.metrics)} names"
        yield Fault("query", "METRIC", name, expected, fix if like else otherwise)
    elif waiting := catalog.waits_for(name):
        expected = f"a metric that has its data; this one waits for {listed(waiting)}"
        fix = "name a connector for it in `vars.sources` of dbt_project.yml, then run `make site`"
        yield Fault("query", "METRIC", name, expected, fix)


def _grain(catalog: Catalog, metrics: tuple[Metric, ...], grain: str) -> Iterator[Fault]:
    shared = _shared_grains(catalog, metrics)
    if grain not in shared:
        labels = [metric.label for metric in metrics] or ["a metric"]
        kind = f"a grain of {listed(labels)}"
        yield Fault(
            "query",
            "--grain",
            grain,
            f"{kind}, {one_of(shared)}" if shared else f"{kind}, and they have none in common",
            f"write `{everyday(catalog, metrics)}`" if shared else "ask for them one by one",
        )


def _by(by: tuple[str, ...], known: Iterable[str]) -> Iterator[Fault]:
    for dimension in by:
        if dimension not in known:
            kind = "a dimension of all these metrics"
            yield unknown("query", "--by", dimension, kind, known, "leave --by out for the total")
    for dimension in {each for each in by if by.count(each) > 1}:
        yield Fault("query", "--by", dimension, "each dimension once", f"write `{dimension}` once")
