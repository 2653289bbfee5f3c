"""Semantic manifests and rows at random: every kind of metric that the compiler knows.

    case = cases().example()
    case.manifest        # in the manifest's own shape, as tests write it for `catalog_of`
    case.rows            # rows by table; `world.SCHEMA` has their columns

Drawn are measures of every aggregation on either clock, balances, windows and fillings, filters of
any depth over dimensions, dates and keys, one join away too, ratios, calculations and offsets over
whatever was drawn before, and conversions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from compiler.filtering import filters
from compiler.measuring import Known, composed, measures, simple
from compiler.world import (
    ACCOUNTS,
    DEALS,
    GRAINS,
    MONTHS,
    VISITS,
    Owner,
    account_rows,
    model_of,
    rows_of,
)


@dataclass(frozen=True)
class Case:
    manifest: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    grains: tuple[str, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    drawn = draw(st.sampled_from([(DEALS,), (VISITS, DEALS), (MONTHS,), (MONTHS, DEALS)]))
    measured: dict[str, list[dict[str, Any]]] = {}
    known: list[Known] = []
    for fact in drawn:
        names = [f"{fact.entity}_measure_{n}" for n in range(draw(st.integers(1, 3)))]
        measured[fact.entity] = [draw(measures(fact, name)) for name in names]
        for n in range(draw(st.integers(1, 3))):
            measure = draw(st.sampled_from(measured[fact.entity]))
            known.append(draw(simple(fact, measure, f"{fact.entity}_metric_{n}")))
    for n in range(draw(st.integers(1, 3))):
        known.append(draw(composed(known, f"composed_{n}")))
    for each in known:
        grains = min((fact.grains for fact in each.facts), key=len)
        meta = {"grains": list(grains), "dimensions": _cuts(each.facts, draw)}
        each.metric["config"] = {"meta": meta}
    key = draw(st.sampled_from(["primary", "unique"]))
    seed = draw(st.integers(0, 1_000_000))
    models = [model_of(fact, measured[fact.entity], "primary") for fact in drawn]
    asked = st.lists(
        st.sampled_from([*drawn[0].grains, "all"]), min_size=2, max_size=2, unique=True
    )
    return Case(
        manifest={
            "semantic_models": [*models, model_of(ACCOUNTS, [], key)],
            "metrics": [each.metric for each in known],
        },
        rows={
            **{fact.model: rows_of(fact.model, seed) for fact in drawn},
            "dim_accounts": account_rows(seed),
        },
        grains=tuple(draw(asked)),
    )


@st.composite
def conversions(draw: st.DrawFn) -> Case:
    """Visits that are followed by deals, one of each by account: who has several of either is
    counted otherwise by MetricFlow (test_differences.py)."""
    seed = draw(st.integers(0, 1_000_000))
    window = draw(st.sampled_from([{}, {"window": {"count": 7, "granularity": "day"}}]))
    metrics = []
    for calculation in ("conversions", "conversion_rate"):
        params = {
            "base_measure": {"name": "visits"},
            "conversion_measure": {"name": "deals"},
            "entity": "account",
            "calculation": calculation,
            **window,
        }
        metric = {
            "name": calculation,
            "type": "conversion",
            "type_params": {"conversion_type_params": params},
            "config": {"meta": {"grains": list(GRAINS), "dimensions": ["page"]}},
        }
        listed = draw(st.lists(filters(VISITS, dated=False), max_size=1))
        metrics.append(metric | ({"filter": listed} if listed else {}))
    measured = {
        VISITS: {"name": "visits", "agg": "sum", "expr": "1"},
        DEALS: {"name": "deals", "agg": "sum", "expr": "1"},
    }
    models = [model_of(fact, [measure], "primary") for fact, measure in measured.items()]
    rows = {
        fact.model: [
            {**row, "account_id": f"k{n}"}
            for n, row in enumerate(rows_of(fact.model, seed), start=1)
        ]
        for fact in measured
    }
    return Case(
        manifest={
            "semantic_models": [*models, model_of(ACCOUNTS, [], "primary")],
            "metrics": metrics,
        },
        rows={**rows, "dim_accounts": account_rows(seed)},
        grains=tuple(draw(st.permutations(GRAINS))[:2]),
    )


def _cuts(facts: Sequence[Owner], draw: st.DrawFn) -> list[str]:
    reached = [f"account__{name}" for name in ACCOUNTS.cuts]
    known = [*reached, *facts[0].cuts] if len(facts) == 1 else reached
    singles = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    pairs = [",".join(sorted(singles))] if len(singles) == 2 else []
    return [*singles, *pairs]
