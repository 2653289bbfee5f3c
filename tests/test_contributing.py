"""CONTRIBUTING is true: its files pass every rule in this very project, and it names every key."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from projects import REPOSITORY, edit, messages, write
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure
from samepage.pages.toolbox import toolbox

TEXT = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def block(kind: str, start: str) -> str:
    (found,) = [text for language, text in BLOCKS if language == kind and text.startswith(start)]
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What authors write in this project, with the files of CONTRIBUTING added."""
    shutil.copytree(REPOSITORY / "metrics", tmp_path / "metrics")
    shutil.copytree(REPOSITORY / "models/marts", tmp_path / "models/marts")
    stem = "metrics/funnel/partner_win_rate"
    example = (block("yaml", start) for start in ("# Mandatory. Why", "# Optional. All keys"))
    write(tmp_path, f"{stem}.yml", block("yaml", "# yaml-language-server"))
    write(tmp_path, f"{stem}.md", block("markdown", "## Counts"))
    write(tmp_path, f"{stem}.example.yml", "\n".join(example))
    # As it says: whatever is new is named by what it moves.
    edit(tmp_path, "metrics/funnel/win_rate.yml", "drivers: [", "drivers: [partner_win_rate, ")
    write(tmp_path, "site/pages/reports/sales.md", block("markdown", "In {{ metric"))
    return tmp_path


def test_its_files_follow_all_rules(root: Path) -> None:
    assert messages(root) == []


def keys(node: Any) -> Iterator[str]:
    """Every property that a schema names, at any depth."""
    if isinstance(node, dict):
        properties = node.get("properties", {})
        yield from (key for key, below in properties.items() if "const" not in below)
        for below in node.values():
            yield from keys(below)
    elif isinstance(node, list):
        for below in node:
            yield from keys(below)


@pytest.mark.parametrize("schema", ["metric", "example"])
def test_it_names_every_key(schema: str) -> None:
    text = (REPOSITORY / f"metrics/{schema}.schema.json").read_text("utf-8")
    named = set(re.findall(r"\w+", TEXT))
    assert sorted(set(keys(json.loads(text))) - named) == []


def test_what_it_shows_of_reports_exists() -> None:
    desk = cast(Desk, SimpleNamespace(link=None))
    known = {*toolbox(desk), *dir(Figure)}
    rows = TEXT.split("| Write | Get |")[1].split("\n\n")[0]
    shown = re.findall(r"`[^`]+`", rows)
    named = {name for code in shown for name in re.findall(r"([a-z_]+)\(|\.([a-z_]+)`", code)}
    assert sorted({first or second for first, second in named} - known) == []
    assert len(named) > 20


def test_it_names_every_allowed_value() -> None:
    schema = json.loads((REPOSITORY / "metrics/metric.schema.json").read_text("utf-8"))
    allowed = re.findall(r"\w+", str(schema["$defs"]["meta"]["properties"]["status"]["enum"]))
    for name in ("unit", "goal", "better"):
        allowed += schema["$defs"]["meta"]["properties"][name]["enum"]
    allowed += schema["$defs"]["grain"]["enum"]
    assert sorted(set(allowed) - set(re.findall(r"\w+", TEXT))) == []
