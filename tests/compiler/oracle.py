"""MetricFlow as a library: the SQL it makes of the same semantic manifest, for comparison."""

from __future__ import annotations

from pathlib import Path

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup


class _Renderer:
    """The least that MetricFlow needs of a client to write SQL; it never runs any through it."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class Oracle:
    """MetricFlow over the semantic manifest that dbt wrote."""

    def __init__(self, manifest: Path) -> None:
        parsed = parse_manifest_from_dbt_generated_manifest(manifest.read_text("utf-8"))
        self.engine = MetricFlowEngine(SemanticManifestLookup(parsed), _Renderer())

    def sql(self, metrics: list[str], group_by: list[str]) -> str:
        """One statement for the metrics; columns are the group-by names, then the metrics."""
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        return self.engine.explain(request).sql_statement.sql
