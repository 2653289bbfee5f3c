"""The feeds of a small site, as the cases of tests/pages lay it out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from pages.page_cases import GOLDEN, ROOT, stage
from samepage.catalog import Catalog, Metric
from samepage.feeds.templates import FOLDER
from samepage.feeds.write import feeds
from samepage.pages.desk import Site

WIN_RATE = "metrics/funnel/win_rate"


def staged(root: Path, case: str = "metric") -> Site:
    """The site of a golden case with the templates of the feeds."""
    site = stage(GOLDEN / case, root)
    shutil.copytree(ROOT / FOLDER, root / FOLDER)
    site.company.variables["company"]["time_zone"] = "Europe/Berlin"
    return site


def written(site: Site, **changed: object) -> dict[str, str]:
    """Its files, with some fields of the metric win_rate replaced."""
    return feeds(replace(site, catalog=with_changes(site.catalog, **changed)) if changed else site)


def with_changes(catalog: Catalog, name: str = "win_rate", **changed: object) -> Catalog:
    metric: Metric = replace(catalog.metrics[name], **changed)  # type: ignore[arg-type]
    return replace(catalog, metrics={**catalog.metrics, name: metric})
