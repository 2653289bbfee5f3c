"""The warehouse: dbt builds it in a child process, then its results are taken out as plain files.

warnings = build_warehouse(company, target="duckdb", progress)
company.build.values                     # metric_values as Parquet, sorted
company.build.health                     # what data-health pages tell, as JSON
"""

from __future__ import annotations

from datetime import date

import duckdb

from samepage.company import Company
from samepage.errors import Fault, stop_on
from samepage.progress import Progress
from samepage.sources.quarantine import COUNTS, quarantine_faults
from samepage.warehouse.dbt import run_dbt
from samepage.warehouse.health import health_of, write_health
from samepage.warehouse.kept import keep, start_on_what_stands
from samepage.warehouse.postgres import postgres_of
from samepage.warehouse.profiles import check_target
from samepage.warehouse.reopening import ends_too_early, reopened_from
from samepage.warehouse.results import faults_of, missing_work, read_results
from samepage.warehouse.values import export_values

__all__ = ["build_warehouse", "check_target"]


def build_warehouse(
    company: Company,
    target: str,
    progress: Progress,
    strict: bool = True,
    since: date | None = None,
) -> list[Fault]:
    """Run dbt on the raw files, then write values.parquet and health.json.

    With the definitions of the last build, dbt runs only what changed raw tables make necessary;
    with `since`, incremental models also keep what lies before that day less the look-back.
    Returns dbt's warnings; with `strict` they are raised. Raises `Faulty` with every failing
    model and test, with every rejected definition, and when anything was left out of the run.
    Raises `Usage` when the target is a database that does not answer.
    """
    start_on_what_stands(company, target)
    reopened = reopened_from(company, since, progress) if since else None
    server = postgres_of(company, target)
    if server:
        server.bring_in_raw()
    warnings = run_dbt(company, target, progress, reopened)
    results = read_results(company)
    failed = faults_of(results, company)
    stop_on(failed or missing_work(results, company))
    warnings += faults_of(results, company, ("warn",))
    stop_on(warnings if strict else [])
    stop_on(ends_too_early(company, reopened))
    if server:
        server.bring_out_results()
    elif not warnings:
        keep(company, target)
    with duckdb.connect(company.build.warehouse, read_only=True) as connection:
        stop_on(quarantine_faults(connection.sql(COUNTS).fetchall(), company))
        export_values(connection, company)
        write_health(health_of(connection, company, results), company)
    return warnings
