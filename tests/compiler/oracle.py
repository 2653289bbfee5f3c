"""MetricFlow as a library: its answers to the same semantic manifest, for comparison."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import duckdb
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from samepage.members import join

# The first day of a period (None for all time), and the member as metric_values writes it.
Key = tuple[date | None, str]


class _Renderer:
    """The least that MetricFlow needs of a client to write SQL; it never runs any through it."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class Oracle:
    """MetricFlow over a semantic manifest as dbt writes it, in JSON."""

    def __init__(self, manifest: str) -> None:
        parsed = parse_manifest_from_dbt_generated_manifest(manifest)
        self.engine = MetricFlowEngine(SemanticManifestLookup(parsed), _Renderer())

    def sql(self, metrics: Sequence[str], group_by: Sequence[str]) -> str:
        """One statement for the metrics; columns are the group-by names, then the metrics."""
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        return self.engine.explain(request).sql_statement.sql

    def answers(
        self,
        connection: duckdb.DuckDBPyConnection,
        metrics: Sequence[str],
        grain: str,
        dimensions: Sequence[str],
    ) -> dict[str, dict[Key, object]]:
        """Every value by metric, period and member. `dimensions` are named as MetricFlow does.

        Rows without a date are left out: they belong to no period.
        """
        by_time = [] if grain == "all" else [f"metric_time__{grain}"]
        cursor = connection.execute(self.sql(metrics, [*by_time, *dimensions]))
        columns = [column[0] for column in cursor.description]
        found: dict[str, dict[Key, object]] = defaultdict(dict)
        for row in cursor.fetchall():
            cells = dict(zip(columns, row, strict=True))
            period = day(cells[by_time[0]]) if by_time else None
            if by_time and period is None:
                continue
            for name in metrics:
                found[name][period, member(*(cells[each] for each in dimensions))] = cells[name]
        return found


def day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value  # type: ignore[return-value]


def member(*values: object) -> str:
    """As metric_values writes it: a pair with a comma between and its own commas escaped."""
    written = [_written(value) for value in values]
    return join(written) if len(written) > 1 else "".join(written) or "all"


def _written(value: object) -> str:
    return (
        "unknown" if value is None else str(value).lower() if value in (True, False) else str(value)
    )


def same(ours: float | None, theirs: object) -> bool:
    """Equal to nine digits; nothing happening is 0 or null here and no row or null there."""
    if theirs is None or ours is None:
        return not ours and not theirs
    return math.isclose(ours, float(theirs), rel_tol=1e-9, abs_tol=1e-9)  # type: ignore[arg-type]
