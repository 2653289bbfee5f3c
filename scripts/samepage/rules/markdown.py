"""Finds its way in Markdown: what is prose, what is code, where sections and links are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samepage.metric_file import METRIC_LINK
from samepage.rules.jinja import blank

_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(
    r"^([ \t]*)(```+|~~~+).*?(^\1\2[`~]*[ \t]*$|\Z)|(`+).+?\4", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

# What is there for the machine: addresses of links, HTML, entities, attribute lists, footnotes.
_MARKUP = re.compile(
    r"\]\([^)\n]*\)|^\[[^\]\n]+\]:[^\n]*|<[a-zA-Z/][^>]*>|<?https?://\S+|&#?\w+;|\{:[^}\n]*\}|\[\^[^\]\n]*\]",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Section:
    """What stands below one level-2 heading; `body` is empty when nothing does."""

    line: int
    heading: str
    body: str


def sections(text: str) -> tuple[Section, ...]:
    """The level-2 sections in order, those in code blocks aside."""
    code = without_code(text)
    starts = list(re.finditer(r"^## +(.+?)[ #]*$", code, re.MULTILINE))
    ends = [*(each.start() for each in starts[1:]), len(text)]
    return tuple(
        Section(line_of(code, each.start()), each[1], text[each.end() : end].strip())
        for each, end in zip(starts, ends, strict=False)
    )


def metric_links(text: str) -> Iterator[tuple[int, str]]:
    """Every `[label](metric:name)` with its line."""
    prose = without_code(text)
    for link in METRIC_LINK.finditer(prose):
        yield line_of(prose, link.start()), link[1]


def without_code(text: str) -> str:
    """The text with blanks where front matter, comments and code stand."""
    for pattern in (_FRONT_MATTER, _COMMENT, _CODE):
        text = pattern.sub(_blanked, text)
    return text


def words_of(text: str) -> str:
    """Only what a reader sees as words: without code and markup either."""
    return _MARKUP.sub(_blanked, without_code(text))


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _blanked(found: re.Match[str]) -> str:
    return blank(found[0])
