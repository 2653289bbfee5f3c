"""What the last build left for the next: how every node of dbt ended, on which raw tables.

kept = Kept.read(company)              # None: nothing may be kept, everything has to be built
kept.results["model.samepage.in_a"]    # {"unique_id": ..., "status": "success", ...}

The warehouse is kept only as it was when a build of the same definitions succeeded: a build takes
the stamp `kept` away before it touches a table and puts it back once every test has passed, so that
one that fails or is killed is followed by one from nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from samepage import stamps
from samepage.company import Company
from samepage.sources.quarantine import REJECTS
from samepage.warehouse.dbt import read_by_dbt


@dataclass(frozen=True)
class Kept:
    """raw      sha-256 of each raw table, such as `sample/spend`
    results  id of every node -> how it ended: status, failures, message, execution_time
    took     what the last run of dbt did -> seconds of the processor
    """

    raw: Mapping[str, str]
    results: Mapping[str, Mapping[str, Any]]
    took: Mapping[str, float]

    @classmethod
    def read(cls, company: Company) -> Kept | None:
        file = _file(company)
        return cls(**json.loads(file.read_text("utf-8"))) if file.is_file() else None

    def write(self, company: Company) -> None:
        stamps.replace_text(_file(company), json.dumps(vars(self), indent=1))

    def after(
        self,
        raw: Mapping[str, str],
        ended: Iterable[Mapping[str, Any]],
        took: Mapping[str, float],
    ) -> Kept:
        """The same with what has run since, on these raw tables."""
        return Kept(raw, {**self.results, **{each["unique_id"]: each for each in ended}}, took)

    def changed_sources(self, raw: Mapping[str, str], manifest: Mapping[str, Any]) -> set[str]:
        """Ids of dbt's sources whose raw table is another than it was, is new or is gone."""
        tables = self.raw.keys() | raw.keys()
        others = {table for table in tables if self.raw.get(table) != raw.get(table)}
        return {
            id
            for id, source in manifest["sources"].items()
            if f"{source['source_name']}/{source['name']}" in others
        }


def start_on_what_stands(company: Company, target: str) -> None:
    """Keep what the last build left if it succeeded with the same definitions, else remove it, so
    that nothing of an earlier or killed build can be read as new."""
    known = _known(company)
    if not known.is_fresh("kept", made_from(company, target), _outputs(company)):
        build = company.build
        for stale in build.path.glob(f"{build.warehouse.name}*"):
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
        for artifact in (_file(company), *_manifests(company)):
            artifact.unlink(missing_ok=True)
    known.discard("kept")


def keep(company: Company, target: str) -> None:
    """Let the next build go on from here: every node has succeeded."""
    _known(company).write("kept", made_from(company, target), _outputs(company))


def made_from(company: Company, target: str) -> str:
    """Stands for all that the models are made of and run by; the data are no part of it."""
    code = stamps.code_behind("samepage.warehouse.run")
    return stamps.digest_of(
        stamps.digest_of_files([*read_by_dbt(company), *code], company.root),
        stamps.packages(company.root / "requirements.txt"),
        company.variables,
        target,
    )


def raw_tables(company: Company) -> dict[str, str]:
    """`sample/spend` -> sha-256, of every raw table of the connectors in use."""
    files = [
        file
        for connector in company.used_connectors
        for file in sorted((company.build.raw / connector).glob("*.parquet"))
    ]
    return {
        f"{file.parent.name}/{file.stem}": stamps.digest_of_files([file], company.build.raw)
        for file in files
        if file.name != REJECTS
    }


def fingerprints(warehouse: Path, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Id of each model -> what stands for its rows, in whatever order they lie.

    A sum of 64-bit hashes: two tables of as many rows that differ have the same by a chance of one
    in 10^19.
    """
    query = 'select count(*), coalesce(sum(hash(t)::hugeint), 0) from "{}" as t'
    with duckdb.connect(warehouse) as connection:
        return {id: connection.sql(query.format(id.split(".")[-1])).fetchall()[0] for id in ids}


def _file(company: Company) -> Path:
    return company.build.dbt / "kept.json"


def _manifests(company: Company) -> list[Path]:
    return [company.build.dbt / name for name in ("manifest.json", "semantic_manifest.json")]


def _outputs(company: Company) -> list[Path]:
    build = company.build
    return [build.warehouse, build.compiled, _file(company), *_manifests(company)]


def _known(company: Company) -> stamps.Stamps:
    return stamps.Stamps(company.build.path / "stamps")
