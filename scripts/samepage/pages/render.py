"""Two passes over all pages, then everything that the site is built from is written.

report = render_site(company)
report.pages                 # ("index.md", "reports/whole-funnel.md", ...)
report.charts                # {"c0123456789abcde": {"$schema": ..., "mark": ...}, ...}
report.navigation            # what mkdocs.yml gets as `nav`
"""

from __future__ import annotations

import json
import posixpath
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
from samepage.pages.kept import KeptPages, charts_file, health_for
from samepage.pages.matter import matter
from samepage.pages.plan import Nav, Page, metric_path, navigation, plan
from samepage.pages.templates import environment
from samepage.pages.terms import Explainer
from samepage.pages.toolbox import toolbox
from samepage.stamps import replace_text
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

    @property
    def metrics(self) -> set[str]:
        """Names of the metrics whose values the page may show or hand to its controls."""
        asked = {name for ask in self.desk.asked for name in (ask.metric, ask.anchor) if name}
        return asked | self.desk.wanted.keys()


def render_site(company: Company, made_by: str = "") -> RenderReport:
    """Write build/pages, build/charts.json and build/mkdocs.yml from the last warehouse.

    `made_by` stands for definitions, templates, settings and code; pages of the last build that
    were made by the same, from the same values, are left as they are.

    Raises `Faulty` with everything that any page asks for and nobody has defined, and with every
    template that cannot be rendered; nothing is written then.
    """
    health = json.loads(company.build.health.read_text("utf-8"))
    site = Site(company, load_catalog(company), health, environment(company.root))
    pages, kept = plan(site, company.root), KeptPages.read(site, made_by)
    rendered = render_pages(site, [page for page in pages if not kept.stands(page)])
    for each in rendered:
        files = _files(each)
        _write(company.build.pages, files)
        kept.note(each.page, each.metrics, files, each.desk.charts)
    charts = kept.charts
    replace_text(charts_file(company), json.dumps(charts, sort_keys=True, ensure_ascii=False))
    kept.write()
    write_config(company, navigation(pages))
    return RenderReport(tuple(page.path for page in pages), charts, navigation(pages))


def render_pages(site: Site, pages: Sequence[Page] | None = None) -> list[Rendered]:
    """Pages, all unless some are named, filled in from one query. Raises as `render_site` does."""
    pages = plan(site, site.company.root) if pages is None else pages
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
        "health": health_for(page, site.health),
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


def _files(rendered: Rendered) -> dict[str, str]:
    """Name below build/pages -> text: the page, and the files that its controls read."""
    path = rendered.page.path
    folder = page_url(path).strip("/")
    packed = driven.cubes(rendered.desk).items()
    return {path: rendered.markdown} | {
        posixpath.join(folder, name): json.dumps(cube, separators=(",", ":"), ensure_ascii=False)
        for name, cube in packed
    }


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
