"""Runs the real build, the way a person does, and looks at what it left."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from samepage.company import BuildFolder

ROOT = Path(__file__).parents[1]
SMALL = "tests/companies/small.yml"
MAVEN = ROOT.parent / "shared" / "data" / "maven_crm"
RAVENSTACK = ROOT.parent / "shared" / "data" / "ravenstack"


@dataclass(frozen=True)
class Built:
    """A build folder with a published site in it, and the object that --json printed."""

    build: BuildFolder
    result: dict[str, Any]

    @property
    def site(self) -> Path:
        return self.build.site


@dataclass(frozen=True)
class Workshop:
    """A copy of the project with a published site, for tests that change the one or the other.

    meanwhile   how a build that was tried while this one ran has ended
    """

    root: Path
    built: Built
    meanwhile: Outcome

    def run(self, *arguments: str) -> Outcome:
        return run_build("--vars", SMALL, *arguments, root=self.root)

    def edit(self, name: str, added: str) -> None:
        """Add text to the end of one of the copy's files."""
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(added)


@dataclass(frozen=True)
class Outcome:
    """How one run of the build script ended."""

    code: int
    result: dict[str, Any]
    progress: str

    @property
    def faults(self) -> list[dict[str, str]]:
        return self.result.get("faults", [])

    def fault(self, **wanted: str) -> dict[str, str]:
        """The one fault whose fields contain all of these words; fails with the list if none."""
        found = [f for f in self.faults if all(w in f[key] for key, w in wanted.items())]
        assert len(found) == 1, f"wanted one fault with {wanted}, got {self.result}"
        return found[0]


def command(*arguments: str | Path, root: Path = ROOT) -> list[str]:
    return [sys.executable, str(root / "scripts" / "build.py"), *map(str, arguments)]


def environment() -> dict[str, str]:
    """This process's environment without what pytest or a caller set for the project itself."""
    ours = ("SAMEPAGE_", "DBT_", "PYTHONPATH")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def run_build(*arguments: str | Path, root: Path = ROOT) -> Outcome:
    """Run scripts/build.py --json to its end."""
    ended = subprocess.run(
        command("--json", *arguments, root=root),
        capture_output=True,
        text=True,
        env=environment(),
        cwd=root,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    result = json.loads(ended.stdout) if ended.stdout else {}
    return Outcome(ended.returncode, result, ended.stderr)


def build_site(folder: Path, *arguments: str | Path, root: Path = ROOT) -> Built:
    """Build into `folder`, which must succeed."""
    outcome = run_build("--build-dir", folder, *arguments, root=root)
    assert outcome.code == 0, f"{outcome.result}\n{outcome.progress}"
    return Built(BuildFolder(folder), outcome.result)


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content."""
    files = sorted(path for path in folder.resolve().rglob("*") if path.is_file())
    return {
        path.relative_to(folder.resolve()).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def published(site: Path) -> tuple[str, dict[str, str]]:
    """What must not change when a build fails: where the link leads, and every byte behind it."""
    return str(site.readlink()), tree(site)


def computed(built: Built, metric: str, dimension: str = "total") -> dict[str, float]:
    """Member -> value over all time, from what the build exported."""
    query = """
        select member, value from read_parquet($file)
        where metric = $metric and dimension = $dimension and grain = 'all'
    """
    given = {"file": str(built.build.values), "metric": metric, "dimension": dimension}
    return dict(duckdb.execute(query, given).fetchall())


def by_month(built: Built, metric: str, member: str = "all") -> dict[str, float]:
    """Month, such as 2024-12 -> value, from what the build exported."""
    query = """
        select strftime(period_start, '%Y-%m'), value from read_parquet($file)
        where metric = $metric and member = $member and grain = 'month'
    """
    given = {"file": str(built.build.values), "metric": metric, "member": member}
    return dict(duckdb.execute(query, given).fetchall())


def health_of(built: Built, entity: str) -> dict[str, Any]:
    """What health.json tells of an input."""
    inputs = json.loads(built.build.health.read_text("utf-8"))["inputs"]
    found: dict[str, Any] = next(each for each in inputs if each["entity"] == entity)
    return found


def words(page: Path) -> str:
    """What a person reads on a page: its text without tags and scripts, spaces made plain."""
    text = re.sub(r"<(script|style).*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
