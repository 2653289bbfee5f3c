"""The files that templates of site/feeds write: Markdown, llms.txt, RSS, the e-mail of Monday."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from samepage.feeds.entries import Entry
from samepage.feeds.ossie import Exported
from samepage.metric_file import METRIC_LINK
from samepage.pages import phrases
from samepage.pages.definition import define
from samepage.pages.desk import Site
from samepage.pages.figure import Figure
from samepage.pages.monday import Monday
from samepage.pages.phrases import Verdict
from samepage.pages.standing import standing
from samepage.values import Value

# So many periods of a metric's everyday grain stand in its Markdown; its JSON has all.
_PERIODS = 13


def of_metric(environment: Environment, site: Site, entry: Entry) -> str:
    """The page of a metric without its looks: what it means, what it is, how it is computed."""
    figure = entry.figure
    definition = define(site, site.company.root, entry.metric)
    newest = list(reversed(figure.values))[:_PERIODS]
    prose = (definition.prose.body, definition.prose.others)
    return render(
        environment,
        "metric.md.j2",
        site,
        url=_addressing(site, "../" * entry.address.count("/")),
        entry=entry,
        metric=entry.metric,
        definition=definition,
        prose=Markup("\n\n").join(_between_files(site, entry, part) for part in prose if part),
        value=_value(figure),
        change=_change(figure),
        health=standing(figure),
        rows=[_row(figure, row) for row in newest],
    )


def of_site(environment: Environment, site: Site, entries: Sequence[Entry]) -> str:
    """llms.txt, as llmstxt.org describes it: what is here, and where."""
    domains = {
        domain: [entry for entry in entries if entry.metric.domain == domain]
        for domain in site.catalog.domains()
    }
    return render(environment, "llms.txt.j2", site, domains=domains)


def of_losses(environment: Environment, site: Site, exported: Exported) -> str:
    """What the exchange format could not hold."""
    return render(environment, "ossie-losses.md.j2", site, exported=exported)


def of_redefinitions(environment: Environment, site: Site, entries: Sequence[Entry]) -> str:
    """RSS: every version of every definition that has a history, newest first."""
    found = [(entry, change) for entry in entries for change in entry.metric.history]
    found.sort(key=lambda each: (-each[1].day.toordinal(), each[0].metric.label, -each[1].version))
    return render(
        environment,
        "definitions.xml.j2",
        site,
        items=found,
        published=lambda day: format_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC)),
    )


def of_monday(environment: Environment, site: Site, entries: Sequence[Entry], told: Monday) -> str:
    """The Monday report as one file for mail programs: no script, no style sheet, no image."""
    figures = {entry.metric.name: entry.figure for entry in entries}
    goals = site.catalog.goals.values()
    return render(
        environment,
        "monday.html.j2",
        site,
        url=_addressing(site, "../"),
        told=told,
        goals=[(goal, [figures[name] for name in goal.measured_by]) for goal in goals],
        value=_value,
        change=_change,
        standing=standing,
    )


def render(environment: Environment, template: str, site: Site, **context: Any) -> str:  # noqa: ANN401
    """One file from its template."""
    told = {
        "company": site.company.name,
        "as_of": date.fromisoformat(site.health["as_of"]),
        "url": _addressing(site, ""),
    }
    written = environment.get_template(template).render({**told, **context})
    return re.sub(r"\n{3,}", "\n\n", written).strip() + "\n"


def _addressing(site: Site, up: str) -> Callable[[str], Markup]:
    """From an address below the root of the site to one that can be followed: absolute when it is
    known where the site is published, else relative to the file, by way of `up`."""
    root = site.company.site_url or up
    return lambda address: Markup(root + address)


def _between_files(site: Site, entry: Entry, prose: Markup) -> Markup:
    """Links to metrics as links between their Markdown files."""

    def replaced(found: re.Match[str]) -> str:
        target = f"{site.catalog.metrics[found[1]].url.strip('/')}.md"
        return f"]({posixpath.relpath(target, posixpath.dirname(entry.address))})"

    return Markup(METRIC_LINK.sub(replaced, str(prose)))


def _value(figure: Figure) -> str:
    """`63.2 %`"""
    return phrases.written(figure, figure.pick(figure.shown))


def _change(figure: Figure) -> Verdict:
    """On the period before."""
    return phrases.change(figure, figure.shown, figure.before(figure.shown))


def _row(figure: Figure, row: Value) -> tuple[str, str, str, str, str]:
    """Period, value, numerator, denominator, and whether it can still change."""
    parts = (figure.numerator, figure.denominator) if figure.metric.kind == "ratio" else ()
    top, bottom = (phrases.exactly(part, part.pick(row)) for part in parts) if parts else ("", "")
    state = "" if row.is_complete else "not complete yet"
    return figure.period(row), phrases.exactly(figure, row.value), top, bottom, state
