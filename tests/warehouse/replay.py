"""The statements by which dbt built some models, run again on other data in a moment.

replay = Replay(whole, since, ("fct_leads",))     # two companies: built from nothing, with --since
replay.build_whole()                              # from the tables raw_<entity>
replay.build_since(date(2026, 8, 28))             # on top of what stands

dbt itself takes seconds for this, and hypothesis asks for it a hundred times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from samepage.company import Company


class Replay:
    """A database of its own, with the seeds and the raw tables of a company that was built."""

    def __init__(self, whole: Company, since: Company, models: tuple[str, ...]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("attach ':memory:' as warehouse")
        self.connection.execute("use warehouse")
        manifest = json.loads((whole.build.dbt / "manifest.json").read_text("utf-8"))
        self.nodes = list(_above(manifest["nodes"], models))
        self.whole, self.since = whole.build.dbt, since.build.dbt
        self.compiled_for = _day_in(self._text(self.since / "compiled", "int_reopened_leads"))
        self._take_seeds_and_raw(whole)

    @property
    def tables(self) -> list[str]:
        return [
            node["name"]
            for node in self.nodes
            if node["config"]["materialized"] in ("table", "incremental")
            and node["name"] != "int_reopened_leads"
        ]

    def build_whole(self) -> None:
        for node in self._models():
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            query = self._text(self.whole / "compiled", node["name"])
            self.connection.execute(f"create or replace {kind} {node['name']} as {query}")
            self._remember(node)

    def build_since(self, day: date) -> None:
        for node in self._models():
            name, kind = node["name"], node["config"]["materialized"]
            is_open = kind == "incremental" or name == "int_reopened_leads"
            folder = self.since if is_open else self.whole
            query = self._text(folder / "compiled", name).replace(self.compiled_for, str(day))
            if kind == "incremental":
                deletion = _DELETION.search(self._text(self.since / "run", name))
                assert deletion, f"{name} was not built incrementally"
                self.connection.execute(f"create or replace temp table newer as {query}")
                self.connection.execute(deletion[0].replace(self.compiled_for, str(day)))
                self.connection.execute(f"insert into {name} by name from newer")
            elif kind == "table":
                self.connection.execute(f"create or replace table {name} as {query}")
            self._remember(node)

    def _models(self) -> Iterator[dict[str, Any]]:
        return (node for node in self.nodes if node["resource_type"] == "model")

    def _remember(self, node: dict[str, Any]) -> None:
        for hook in node["config"]["post-hook"]:
            [model] = re.findall(r"ref\('(\w+)'\)", hook["sql"])
            self.connection.execute(f"create or replace table {model}__remembered as from {model}")

    def _text(self, folder: Path, name: str) -> str:
        """What dbt wrote for a model, reading raw tables of this database."""
        [path] = [node["original_file_path"] for node in self.nodes if node["name"] == name]
        written = (folder / "samepage" / path).read_text("utf-8")
        return re.sub(r"'build/raw/sample/(\w+)\.parquet'", r"raw_\1", written)

    def _take_seeds_and_raw(self, company: Company) -> None:
        self.connection.execute(f"attach '{company.build.warehouse}' as built (read_only)")
        for node in self.nodes:
            if node["resource_type"] == "seed":
                name = node["name"]
                self.connection.execute(f"create table {name} as from built.main.{name}")
        for file in (company.build.raw / "sample").glob("*.parquet"):
            self.connection.execute(f"create table raw_{file.stem} as from '{file}'")


_DELETION = re.compile(r"delete from .*?;", re.DOTALL)


def _day_in(query: str) -> str:
    return re.findall(r">= date '(\d{4}-\d\d-\d\d)'", query)[0]


def _above(nodes: dict[str, Any], models: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The models and all that they are built from, each after what it reads."""
    done: set[str] = set()

    def walk(id: str) -> Iterator[dict[str, Any]]:
        if id in nodes and id not in done:
            done.add(id)
            for parent in nodes[id]["depends_on"].get("nodes", []):
                yield from walk(parent)
            yield nodes[id]

    for model in models:
        yield from walk(f"model.samepage.{model}")
