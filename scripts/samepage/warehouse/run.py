"""The child process in which dbt runs: parse, compile the metrics, build. Once each.

While definitions, settings and software stay as they are, what was compiled stands, and so does the
finished warehouse: only what changed raw tables make necessary is built (`waves`). The child speaks
JSON lines on stdout: dbt's own log events, and {"fault": {...}} for whatever stops it before there
are results to read. Its exit frees DuckDB's lock on the warehouse.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from samepage import stamps
from samepage.child import settings_from_parent
from samepage.company import Company, load_company
from samepage.compiler import compile_models
from samepage.errors import Faulty
from samepage.manifest import load_catalog
from samepage.warehouse.dbt import REOPENED_FROM
from samepage.warehouse.kept import Kept, fingerprints, made_from, raw_tables
from samepage.warehouse.results import PASSED, faults_of_exception
from samepage.warehouse.waves import Waves

# The inputs and the marts with whatever they stand on: staging models of connectors that are
# not in use stay out. Seeds stand beside the metrics that they belong to.
SELECTION = ("+path:models/inputs", "+path:models/marts", "resource_type:seed")
LOGGING = ("--log-format", "json", "--log-level", "info", "--log-level-file", "none")
# Unit tests judge SQL over rows of their own, and the SQL is that of the last build.
ONLY_THESE = ("--indirect-selection", "empty", "--exclude-resource-type", "unit_test")
# As dbt names it: DuckDB opens a file twice in one process only under the same name.
WAREHOUSE = Path("build", "warehouse.duckdb")

# How a node ended, with the words that dbt has for it in its run results.
Result = dict[str, Any]


class Laps:
    """Seconds of the processor by what they went into, for `make bench`."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    def end(self, name: str) -> None:
        self.took[name] = round(time.process_time() - sum(self.took.values()), 2)


def main() -> int:
    settings = settings_from_parent()
    company = load_company(Path(settings["root"]), settings["overrides"], Path(settings["build"]))
    try:
        _run(company, settings["target"])
    except Faulty as error:
        for fault in error.faults:
            print(json.dumps({"fault": dataclasses.asdict(fault)}), flush=True)
        return 1
    return 0


def _run(company: Company, target: str) -> None:
    laps = Laps()
    laps.end("import")
    common = [*LOGGING, "--target", target, "--vars", json.dumps(dict(company.overrides))]
    kept, raw = Kept.read(company), raw_tables(company)
    if kept:
        ended = _refresh(company, common, kept.changed_sources(raw, _manifest(company)), laps)
    else:
        ended = _build_all(company, common, made_from(company, target), laps)
    laps.end("build")
    (kept or Kept({}, {}, {})).after(raw, ended, laps.took).write(company)


def _build_all(company: Company, common: list[str], digest: str, laps: Laps) -> list[Result]:
    dbt = dbtRunner()
    folder, known = company.build.compiled, stamps.Stamps(company.build.path / "stamps")
    if not known.is_fresh("compiled", digest, [folder]):
        known.discard("compiled")
        # What was compiled last time may refer to models that are gone by now.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _invoke(dbt, company, ["parse", *common])
        laps.end("parse")
        for name, text in compile_models(load_catalog(company)).items():
            (folder / name).write_text(text, "utf-8")
        known.write("compiled", digest, [folder])
        laps.end("compile")
    names = sorted(path.stem for path in folder.glob("*.sql"))
    return _build(dbt, company, [*common, "--select", " ".join([*SELECTION, *names])])


def _refresh(company: Company, common: list[str], changed: set[str], laps: Laps) -> list[Result]:
    """Build what reads these sources, wave by wave, as far as tables become others by it."""
    # The files that dbt would write are those of the last build.
    common = ["--no-write-json", *common]
    dbt = dbtRunner(_invoke(dbtRunner(), company, ["parse", *common]))
    laps.end("parse")
    waves = Waves(_manifest(company), changed)
    ended: list[Result] = []
    for wave in waves:
        before = fingerprints(WAREHOUSE, wave.models)
        ended += _build(dbt, company, [*common, *ONLY_THESE, "--select", " ".join(wave.names)])
        if any(result["status"] not in (*PASSED, "warn") for result in ended):
            break
        after = fingerprints(WAREHOUSE, wave.models)
        waves.changed |= {id for id in wave.models if after[id] != before[id]}
    return ended


def _manifest(company: Company) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((company.build.dbt / "manifest.json").read_text("utf-8"))
    return manifest


def _build(dbt: dbtRunner, company: Company, arguments: list[str]) -> list[Result]:
    whole = [] if os.environ[REOPENED_FROM] else ["--full-refresh"]
    ended = _invoke(dbt, company, ["build", *whole, *arguments])
    return [
        {
            "unique_id": result.node.unique_id,
            "status": str(result.status),
            "failures": result.failures,
            "message": result.message,
            "execution_time": result.execution_time,
        }
        for result in ended.results
    ]


def _invoke(dbt: dbtRunner, company: Company, arguments: list[str]) -> Any:  # noqa: ANN401
    """Run one dbt command and return its result; failing nodes are left to whoever reads it."""
    outcome = dbt.invoke(arguments)
    if outcome.exception is not None:
        raise Faulty(faults_of_exception(str(outcome.exception), company.root))
    return outcome.result


if __name__ == "__main__":
    sys.exit(main())
