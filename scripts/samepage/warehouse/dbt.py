"""Starts dbt in its child process, shows what it is at, and gathers what it says.

warnings = run_dbt(company, "duckdb", progress)     # dbt's artifacts are in build/dbt then
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from samepage.child import child
from samepage.company import Company
from samepage.errors import Fault, stop_on
from samepage.progress import Progress

LINKED = ("dbt_project.yml", "profiles.yml", ".dbtignore", "models", "metrics", "macros")

# The day from which on incremental models are computed anew; empty to compute them in full.
REOPENED_FROM = "SAMEPAGE_REOPENED_FROM"

# For PostgreSQL, which would spend minutes on compiling statements that run in a second.
NO_JIT = "-c jit=off"

MEMORY = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?B|%)", re.IGNORECASE)

# A line of the child: a log event of dbt, {"info": {...}, "data": {...}}, or {"fault": {...}}.
Event = Mapping[str, Any]


def run_dbt(
    company: Company, target: str, progress: Progress, reopened: date | None = None
) -> list[Fault]:
    """Run samepage.warehouse.run to its end and return dbt's warnings.

    With a day, incremental models keep what lies before it.

    Failing models and tests are left to whoever reads the run results. Raises `Faulty` when
    there are no results: the project cannot be parsed, a metric cannot be compiled, dbt crashed.
    """
    stop_on(_wrong_memory(os.environ.get("SAMEPAGE_MEMORY")))
    settings = {
        "root": str(company.root),
        "build": str(company.build.path),
        "overrides": dict(company.overrides),
        "target": target,
    }
    folder, environment = _lay_project(company), _environment(company, reopened)
    with child("samepage.warehouse.run", settings, environment, folder) as process:
        assert process.stdout is not None
        lines = list(_shown(process.stdout, progress))
    events = [json.loads(line) for line in lines if line.startswith("{")]
    faults = [Fault(**event["fault"]) for event in events if "fault" in event]
    if process.returncode != 0 and not faults:
        faults = [_crash(process.returncode, [line for line in lines if not line.startswith("{")])]
    stop_on(faults)
    # Parsing and building tell the same warning each.
    return list(dict.fromkeys(_warnings(events)))


def project_folder(company: Company) -> Path:
    """Where dbt runs, so that paths in its models begin there."""
    return company.build.path / "project"


def read_by_dbt(company: Company) -> list[Path]:
    """The files and folders that dbt reads: neither prose nor worked examples."""
    metrics = [path for path in (company.root / "metrics").rglob("*") if path.is_file()]
    read = [p for p in metrics if p.suffix in (".yml", ".csv") and ".example." not in p.name]
    others = ("dbt_project.yml", "profiles.yml", "models", "macros")
    return [*(company.root / name for name in others), *read]


def _lay_project(company: Company) -> Path:
    """Links to the project's files and to the build folder, side by side in one folder.

    dbt writes what it runs to a path made from that of the model, so a model of the build folder
    must have a relative one, wherever that folder is. An absolute one is written over.
    """
    folder = project_folder(company)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "build").symlink_to("..", target_is_directory=True)
    for name in LINKED:
        (folder / name).symlink_to(company.root / name)
    return folder


def _environment(company: Company, reopened: date | None) -> dict[str, str]:
    return {
        "SAMEPAGE_BUILD_DIR": "build",
        REOPENED_FROM: str(reopened or ""),
        "DBT_PROJECT_DIR": ".",
        "DBT_PROFILES_DIR": ".",
        "DBT_TARGET_PATH": str(company.build.dbt),
        "DBT_LOG_PATH": str(company.build.path / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
        "DBT_USE_COLORS": "false",
        "PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} {NO_JIT}".strip(),
    }


def _wrong_memory(memory: str | None) -> Iterator[Fault]:
    """Told here: dbt would blame the project for what the environment says."""
    if memory is not None and not MEMORY.fullmatch(memory):
        yield Fault(
            "the environment",
            "SAMEPAGE_MEMORY",
            memory,
            "how much memory the warehouse may use: 4GB, 1500MB or 60%",
            "export SAMEPAGE_MEMORY=4GB, or unset SAMEPAGE_MEMORY for 80% of what there is",
        )


def _shown(lines: Iterable[str], progress: Progress) -> Iterator[str]:
    """The same lines; those that say that a node is done are passed on as progress."""
    done = count(1)
    for line in lines:
        event = json.loads(line) if line.startswith("{") else {}
        data = event.get("data", {})
        if event.get("info", {}).get("name") == "MainReportVersion":
            done = count(1)  # another command of dbt begins
        total = data.get("total") or data.get("num_models")
        if "execution_time" in data and total:
            name, status = data["node_info"]["node_name"], data["status"].lower()
            progress.item(next(done), total, name, status, data["execution_time"])
        yield line


def _warnings(events: Iterable[Event]) -> Iterator[Fault]:
    """What dbt warns of, tests aside: those are among the results."""
    for event in events:
        info = event.get("info", {})
        if info.get("level") == "warn" and not info["name"].startswith(("LogTest", "RunResult")):
            yield Fault(
                "dbt",
                info["name"],
                " ".join(info["msg"].split()),
                "a run without warnings",
                "mend what it names, or build with --no-strict",
            )


def _crash(code: int, said: list[str]) -> Fault:
    last = " ".join("".join(said[-12:]).split())
    return Fault("dbt", f"exit code {code}", last, "a run to the end", "make site")
