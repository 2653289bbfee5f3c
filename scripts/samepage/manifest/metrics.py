"""Metrics: what they count, how they are put together, and what stands in their meta."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from samepage.catalog import (
    Change,
    Conversion,
    Input,
    Length,
    Metric,
    Shift,
    Span,
    Standard,
    Target,
    meta_of,
)
from samepage.manifest.formulas import in_words

Node = Mapping[str, Any]


def metric_of(metric: Node, node: Node, labels: Mapping[str, str]) -> Metric:
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
        span=_span(metric["type"], params),
        conversion=_conversion(params.get("conversion_type_params")),
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
        formula=in_words(params, numerator, denominator, parts, labels),
    )


def _input(node: Node | None) -> Input | None:
    if not node:
        return None
    alias = node.get("alias") or node["name"]
    return Input(node["name"], alias, _filters(node), _shift(node), node.get("fill_nulls_with"))


def _shift(node: Node) -> Shift | None:
    window, to_grain = _length(node.get("offset_window")), node.get("offset_to_grain")
    return Shift(window, to_grain) if window or to_grain else None


def _span(kind: str, params: Node) -> Span | None:
    """dbt writes window and grain_to_date down twice, once as it did in earlier versions."""
    if kind != "cumulative":
        return None
    own = params.get("cumulative_type_params") or {}
    return Span(
        _length(own.get("window") or params.get("window")),
        own.get("grain_to_date") or params.get("grain_to_date"),
        own.get("period_agg") or Span.agg,
    )


def _conversion(params: Node | None) -> Conversion | None:
    if not params:
        return None
    base, followed_by = _input(params["base_measure"]), _input(params["conversion_measure"])
    assert base and followed_by
    return Conversion(
        base=base,
        followed_by=followed_by,
        entity=params["entity"],
        window=_length(params.get("window")),
        same=tuple(
            (each["base_property"], each["conversion_property"])
            for each in params.get("constant_properties") or ()
        ),
        is_rate=params.get("calculation") != "conversions",
    )


def _length(node: Node | None) -> Length | None:
    return Length(node["count"], node["granularity"].removesuffix("s")) if node else None


def _filters(node: Node) -> tuple[str, ...]:
    filters = (node.get("filter") or {}).get("where_filters") or ()
    return tuple(each["where_sql_template"].strip() for each in filters)


def _target(meta: Node | None) -> Target | None:
    return Target(float(meta["value"]), meta.get("warn"), meta.get("grain")) if meta else None


def _change(meta: Node) -> Change:
    return Change(int(meta["version"]), date.fromisoformat(str(meta["date"])), meta["what"])


def _standard(meta: Node | None) -> Standard | None:
    return Standard(meta["source"], meta.get("url", "")) if meta else None
