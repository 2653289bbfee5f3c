"""The steps of the build in their order: what each reads, what it writes, and how it is run.

for step in STEPS: ...           # rules, raw, warehouse, examples, feeds, pages, charts, site
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from samepage import stamps
from samepage.charts.render import render_charts
from samepage.company import Company
from samepage.definitions import load_definitions
from samepage.errors import Fault, stop_on
from samepage.examples import check_examples
from samepage.feeds import write_feeds
from samepage.pages import render_site
from samepage.progress import Progress
from samepage.publish import publish
from samepage.rules import check
from samepage.sources import fetch, fingerprint
from samepage.warehouse import build_warehouse
from samepage.warehouse.dbt import read_by_dbt


@dataclass(frozen=True)
class Task:
    """What every step is given."""

    company: Company
    target: str
    strict: bool
    progress: Progress
    since: date | None = None


@dataclass(frozen=True)
class Step:
    """One stage of the build.

    code    the module whose imports are the code that runs
    reads   files and folders that it reads; `inputs` adds what no file of the project tells
    writes  files and folders that have to be there afterwards
    run     does it and returns warnings; raises `Faulty`
    is_apart  whether only the last step waits for it, so that it runs beside those in between
    """

    name: str
    code: str
    reads: Callable[[Company], list[Path]]
    writes: Callable[[Company], list[Path]]
    run: Callable[[Task], list[Fault]]
    inputs: Callable[[Company], object] = lambda company: None
    is_apart: bool = False


def _rules(task: Task) -> list[Fault]:
    stop_on(check(load_definitions(task.company.root)))
    return []


def _raw(task: Task) -> list[Fault]:
    fetch(task.company)
    return []


def _warehouse(task: Task) -> list[Fault]:
    return build_warehouse(task.company, task.target, task.progress, task.strict, task.since)


def _examples(task: Task) -> list[Fault]:
    stop_on(check_examples(task.company))
    return []


def _pages(task: Task) -> list[Fault]:
    company = task.company
    files = [*_RENDERED_FROM(company), *stamps.code_behind("samepage.pages")]
    versions = stamps.packages(company.root / "requirements.txt")
    read = stamps.digest_of_files(files, company.root)
    render_site(company, stamps.digest_of(read, versions, company.variables, str(company.root)))
    return []


def _feeds(task: Task) -> list[Fault]:
    write_feeds(task.company)
    return []


def _charts(task: Task) -> list[Fault]:
    build = task.company.build
    render_charts(json.loads((build.path / "charts.json").read_text("utf-8")), build.charts)
    return []


def _site(task: Task) -> list[Fault]:
    return list(publish(task.company, task.strict).warnings)


def _under(*names: str) -> Callable[[Company], list[Path]]:
    return lambda company: [company.root / name for name in names]


def _examples_of(company: Company) -> list[Path]:
    return list((company.root / "metrics").rglob("*.example.yml"))


# Makes pages, whatever the numbers are.
_RENDERED_FROM = _under("mkdocs.yml", "metrics", "models", "site/pages", "site/templates")

STEPS = (
    Step(
        "rules",
        "samepage.rules",
        reads=_under("dbt_project.yml", "metrics", "models", "site/pages"),
        writes=lambda company: [],
        run=_rules,
    ),
    Step(
        "raw",
        "samepage.sources",
        reads=lambda company: [],
        inputs=fingerprint,
        writes=lambda company: [company.build.raw],
        run=_raw,
    ),
    Step(
        "warehouse",
        "samepage.warehouse",
        reads=lambda company: [company.build.raw, *read_by_dbt(company)],
        writes=lambda company: [
            company.build.warehouse,
            company.build.values,
            company.build.health,
            company.build.compiled,
            company.build.dbt / "manifest.json",
            company.build.dbt / "semantic_manifest.json",
        ],
        run=_warehouse,
    ),
    Step(
        "examples",
        "samepage.examples",
        reads=lambda company: [*read_by_dbt(company), *_examples_of(company)],
        writes=lambda company: [],
        run=_examples,
        is_apart=True,
    ),
    Step(
        "feeds",
        "samepage.feeds",
        reads=lambda company: [
            company.build.values,
            company.build.health,
            *_under("metrics", "models", "site/feeds")(company),
        ],
        writes=lambda company: [company.build.feeds],
        run=_feeds,
        is_apart=True,
    ),
    Step(
        "pages",
        "samepage.pages",
        reads=lambda company: [
            company.build.values,
            company.build.health,
            *_RENDERED_FROM(company),
        ],
        writes=lambda company: [
            company.build.pages,
            company.build.path / "charts.json",
            company.build.path / "mkdocs.yml",
        ],
        run=_pages,
    ),
    Step(
        "charts",
        "samepage.charts.render",
        reads=lambda company: [company.build.path / "charts.json"],
        writes=lambda company: [company.build.charts],
        run=_charts,
    ),
    Step(
        "site",
        "samepage.publish",
        reads=lambda company: [
            company.build.pages,
            company.build.feeds,
            company.build.charts,
            company.build.health,
            company.build.path / "mkdocs.yml",
            company.root / "site" / "theme",
        ],
        writes=lambda company: [company.build.site],
        run=_site,
    ),
)
