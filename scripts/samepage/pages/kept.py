"""Pages as the last build wrote them, which stand while nothing that they are made of has changed.

kept = KeptPages.read(site, made_by)
kept.stands(page)                       # True: its files are there, and rendering gives the same
kept.note(page, metrics, files, charts) # of a page that was rendered
kept.charts                             # id -> spec of every drawing on either kind of page
kept.write()

A page is made of the values of the metrics that it asks for, of what was found out about the data,
and of definitions, templates, settings and code, for which `made_by` stands. What it asks for does
not depend on values, so an earlier build knows it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from samepage.company import Company
from samepage.pages.desk import Site
from samepage.pages.matter import METRIC
from samepage.pages.plan import Page
from samepage.stamps import digest_of, replace_text
from samepage.values import fingerprints

# What health.json counts anew with every row that comes in; no page of a metric tells it.
COUNTED = ("inputs", "rejects")


def health_for(page: Page, health: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a page may tell of health.json."""
    if page.template != METRIC:
        return health
    return {key: health[key] for key in health.keys() - COUNTED}


@dataclass
class KeptPages:
    """before    path of each page -> what the last build noted of it
    specs     id of each drawing -> its Vega-Lite spec, of this build and the last
    now       as `before`, of this build
    """

    site: Site
    made_by: str
    before: Mapping[str, Any] = field(default_factory=dict)
    specs: dict[str, dict[str, Any]] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, site: Site, made_by: str) -> KeptPages:
        """Nothing is kept where nobody says what the pages are made by."""
        files = (_notes(site.company), charts_file(site.company))
        if not made_by or not all(file.is_file() for file in files):
            return cls(site, made_by)
        return cls(site, made_by, *(json.loads(file.read_text("utf-8")) for file in files))

    def stands(self, page: Page) -> bool:
        """Whether the page need not be rendered; it is noted again then."""
        noted = self.before.get(page.path)
        if not noted or noted["made_of"] != self._made_of(page, noted["metrics"]):
            return False
        if any(_digest(self._pages / name) != sha for name, sha in noted["files"].items()):
            return False
        if not self.specs.keys() >= set(noted["charts"]):
            return False
        self.now[page.path] = noted
        return True

    def note(
        self,
        page: Page,
        metrics: Iterable[str],
        files: Mapping[str, str],
        charts: Mapping[str, dict[str, Any]],
    ) -> None:
        """`files` are names below build/pages with their texts, `charts` ids with their specs."""
        named = sorted(set(metrics))
        self.specs |= charts
        self.now[page.path] = {
            "made_of": self._made_of(page, named),
            "metrics": named,
            "files": {name: _sha256(text.encode()) for name, text in files.items()},
            "charts": sorted(charts),
        }

    @property
    def charts(self) -> dict[str, dict[str, Any]]:
        """Id -> spec of every drawing on pages that stand or were noted."""
        wanted = sorted({chart for noted in self.now.values() for chart in noted["charts"]})
        return {chart: self.specs[chart] for chart in wanted}

    def write(self) -> None:
        """Remove the files of pages that are gone and keep the rest for the next build."""
        wanted = {self._pages / name for noted in self.now.values() for name in noted["files"]}
        for path in [path for path in self._pages.rglob("*") if path.is_file()]:
            if path not in wanted:
                path.unlink()
        replace_text(_notes(self.site.company), json.dumps(self.now, indent=1, ensure_ascii=False))

    @property
    def _pages(self) -> Path:
        return self.site.company.build.pages

    @cached_property
    def _values(self) -> Mapping[str, str]:
        return fingerprints(self.site.company.build.values)

    def _made_of(self, page: Page, metrics: Iterable[str]) -> str:
        told = health_for(page, self.site.health)
        return digest_of(self.made_by, told, {name: self._values.get(name) for name in metrics})


def charts_file(company: Company) -> Path:
    return company.build.path / "charts.json"


def _notes(company: Company) -> Path:
    return company.build.path / "pages.json"


def _digest(path: Path) -> str:
    return _sha256(path.read_bytes()) if path.is_file() else ""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
