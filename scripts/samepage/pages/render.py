"""Two passes over all pages, then everything that the site is built from is written.

report = render_site(company)
report.pages                 # ("index.md", "reports/whole-funnel.md", ...)
report.charts                # {"c0123456789abcde": {"$schema": ..., "mark": ...}, ...}
report.navigation            # what mkdocs.yml gets as `nav`
"""

from __future__ import annotations

import json
import shutil
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from samepage.company import Company
from samepage.errors import Fault, stop_on
from samepage.manifest import load_catalog
from samepage.pages import driven
from samepage.pages.config import write_config
from samepage.pages.desk import Desk, Site, page_url
from samepage.pages.matter import matter
from samepage.pages.plan import Nav, Page, metric_path, navigation, plan
from samepage.pages.templates import environment
from samepage.pages.terms import Explainer
from samepage.pages.toolbox import toolbox
from samepage.values import Answers, read_values


@dataclass(frozen=True)
class RenderReport:
    pages: tuple[str, ...]
    charts: Mapping[str, dict[str, Any]]
    navigation: Nav


@dataclass(frozen=True)
class Rendered:
    """One page as it comes from its desk."""

    page: Page
    markdown: str
    desk: Desk


def render_site(company: Company) -> RenderReport:
    """Write build/pages, build/charts.json and build/mkdocs.yml from the last warehouse.

    Raises `Faulty` with everything that any page asks for and nobody has defined, and with every
    template that cannot be rendered; nothing is written then.
    """
    health = json.loads(company.build.health.read_text("utf-8"))
    site = Site(company, load_catalog(company), health, environment(company.root))
    rendered = render_pages(site)
    _write(company.build.pages, rendered)
    charts = {name: spec for each in rendered for name, spec in each.desk.charts.items()}
    (company.build.path / "charts.json").write_text(
        json.dumps(charts, sort_keys=True, ensure_ascii=False), "utf-8"
    )
    pages = tuple(each.page for each in rendered)
    write_config(company, navigation(pages))
    return RenderReport(tuple(page.path for page in pages), charts, navigation(pages))


def render_pages(site: Site) -> list[Rendered]:
    """All pages, filled in from one query. Raises `Faulty` as `render_site` does."""
    pages = plan(site, site.company.root)
    asking = [_render(site, page) for page in pages]
    stop_on(fault for each in asking for fault in each.desk.faults)
    asks = [ask for each in asking for ask in each.desk.asks]
    answers = read_values(site.company.build.values, asks)
    rendered = [
        _render(site, page, answers, each.desk) for page, each in zip(pages, asking, strict=True)
    ]
    stop_on(fault for each in rendered for fault in each.desk.faults)
    return rendered


def _render(
    site: Site, page: Page, answers: Answers | None = None, first: Desk | None = None
) -> Rendered:
    """One pass; the second knows what the first has asked for and whether it met controls."""
    desk = Desk(site, page.path, answers)
    if first:
        desk.asked, desk.is_driven = first.asks, first.is_driven
    context = {
        **toolbox(desk),
        **page.context,
        "catalog": site.catalog,
        "company": site.company.name,
        "health": site.health,
        "as_of": date.fromisoformat(site.health["as_of"]),
    }
    try:
        written = site.environment.get_template(page.template).render(context)
    except (jinja2.TemplateError, TypeError) as error:
        desk.faults.append(_template_fault(site, page, error))
        return Rendered(page, "", desk)
    return Rendered(page, _finished(site, page, desk, written), desk)


def _finished(site: Site, page: Page, desk: Desk, written: str) -> str:
    """With links to metrics resolved and, unless the author wrote one, a title in front."""
    paths = {name: metric_path(metric) for name, metric in site.catalog.metrics.items()}

    def unknown(name: str) -> None:
        where = _line_of(site.company.root / page.source, f"(metric:{name})", page.source)
        desk.missing("link", name, tuple(paths), "link to a metric that is defined", where)

    markdown = driven.placed(desk, Explainer(desk, paths, unknown).explain(written))
    if page.is_written_by_hand:
        return markdown
    return f"{matter(page)}\n{markdown}"


def _line_of(file: Path, words: str, name: str) -> str:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return next((f"{name}:{n}" for n, line in enumerate(lines, 1) if words in line), name)


def _template_fault(site: Site, page: Page, error: Exception) -> Fault:
    """What is wrong with a template, at the template's own line.

    An error of another kind from inside this package is no author's fault and goes on its way.
    """
    folder = site.company.root / "site"
    if isinstance(error, jinja2.TemplateSyntaxError):
        file, line = Path(error.filename or folder / page.template), error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = _last(frames, Path(__file__).parent)
        theirs = _last(frames, folder)
        if own > theirs and not isinstance(error, jinja2.TemplateError):
            raise error
        file, line = Path(frames[theirs].filename), frames[theirs].lineno or 1
        if theirs < 0:
            file, line = folder / page.template, 1
    where = f"{file.relative_to(site.company.root).as_posix()}:{line}"
    return Fault(where, "template", "", "names and calls that exist", f"correct it: {error}")


def _last(frames: Sequence[traceback.FrameSummary], folder: Path) -> int:
    """The innermost frame in a file below `folder`; -1 when there is none."""
    found = [n for n, frame in enumerate(frames) if Path(frame.filename).is_relative_to(folder)]
    return found[-1] if found else -1


def _write(folder: Path, rendered: Sequence[Rendered]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for each in rendered:
        path = folder / each.page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.markdown, "utf-8")
        for name, packed in driven.cubes(each.desk).items():
            cube = folder / page_url(each.page.path).strip("/") / name
            cube.parent.mkdir(parents=True, exist_ok=True)
            cube.write_text(json.dumps(packed, separators=(",", ":"), ensure_ascii=False), "utf-8")
