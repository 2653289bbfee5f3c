"""Reads dbt's semantic manifest into a catalog.

The semantic manifest says what every metric means; dbt's own manifest adds which file defines it
and which group owns it. Goals stand beside them in a file that dbt does not read. A feature of the
spec that nothing here computes is kept by name in `Input.refusals`, so that the compiler can refuse
it aloud rather than lose it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from samepage.agreements import Goal, Identity, read_goals, read_identities
from samepage.catalog import (
    Catalog,
    Change,
    Clock,
    Entity,
    Fact,
    Input,
    Measure,
    Metric,
    Standard,
    Target,
    Team,
    meta_of,
)
from samepage.company import Company
from samepage.lineage import Layers, upstream
from samepage.wording import where

Node = Mapping[str, Any]


def load_catalog(company: Company) -> Catalog:
    """The catalog of what dbt parsed last into the company's build folder."""
    semantic = json.loads((company.build.dbt / "semantic_manifest.json").read_text("utf-8"))
    project = json.loads((company.build.dbt / "manifest.json").read_text("utf-8"))
    goals, identities = read_goals(company.root), read_identities(company.root)
    return read_catalog(semantic, project, company.connected, goals, identities)


def read_catalog(
    semantic: Node,
    project: Node,
    connected: Iterable[str],
    goals: Iterable[Goal] = (),
    identities: Iterable[Identity] = (),
) -> Catalog:
    """Both manifests, as parsed JSON, the names of the connected inputs, and what is agreed on."""
    nodes = {node["name"]: node for node in project["metrics"].values()}
    labels = {node["name"]: node["label"] or node["name"] for node in semantic["metrics"]}
    metrics = [_metric(each, nodes[each["name"]], labels) for each in semantic["metrics"]]
    models = {node["name"]: node["columns"] for node in project["nodes"].values()}
    above = upstream(project["nodes"])
    facts = [_fact(each, models, above) for each in semantic["semantic_models"]]
    teams = [_team(each) for each in project["groups"].values()]
    return Catalog(
        metrics={each.name: each for each in sorted(metrics, key=lambda m: m.name)},
        facts={each.name: each for each in sorted(facts, key=lambda f: f.name)},
        teams={each.name: each for each in sorted(teams, key=lambda t: t.name)},
        connected=frozenset(connected),
        goals={each.name: each for each in goals},
        identities=tuple(identities),
    )


def _fact(model: Node, columns: Mapping[str, Node], above: Callable[[str], Layers]) -> Fact:
    dimensions = model["dimensions"]
    mart = model["node_relation"]["alias"]
    primary = [each for each in model["entities"] if each["type"] == "primary"]
    clocks = [
        Clock(each["name"], each["expr"] or each["name"], each["type_params"]["time_granularity"])
        for each in dimensions
        if each["type"] == "time"
    ]
    return Fact(
        name=model["name"],
        model=mart,
        entity=model.get("primary_entity") or (primary[0]["name"] if primary else ""),
        key=(primary[0].get("expr") or primary[0]["name"]) if primary else "",
        columns={name: each["data_type"] for name, each in columns[mart].items()},
        measures={each["name"]: _measure(each, model) for each in model["measures"]},
        clocks={clock.name: clock for clock in clocks},
        dimensions={
            each["name"]: each["expr"] or each["name"]
            for each in dimensions
            if each["type"] == "categorical"
        },
        entities={
            each["name"]: Entity(each["name"], each["type"], each.get("expr") or each["name"])
            for each in model["entities"]
        },
        upstream=above(mart),
    )


def _measure(measure: Node, model: Node) -> Measure:
    default = (model.get("defaults") or {}).get("agg_time_dimension")
    edge = measure.get("non_additive_dimension") or {}
    params = measure.get("agg_params") or {}
    return Measure(
        name=measure["name"],
        agg=measure["agg"],
        expr=str(measure["expr"] or measure["name"]),
        clock=str(measure.get("agg_time_dimension") or default),
        edge=edge.get("window_choice"),
        percentile=params.get("percentile"),
        is_discrete=bool(params.get("use_discrete_percentile")),
        needs=tuple(meta_of(measure).get("needs") or meta_of(model).get("needs") or ()),
    )


