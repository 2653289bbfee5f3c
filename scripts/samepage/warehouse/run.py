"""The child process in which dbt runs: parse, compile the metrics, build. Once each.

While definitions, settings and software stay as they are, what was compiled stands, and only the
build runs. The child speaks JSON lines on stdout: dbt's own log events, and {"fault": {...}} for
whatever stops it before there are results to read. Its exit frees DuckDB's lock on the warehouse.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner

from samepage import stamps
from samepage.child import settings_from_parent
from samepage.company import Company, load_company
from samepage.compiler import compile_models
from samepage.errors import Faulty
from samepage.manifest import load_catalog
from samepage.warehouse.dbt import read_by_dbt
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
    folder, known = company.build.compiled, stamps.Stamps(company.build.path / "stamps")
    digest = compiled_from(company, target)
    if not known.is_fresh("compiled", digest, [folder]):
        known.discard("compiled")
        # What was compiled last time may refer to models that are gone by now.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _invoke(dbt, company, ["parse", *common])
        for name, text in compile_models(load_catalog(company)).items():
            (folder / name).write_text(text, "utf-8")
        known.write("compiled", digest, [folder])
    names = sorted(path.stem for path in folder.glob("*.sql"))
    _invoke(dbt, company, ["build", *common, "--select", " ".join([*SELECTION, *names])])


def compiled_from(company: Company, target: str) -> str:
    """Stands for all that the compiled models are made of; the data are no part of it."""
    code = stamps.code_behind("samepage.compiler", "samepage.manifest")
    return stamps.digest_of(
        stamps.digest_of_files([*read_by_dbt(company), *code], company.root),
        stamps.packages(company.root / "requirements.txt"),
        company.variables,
        target,
    )


def _invoke(dbt: dbtRunner, company: Company, arguments: list[str]) -> None:
    """Run one dbt command. Failing nodes are left to whoever reads the run results."""
    outcome = dbt.invoke(arguments)
    if outcome.exception is not None:
        raise Faulty(faults_of_exception(str(outcome.exception), company.root))


if __name__ == "__main__":
    sys.exit(main())
