"""The child process in which dbt runs: parse, compile the metrics, build. Once each.

It speaks JSON lines on stdout: dbt's own log events, and {"fault": {...}} for whatever stops it
before there are results to read. Its exit frees DuckDB's lock on the warehouse.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner

from samepage.child import settings_from_parent
from samepage.company import Company, load_company
from samepage.compiler import compile_models
from samepage.errors import Faulty
from samepage.manifest import load_catalog
from samepage.warehouse.results import faults_of_exception

# The inputs and the marts with whatever they stand on: staging models of connectors that are
# not in use stay out. Seeds stand beside the metrics that they belong to.
SELECTION = ("+path:models/inputs", "+path:models/marts", "resource_type:seed")
LOGGING = ("--log-format", "json", "--log-level", "info", "--log-level-file", "none")


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
    dbt = dbtRunner()
    common = [*LOGGING, "--target", target, "--vars", json.dumps(dict(company.overrides))]
    # What was compiled last time may refer to models that are gone by now.
    shutil.rmtree(company.build.compiled, ignore_errors=True)
    company.build.compiled.mkdir(parents=True)
    _invoke(dbt, company, ["parse", *common])
    compiled = compile_models(load_catalog(company))
    for name, text in compiled.items():
        (company.build.compiled / name).write_text(text, "utf-8")
    names = sorted(Path(name).stem for name in compiled if name.endswith(".sql"))
    _invoke(dbt, company, ["build", *common, "--select", " ".join([*SELECTION, *names])])


def _invoke(dbt: dbtRunner, company: Company, arguments: list[str]) -> None:
    """Run one dbt command. Failing nodes are left to whoever reads the run results."""
    outcome = dbt.invoke(arguments)
    if outcome.exception is not None:
        raise Faulty(faults_of_exception(str(outcome.exception), company.root))


if __name__ == "__main__":
    sys.exit(main())