def _metric(metric: Node, node: Node, labels: Mapping[str, str]) -> Metric:
    params = metric["type_params"]
    meta = meta_of(metric)
    path = PurePosixPath(node["original_file_path"])
    dating = meta.get("dated_by") or {}
    dated_by = dating.get("event") or dating.get("cohort") or ""
    measure = _input(params.get("measure"))
    numerator, denominator = _input(params.get("numerator")), _input(params.get("denominator"))
    parts = tuple(each for each in map(_input, params.get("metrics") or ()) if each)
    return Metric(
        name=metric["name"],
        label=labels[metric["name"]],
        description=(metric["description"] or "").strip(),
        kind=metric["type"],
        filters=_filters(metric),
        measure=measure,
        numerator=numerator,
        denominator=denominator,
        expr=params.get("expr") or "",
        parts=parts,
        path=str(path),
        domain=path.parent.name,
        owner=node.get("group") or "",
        shared_with=tuple(meta.get("shared_with") or ()),
        goal=meta.get("goal", ""),
        unit=meta.get("unit", ""),
        better=meta.get("better", ""),
        status=meta.get("status", ""),
        rule=meta.get("rule", ""),
        version=int(meta.get("version", 1)),
        history=tuple(map(_change, meta.get("history") or ())),
        dated_by=dated_by,
        window_days=dating.get("window_days"),
        grains=tuple(meta.get("grains") or ()),
        dimensions=tuple(meta.get("dimensions") or ()),
        target=_target(meta.get("target")),
        drivers=tuple(meta.get("drivers") or ()),
        balanced_by=meta.get("balanced_by"),
        also_known_as=tuple(meta.get("also_known_as") or ()),
        standard=_standard(meta.get("standard")),
        alternatives=tuple(meta.get("alternatives") or ()),
        formula=_formula(params, numerator, denominator, parts, labels),
    )


def _formula(
    params: Node,
    numerator: Input | None,
    denominator: Input | None,
    parts: tuple[Input, ...],
    labels: Mapping[str, str],
) -> str:
    """The calculation in words, parts by their labels; empty for a metric that just counts."""
    if numerator and denominator:
        return f"{_in_words(numerator, labels)} ÷ {_in_words(denominator, labels)}"
    words = {part.alias: _in_words(part, labels) for part in parts}
    expr = (params.get("expr") or "").replace("*", "×").replace("-", "−")
    return re.sub(r"[A-Za-z_]\w*", lambda word: words.get(word[0], word[0]), expr)


def _in_words(part: Input, labels: Mapping[str, str]) -> str:
    return where(labels.get(part.name, part.name), part.filters)


def _input(node: Node | None) -> Input | None:
    if not node:
        return None
    asked = ("offset_window", "offset_to_grain", "join_to_timespine", "fill_nulls_with")
    refusals = tuple(feature for feature in asked if node.get(feature) not in (None, False))
    return Input(node["name"], node.get("alias") or node["name"], _filters(node), refusals)


def _filters(node: Node) -> tuple[str, ...]:
    filters = (node.get("filter") or {}).get("where_filters") or ()
    return tuple(each["where_sql_template"].strip() for each in filters)


def _target(meta: Node | None) -> Target | None:
    return Target(float(meta["value"]), meta.get("warn"), meta.get("grain")) if meta else None


def _change(meta: Node) -> Change:
    return Change(int(meta["version"]), date.fromisoformat(str(meta["date"])), meta["what"])


def _standard(meta: Node | None) -> Standard | None:
    return Standard(meta["source"], meta.get("url", "")) if meta else None


def _team(group: Node) -> Team:
    owner = group["owner"]
    label = owner.get("name") or group["name"].replace("_", " ").capitalize()
    return Team(group["name"], label, owner.get("email") or "", group.get("description") or "")
