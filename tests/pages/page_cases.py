"""Small sites out of a folder: a catalog, values and pages, rendered with the real templates.

case.yml      settings of the company, teams, semantic models and metrics in the manifest's shape
values.csv    metric_values
site/pages    hand-written pages
metrics       prose and worked examples, where a case needs them
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import yaml

from compiler.mini import catalog_of
from samepage.agreements import Goal
from samepage.catalog import Team
from samepage.company import BuildFolder, Company
from samepage.pages.desk import Desk, Site
from samepage.pages.render import Rendered, render_pages
from samepage.pages.templates import environment
from samepage.pages.toolbox import toolbox
from samepage.values import read_values

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "pages"

_TYPES = {
    "metric": "varchar",
    "grain": "varchar",
    "period_start": "date",
    "dimension": "varchar",
    "member": "varchar",
    "value": "double",
    "numerator": "double",
    "denominator": "double",
    "records": "bigint",
    "is_complete": "boolean",
}


def stage(case: Path, root: Path, pages: Mapping[str, str] | None = None) -> Site:
    """The site of a case, laid out under `root`; `pages` are laid over its hand-written ones."""
    settings = yaml.safe_load((case / "case.yml").read_text("utf-8"))
    _lay_out(case, root, pages or {})
    company = Company(root, BuildFolder(root / "build"), _variables(settings), {})
    _write_values(case / "values.csv", company.build.values)
    catalog = replace(
        catalog_of(settings, company.connected),
        goals={each["name"]: Goal(**each) for each in settings.get("goals", ())},
        teams={name: Team(name, **team) for name, team in settings["teams"].items()},
    )
    return Site(company, catalog, settings["health"], environment(root))


def rendered(case: Path, root: Path, pages: Mapping[str, str] | None = None) -> list[Rendered]:
    return render_pages(stage(case, root, pages))


def in_second_pass(site: Site, make: Callable[[Callable[[str], Any]], Any]) -> Any:
    """What `make(metric)` comes to once the values that it asked for are there."""
    asking = Desk(site, "index.md")
    make(toolbox(asking)["metric"])
    answers = read_values(site.company.build.values, asking.asks)
    return make(toolbox(Desk(site, "index.md", answers))["metric"])


def markdown(pages: Iterable[Rendered]) -> dict[str, str]:
    """Path -> Markdown, without what charts and compiler have tests of their own for."""
    return {each.page.path: _without_foreign_parts(each.markdown) for each in pages}


def _without_foreign_parts(written: str) -> str:
    written = re.sub(r'data-chart="\w+"', 'data-chart="…"', written)
    return re.sub(r"(````sql\n).*?(\n````)", r"\1…\2", written, flags=re.DOTALL)


def _variables(settings: Mapping[str, Any]) -> dict[str, Any]:
    company = {"fiscal_year_starts_in": 1, "week_starts_on": 1, "currency": "EUR"}
    sources = dict.fromkeys(settings["connected"], "sample")
    privacy = {"people": "names", "suppress_below": 0, **settings.get("privacy", {})}
    return {"company": {**company, **settings["company"]}, "sources": sources, **privacy}


def _lay_out(case: Path, root: Path, pages: Mapping[str, str]) -> None:
    shutil.copytree(ROOT / "site" / "templates", root / "site" / "templates")
    shutil.copy2(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / "build").mkdir()
    for name in ("site/pages", "metrics"):
        if (case / name).is_dir():
            shutil.copytree(case / name, root / name, dirs_exist_ok=True)
    for name, text in pages.items():
        path = root / "site" / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _write_values(source: Path, target: Path) -> None:
    columns = json.dumps(_TYPES).replace('"', "'")
    duckdb.sql(
        f"copy (select * from read_csv('{source}', columns = {columns}, header = true,"
        f" delim = ',', quote = '\"', escape = '\"', auto_detect = false, strict_mode = true))"
        f" to '{target}' (format parquet)"
    )
