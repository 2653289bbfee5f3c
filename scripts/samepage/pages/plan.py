"""Which pages there are: hand-written ones, and one per metric, domain and team.

The plan is also the site's navigation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from samepage import text
from samepage.catalog import Metric, Team
from samepage.documents import read_prose
from samepage.pages.authored import front_matter, read_introduction
from samepage.pages.definition import define
from samepage.pages.desk import Site
from samepage.pages.glossary import glossary
from samepage.pages.sources import used_on
from samepage.pages.teams import about

Nav = list[dict[str, Any]]
# Name of a metric -> titles and addresses of the reports that show it.
Used = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Page:
    """path     where it goes below build/pages: `metrics/funnel/win_rate.md`
    template    what writes it: `templates/metric.md.j2` or `pages/reports/churn.md`
    section     the headings above it in the navigation
    source      the file that its prose stands in
    hide        parts of the frame that a generated page does without: "navigation", "toc"
    """

    path: str
    title: str
    template: str
    section: tuple[str, ...]
    context: Mapping[str, Any]
    source: str = ""
    hide: tuple[str, ...] = ()

    @property
    def is_written_by_hand(self) -> bool:
        return self.template.startswith("pages/")


def plan(site: Site, root: Path) -> tuple[Page, ...]:
    """Every page of the site, in the order of the navigation."""
    by_hand = sorted(_by_hand(root), key=lambda page: page.section)
    used = used_on(root, {page.path: page.title for page in by_hand})
    return (
        *by_hand,
        *_tree(site),
        *(page for domain in site.catalog.domains() for page in _domain(site, root, domain, used)),
        *(_team(site, team) for team in site.catalog.teams.values()),
        Page("glossary.md", "Glossary", "templates/glossary.md.j2", (), _terms(site)),
        Page("data-health.md", "Data health", "templates/data_health.md.j2", (), _health(site)),
    )


def _tree(site: Site) -> Iterator[Page]:
    """The page of the metric tree, where there are goals for it to grow from."""
    if site.catalog.goals:
        yield Page("tree.md", "Metric tree", "templates/tree.md.j2", (), {}, hide=("navigation",))


def navigation(pages: tuple[Page, ...]) -> Nav:
    """mkdocs' `nav`. Titles are HTML there: the theme prints them as they are."""
    nav: Nav = []
    for page in pages:
        level = nav
        for heading in page.section:
            level = _subsection(level, escape(heading))
        level.append({escape(page.title): page.path})
    return nav


def _subsection(level: Nav, heading: str) -> Nav:
    """The list under a heading, appended when it is not there yet."""
    for entry in level:
        found = entry.get(heading)
        if isinstance(found, list):
            return found
    section: Nav = []
    level.append({heading: section})
    return section


def _by_hand(root: Path) -> Iterator[Page]:
    """site/pages/**: folders are sections, `order` in the front matter sorts within one."""
    folder = root / "site" / "pages"
    found = []
    for file in folder.rglob("*.md"):
        path = file.relative_to(folder)
        matter = front_matter(read_prose(folder, path.as_posix()).text)
        section = tuple(text.humanise(part.replace("-", "_")) for part in path.parts[:-1])
        title = matter.get("title", text.humanise(path.stem.replace("-", "_")))
        template = f"pages/{path.as_posix()}"
        page = Page(path.as_posix(), title, template, section, {}, f"site/{template}")
        found.append((matter.get("order", 1000), page.path, page))
    yield from (page for _, _, page in sorted(found, key=lambda each: each[:2]))


# What a domain's metrics are listed under, by status; those of other statuses stand on their own.
_GROUPS = {"reviewed": "Also counted", "alternative": "Other readings"}


def _domain(site: Site, root: Path, domain: str, used: Used) -> Iterator[Page]:
    metrics = site.catalog.of_domain(domain)
    title = text.humanise(domain)
    section = ("Metrics", title)
    groups = {"": [metric for metric in metrics if metric.status not in _GROUPS]}
    for status, heading in _GROUPS.items():
        groups[heading] = [metric for metric in metrics if metric.status == status]
    context = {"domain": title, "prose": read_introduction(root, domain), "groups": groups}
    yield Page(
        f"metrics/{domain}/index.md",
        title,
        "templates/domain.md.j2",
        section,
        context,
        f"metrics/{domain}/_index.md",
    )
    for heading, members in groups.items():
        within = (*section, heading) if heading else section
        for metric in members:
            yield Page(
                metric_path(metric),
                metric.label,
                "templates/metric.md.j2",
                within,
                {"definition": define(site, root, metric, used.get(metric.name, ()))},
                metric.path.removesuffix(".yml") + ".md",
            )


def metric_path(metric: Metric) -> str:
    """The path of a metric's page: that of its file."""
    return f"metrics/{metric.domain}/{metric.name}.md"


def _team(site: Site, team: Team) -> Page:
    context = about(site.catalog, team)
    return Page(f"teams/{team.name}.md", team.label, "templates/team.md.j2", ("Teams",), context)


def _terms(site: Site) -> Mapping[str, Any]:
    return {"terms": glossary(site.catalog)}


def _waiting(site: Site) -> Mapping[str, tuple[Metric, ...]]:
    """What is missing -> the metrics that wait for it."""
    waits = [(metric, site.waits[name]) for name, metric in site.catalog.metrics.items()]
    entities = sorted({entity for _, lacking in waits for entity in lacking})
    return {
        entity: tuple(metric for metric, lacking in waits if entity in lacking)
        for entity in entities
    }


def _health(site: Site) -> Mapping[str, Any]:
    """What waits, what is kept back, and the tests: those that passed and the others."""
    tests = site.health["tests"]
    return {
        "waiting": _waiting(site),
        "people": site.company.people,
        "limit": site.company.suppress_below,
        "passed": [test for test in tests if test["status"] == "pass"],
        "failed": [test for test in tests if test["status"] != "pass"],
    }
