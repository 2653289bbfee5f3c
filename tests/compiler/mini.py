"""Catalogs out of a few lines of YAML, parsed by the library that dbt itself uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
from dbt_semantic_interfaces.transformations.add_input_metric_measures import (
    AddInputMetricMeasuresRule,
)

from samepage.catalog import Catalog
from samepage.manifest import read_catalog

# The calendar that MetricFlow joins to; the compiler knows its own.
_CALENDAR = {
    "node_relation": {"alias": "dim_dates", "schema_name": "main", "database": "memory"},
    "primary_column": {"name": "date_day", "time_granularity": "day"},
}
_DEFAULTS = {
    "project_configuration": {"time_spine_table_configurations": [], "time_spines": [_CALENDAR]}
}


def semantic_manifest(manifest: Mapping[str, Any]) -> str:
    """Semantic models and metrics, written in the manifest's own shape, as dbt writes them."""
    parsed = PydanticSemanticManifest.parse_obj({**_DEFAULTS, **manifest})
    return AddInputMetricMeasuresRule.transform_model(parsed).json()


def catalog_of(
    manifest: Mapping[str, Any],
    connected: frozenset[str] = frozenset(),
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> Catalog:
    """A catalog of semantic models and metrics written in the manifest's own shape.

    `columns` gives the types of the marts' columns, by mart, where a test lays rows down.
    """
    semantic = json.loads(semantic_manifest(manifest))
    project = {
        "metrics": {each["name"]: _node(each["name"]) for each in semantic["metrics"]},
        "nodes": {
            mart: {
                "name": mart,
                "columns": {
                    name: {"data_type": kind}
                    for name, kind in ((columns or {}).get(mart) or {}).items()
                },
            }
            for mart in (each["node_relation"]["alias"] for each in semantic["semantic_models"])
        },
        "groups": {},
    }
    for metric, written in zip(semantic["metrics"], manifest["metrics"], strict=True):
        metric["label"] = written.get("label") or metric["name"].replace("_", " ").capitalize()
        metric["description"] = written.get("description") or "A figure."
    return read_catalog(semantic, project, connected)


def catalog_in(folder: Path) -> Catalog:
    """The catalog that `manifest.yml` of a golden folder states."""
    return catalog_of(yaml.safe_load((folder / "manifest.yml").read_text("utf-8")))


def _node(name: str) -> dict[str, Any]:
    return {"name": name, "original_file_path": f"metrics/funnel/{name}.yml", "group": "sales"}
