"""What stands between the dashes at the head of a generated page.

title, description   escaped, since the theme prints them as they are
hide                 parts of the frame that the page does without
formats              where the page's JSON and Markdown lie, for pages that have them
search               lets a metric be found before its alternatives, which bear its words too
"""

from __future__ import annotations

import json
from html import escape

from samepage.pages.plan import Page

METRIC = "templates/metric.md.j2"
_ABOUT = {
    "templates/domain.md.j2": "All metrics of this part of the business, with their newest values.",
    "templates/tree.md.j2": "How all numbers hang together, from the company's goals down.",
    "templates/glossary.md.j2": "Every metric under its own name and under those people use.",
    "templates/data_health.md.j2": "What is connected, how fresh it is, and which tests it passed.",
}


def matter(page: Page) -> str:
    """The front matter with its dashes, as YAML that is also JSON."""
    told = {
        "title": escape(page.title),
        "description": escape(_about(page)),
        "hide": page.hide,
        "formats": page.path.removesuffix(".md") if page.template == METRIC else "",
        "search": {"boost": 2} if _comes_first(page) else {},
    }
    lines = (f"{key}: {json.dumps(each, ensure_ascii=False)}" for key, each in told.items() if each)
    return "\n".join(["---", *lines, "---", ""])


def _comes_first(page: Page) -> bool:
    if page.template != METRIC:
        return False
    return page.context["definition"].metric.status in ("certified", "reviewed")


def _about(page: Page) -> str:
    """One sentence for whoever is shown a link to the page."""
    if page.template == METRIC:
        return str(page.context["definition"].metric.description)
    team = page.context.get("team")
    return str(team.description) if team else _ABOUT.get(page.template, "")
