"""What authors wrote beside a metric, as its page shows it.

prose = read_page_prose(root, "metrics/funnel/win_rate.yml")
prose.body, prose.limits, prose.others   # up to "## Caveats", from there on, and
                                         # from "## Why not the other number?" on
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from samepage import text
from samepage.documents import read_prose, read_yaml
from samepage.errors import stop_on
from samepage.metric_file import EXAMPLE

_LIMITS = re.compile(r"^## Caveats", re.MULTILINE)
_OTHERS = re.compile(r"^## Why not the other number\?", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class PageProse:
    """Markdown that authors answer for, marked as such: it is not encoded."""

    body: Markup
    limits: Markup
    others: Markup


@dataclass(frozen=True)
class Rows:
    """The rows of one fact in a worked example; a column that no row fills is left out."""

    fact: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Example:
    """A worked example: rows in, one value out; of a published one it may be several.

    source, url  who published it; empty for our own
    printed      what the source prints where that differs
    """

    why: str
    facts: Sequence[Rows]
    expects: Sequence[Mapping[str, Any]]
    source: str = ""
    url: str = ""
    printed: str = ""


def read_page_prose(root: Path, metric_path: str) -> PageProse:
    """The Markdown beside a metric's file, in three parts; empty when there is none."""
    written = _read_optional(root, f"{metric_path.removesuffix('.yml')}.md")
    own, others = _cut(written, _OTHERS)
    body, limits = _cut(own, _LIMITS)
    return PageProse(*(Markup(part.strip()) for part in (body, limits, others)))


def _cut(written: str, heading: re.Pattern[str]) -> tuple[str, str]:
    """What stands before a heading, and what from there on."""
    found = heading.search(written)
    split = found.start() if found else len(written)
    return written[:split], written[split:]


def read_introduction(root: Path, domain: str) -> Markup:
    return Markup(_read_optional(root, f"metrics/{domain}/_index.md").strip())


def read_examples(root: Path, metric_path: str) -> list[Example]:
    """The worked example beside a metric's file, and after it those that others have published;
    none when there is no such file.

    Raises `Faulty` when it is not valid YAML.
    """
    path = metric_path.removesuffix(".yml") + EXAMPLE
    if not (root / path).is_file():
        return []
    document = read_yaml(root, path)
    stop_on(document.faults)
    data: Any = document.data
    return [_example(each) for each in (data, *data.get("published", ()))]


def _example(data: Mapping[str, Any]) -> Example:
    expect = data["expect"]
    return Example(
        why=" ".join(str(data["why"]).split()),
        facts=[_rows(fact, rows) for fact, rows in data["rows"].items()],
        expects=expect if isinstance(expect, list) else [expect],
        source=data.get("source", ""),
        url=data.get("url", ""),
        printed=data.get("printed", ""),
    )


def _read_optional(root: Path, path: str) -> str:
    if not (root / path).is_file():
        return ""
    prose = read_prose(root, path)
    stop_on(prose.faults)
    return prose.text


def front_matter(written: str) -> dict[str, Any]:
    """The YAML between the dashes at the head of a page; empty when there is none."""
    found = _FRONT_MATTER.match(written)
    return dict(yaml.safe_load(found[1]) or {}) if found else {}


def without_front_matter(written: str) -> tuple[str, str]:
    """The head of a page between its dashes, and the rest."""
    found = _FRONT_MATTER.match(written)
    split = found.end() if found else 0
    return written[:split], written[split:]


def _rows(fact: str, rows: Sequence[Mapping[str, Any]]) -> Rows:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Rows(fact, columns, [[_cell(row.get(column)) for column in columns] for row in rows])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    return text.day(value) if isinstance(value, date) else str(value)
