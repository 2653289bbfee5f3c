"""What dbt's run came to: results read from its artifacts, and the faults among them.

results = read_results(company)                 # (Result, ...) in order of their ids
faults_of(results, company)                     # failing models and tests, as people read them
missing_work(results, company)                  # what should have run and did not
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samepage.catalog import meta_of
from samepage.company import Company
from samepage.errors import Fault
from samepage.progress import shortened
from samepage.warehouse.kept import Kept

PASSED = ("success", "pass")


@dataclass(frozen=True)
class Result:
    """How one seed, model or test ended.

    kind      model, seed, test or unit_test
    status    success, pass, warn, fail, error or skipped
    failures  rows that break a test
    model     the model or seed that a test is about
    path      the file in which an author states it, below the project's root
    """

    id: str
    name: str
    kind: str
    status: str
    failures: int
    message: str
    model: str
    path: str
    description: str


def read_results(company: Company) -> tuple[Result, ...]:
    """Every node of the warehouse as it stands, by the build that ran it last."""
    manifest = _artifact(company, "manifest.json")
    nodes = {**manifest["nodes"], **manifest["unit_tests"]}
    kept = Kept.read(company)
    read = [_result(each, nodes[id]) for id, each in kept.results.items()] if kept else []
    return tuple(sorted(read, key=lambda result: result.id))


def faults_of(
    results: Iterable[Result], company: Company, statuses: tuple[str, ...] = ("error", "fail")
) -> list[Fault]:
    """One fault per failed node. Nodes skipped behind them are not repeated."""
    return [_fault(result, company) for result in results if result.status in statuses]


def missing_work(results: Iterable[Result], company: Company) -> list[Fault]:
    """Faults for every model, seed and test that should have run and has no result.

    What should run is read from the manifest here, independently of dbt's selection.
    """
    manifest = _artifact(company, "manifest.json")
    wanted = _wanted_models(manifest)
    tests = {**manifest["nodes"], **manifest["unit_tests"]}.items()
    wanted |= {id for id, test in tests if _is_test(test) and _parents(test) & wanted}
    done = {result.id for result in results}
    return [_missing(id) for id in sorted(wanted - done)] or (
        [] if done else [_missing("every model")]
    )


def faults_of_exception(text: str, root: Path) -> list[Fault]:
    """What dbt says when it cannot even begin, with the file it names put first."""
    files = re.findall(r"[\w./-]+\.(?:sql|ya?ml|csv)\b", text)
    folders = ("", "models", "metrics", "macros")
    paths = [Path(folder, file) for file in files for folder in folders]
    where = next((path for path in paths if (root / path).is_file()), Path("dbt_project.yml"))
    return [
        Fault(str(where), "dbt", _one_line(text), "a project that dbt can parse", f"mend {where}")
    ]


def _artifact(company: Company, name: str) -> dict[str, Any]:
    artifact: dict[str, Any] = json.loads((company.build.dbt / name).read_text("utf-8"))
    return artifact


def _result(raw: Mapping[str, Any], node: dict[str, Any]) -> Result:
    about = node.get("attached_node") or next(iter(sorted(_parents(node))), "")
    return Result(
        id=raw["unique_id"],
        name=node["name"],
        kind=node["resource_type"],
        status=raw["status"],
        failures=raw["failures"] or 0,
        message=raw["message"] or "",
        model=about.split(".")[-1] if _is_test(node) else node["name"],
        path=meta_of(node).get("stated_in") or node["original_file_path"],
        description=node.get("description") or "",
    )


def _is_test(node: dict[str, Any]) -> bool:
    return node["resource_type"] in ("test", "unit_test")


def _parents(node: dict[str, Any]) -> set[str]:
    return set(node["depends_on"].get("nodes", []))


def _wanted_models(manifest: dict[str, Any]) -> set[str]:
    """Ids of the seeds, the inputs, the marts, the compiled models, and all they stand on."""
    nodes = manifest["nodes"]
    waiting = [
        id
        for id, node in nodes.items()
        if node["resource_type"] in ("model", "seed")
        and not node["original_file_path"].startswith("models/staging/")
    ]
    wanted: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id in nodes and id not in wanted:
            wanted.add(id)
            waiting += _parents(nodes[id])
    return wanted


def _missing(name: str) -> Fault:
    return Fault("dbt", name, "", "a result of its run", "see why dbt left it out: make site")


def _fault(result: Result, company: Company) -> Fault:
    if result.kind == "test" and result.status != "error":
        return Fault(
            result.path,
            f"test {shortened(result.name)} of {result.model}",
            f"{result.failures} row{'' if result.failures == 1 else 's'}",
            result.description or "no row that breaks it",
            f"look at the rows: {_show(result, company)}",
        )
    expected, fix = "SQL that runs", f"mend {result.path}"
    if result.kind == "unit_test":
        expected = "the rows that it lists"
    elif "Out of Memory Error" in result.message:
        expected, fix = "enough memory", "give the warehouse more: SAMEPAGE_MEMORY=4GB make site"
    field = f"{result.kind.replace('_', ' ')} {result.name}"
    return Fault(result.path, field, _one_line(result.message), expected, fix)


def _show(result: Result, company: Company) -> str:
    """A command that lists the rows that break a test, for any shell."""
    dbt = shlex.quote(str(Path(sys.executable).parent / "dbt"))
    overrides = json.dumps(dict(company.overrides), default=str)
    variables = f" --vars {shlex.quote(overrides)}" if company.overrides else ""
    return (
        f"cd {shlex.quote(str(company.build.path / 'project'))} && {dbt} --quiet show"
        f" --target-path ../dbt{variables} --limit 20 --select {result.name}"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
