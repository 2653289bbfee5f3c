"""Semantic models as facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from samepage.catalog import Clock, Edge, Entity, Fact, Measure, meta_of
from samepage.lineage import Layers

Node = Mapping[str, Any]


def fact(model: Node, columns: Mapping[str, Node], above: Callable[[str], Layers]) -> Fact:
    dimensions = model["dimensions"]
    mart = model["node_relation"]["alias"]
    primary = [each for each in model["entities"] if each["type"] == "primary"]
    clocks = [
        Clock(each["name"], _expr(each), each["type_params"]["time_granularity"])
        for each in dimensions
        if each["type"] == "time"
    ]
    return Fact(
        name=model["name"],
        model=mart,
        entity=model.get("primary_entity") or (primary[0]["name"] if primary else ""),
        key=_expr(primary[0]) if primary else "",
        columns={name: each["data_type"] for name, each in columns[mart].items()},
        measures={each["name"]: _measure(each, model) for each in model["measures"]},
        clocks={clock.name: clock for clock in clocks},
        dimensions={
            each["name"]: _expr(each) for each in dimensions if each["type"] == "categorical"
        },
        entities={
            each["name"]: Entity(each["name"], each["type"], _expr(each))
            for each in model["entities"]
        },
        upstream=above(mart),
        holds_people=bool(meta_of(model).get("holds_people", True)),
    )


def _measure(measure: Node, model: Node) -> Measure:
    default = (model.get("defaults") or {}).get("agg_time_dimension")
    params = measure.get("agg_params") or {}
    return Measure(
        name=measure["name"],
        agg=measure["agg"],
        expr=str(measure["expr"] or measure["name"]),
        clock=str(measure.get("agg_time_dimension") or default),
        edge=_edge(measure.get("non_additive_dimension"), model),
        percentile=params.get("percentile"),
        is_discrete=bool(params.get("use_discrete_percentile")),
        needs=tuple(meta_of(measure).get("needs") or meta_of(model).get("needs") or ()),
    )


def _edge(node: Node | None, model: Node) -> Edge | None:
    if not node:
        return None
    entities = {each["name"]: _expr(each) for each in model["entities"]}
    return Edge(node["window_choice"], tuple(entities[each] for each in node["window_groupings"]))


def _expr(node: Node) -> str:
    return str(node.get("expr") or node["name"])
