"""The warehouse: dbt builds it in a child process, then its results are taken out as plain files.

warnings = build_warehouse(company, target="duckdb", progress)
company.build.values                     # metric_values as Parquet, sorted
company.build.health                     # what data-health pages tell, as JSON
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import yaml

from samepage.child import child
from samepage.company import Company
from samepage.errors import Fault, Faulty, Usage, stop_on
from samepage.progress import Progress
from samepage.sources.quarantine import COUNTS, quarantine_faults
from samepage.warehouse.health import health_of, write_health
from samepage.warehouse.results import faults_of, missing_work, read_results

LINKED = ("dbt_project.yml", "profiles.yml", ".dbtignore", "models", "metrics", "macros")


def build_warehouse(
    company: Company, target: str, progress: Progress, strict: bool = True
) -> list[Fault]:
    """Run dbt on the raw files, then write values.parquet and health.json.

    Returns dbt's warnings; with `strict` they are raised. Raises `Faulty` with every failing
    model and test, with every rejected definition, and when anything was left out of the run.
    """
    _start_afresh(company)
    warnings, faults = _run_dbt(company, target, progress)
    stop_on(faults)
    results = read_results(company)
    failed = faults_of(results, company)
    stop_on(failed or missing_work(results, company))
    warnings += faults_of(results, company, ("warn",))
    stop_on(warnings if strict else [])
    with duckdb.connect(company.build.warehouse, read_only=True) as connection:
        stop_on(quarantine_faults(connection.sql(COUNTS).fetchall(), company))
        _export_values(connection, company)
        write_health(health_of(connection, company, results), company)
    return warnings


def check_target(company: Company, target: str | None) -> str:
    """The dbt target to build in: the profile's default, or the one that was asked for.

    Raises `Usage` when profiles.yml does not have it, or when it is no DuckDB.
    """
    profile = yaml.safe_load((company.root / "profiles.yml").read_text("utf-8"))["samepage"]
    chosen = target or str(profile["target"])
    known = [name for name, output in profile["outputs"].items() if output["type"] == "duckdb"]
    if chosen not in known:
        raise Usage(f"--target: found {chosen!r}, expected a DuckDB target: {', '.join(known)}")
    return chosen


def _lay_project(company: Company) -> Path:
    """Links to the project's files and to the build folder, side by side in one folder.

    dbt writes what it runs to a path made from that of the model, so a model of the build folder
    must have a relative one, wherever that folder is. An absolute one is written over.
    """
    folder = company.build.path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "build").symlink_to("..", target_is_directory=True)
    for name in LINKED:
        (folder / name).symlink_to(company.root / name)
    return folder


def _start_afresh(company: Company) -> None:
    """Remove what an earlier or killed build left, so that nothing of it can be read as new."""
    build = company.build
    for stale in build.path.glob(f"{build.warehouse.name}*"):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    for artifact in ("run_results.json", "manifest.json", "semantic_manifest.json"):
        (build.dbt / artifact).unlink(missing_ok=True)


def _run_dbt(company: Company, target: str, progress: Progress) -> tuple[list[Fault], list[Fault]]:
    """(warnings, faults) that dbt told while it ran."""
    told: list[dict[str, Any]] = []
    noise: list[str] = []
    settings = {
        "root": str(company.root),
        "build": str(company.build.path),
        "overrides": dict(company.overrides),
        "target": target,
    }
    folder = _lay_project(company)
    with child("samepage.warehouse.run", settings, _environment(company), folder) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                told.append(json.loads(line))
                _show(told, progress)
            else:
                noise.append(line)
    faults = [Fault(**event["fault"]) for event in told if "fault" in event]
    if process.returncode != 0 and not faults:
        faults = [_crash(process.returncode, noise)]
    # Parsing and building tell the same warning each.
    return list(dict.fromkeys(_warnings(told))), faults


def _environment(company: Company) -> dict[str, str]:
    return {
        "SAMEPAGE_BUILD_DIR": "build",
        "DBT_PROJECT_DIR": ".",
        "DBT_PROFILES_DIR": ".",
        "DBT_TARGET_PATH": str(company.build.dbt),
        "DBT_LOG_PATH": str(company.build.path / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
        "DBT_USE_COLORS": "false",
    }


def _show(told: list[dict[str, Any]], progress: Progress) -> None:
    """Pass the newest event on as a progress line when it says that a node is done."""
    data = told[-1].get("data", {})
    total = data.get("total") or data.get("num_models")
    if "execution_time" in data and total:
        done = sum("execution_time" in event.get("data", {}) for event in told)
        name = data["node_info"]["node_name"]
        progress.item(done, total, name, data["status"].lower(), data["execution_time"])


def _warnings(told: Iterable[dict[str, Any]]) -> Iterable[Fault]:
    for event in told:
        info = event.get("info", {})
        if info.get("level") == "warn" and not info["name"].startswith(("LogTest", "RunResult")):
            yield Fault(
                "dbt",
                info["name"],
                " ".join(info["msg"].split()),
                "a run without warnings",
                "mend what it names, or build with --no-strict",
            )


def _crash(code: int, noise: list[str]) -> Fault:
    last = " ".join("".join(noise[-12:]).split())
    return Fault("dbt", f"exit code {code}", last, "a run to the end", "make site")


def _export_values(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Write metric_values, sorted by every column, so that equal values give equal bytes."""
    values = company.build.values
    temporary = values.with_name(".values.parquet")
    query = "copy (from metric_values order by all) to $file (format parquet, compression zstd)"
    connection.execute(query, {"file": str(temporary)})
    rows = connection.sql(f"select count(*) from '{temporary}'").fetchall()[0][0]
    if not rows:
        fix = "connect inputs under vars.sources in dbt_project.yml"
        raise Faulty([Fault("metric_values", "rows", "0", "at least one metric's values", fix)])
    temporary.replace(values)
