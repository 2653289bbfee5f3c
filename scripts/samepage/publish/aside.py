"""Blocks that mkdocs need not see: taken out of a page's Markdown, put back into its HTML.

kept, markdown = taken_out(markdown)     # <div data-aside="0"></div> where a table was
html = put_back(html, kept)

Tables of figures (`sp-table`) and what templates mark with `data-search-exclude`, tooltips and
drawn trees, are finished HTML, most of a page's weight, and no words that anybody searches.
Markdown and the search index take some 70 microseconds for each tag, to hand it on as it came.
"""

from __future__ import annotations

import re

from samepage.errors import Fault, stop_on

_MARKED = re.compile(
    r'<table\b[^<>]* class="sp-table".*?</table>'
    r"|<(svg|span)\b[^<>]* data-search-exclude\b.*?</\1>",
    re.DOTALL,
)
_SLOT = re.compile(r'<(div|span) data-aside="(\d+)"></\1>')
_REFERENCE = re.compile(r"&#(\d+);")
# What has a meaning in HTML stays a reference; so does white space that an editor might mend.
_SPECIAL = frozenset(map(ord, "\"&'<>\t\n\r"))


def taken_out(markdown: str) -> tuple[tuple[str, ...], str]:
    """The marked blocks, and the Markdown with an empty element in the place of each."""
    kept: list[str] = []

    def slot(block: re.Match[str]) -> str:
        kept.append(lean(block[0].replace(" data-search-exclude", "")))
        element = "span" if block[1] == "span" else "div"
        return f'<{element} data-aside="{len(kept) - 1}"></{element}>'

    left = _MARKED.sub(slot, markdown)
    return tuple(kept), left


def put_back(html: str, kept: tuple[str, ...], page: str) -> str:
    """The page with its blocks. Raises `Faulty` unless each found its place, once."""
    slots = [int(number) for _, number in _SLOT.findall(html)]
    if slots != list(range(len(kept))):
        expected = f"the places of {len(kept)} blocks in their order"
        fix = "look how the page's Markdown puts a table or tooltip inside of other HTML"
        stop_on([Fault(page, "data-aside", f"{len(slots)} places", expected, fix)])
    return _SLOT.sub(lambda slot: kept[int(slot[2])], html)


def lean(html: str) -> str:
    """The same HTML with characters for the references that only Markdown needs."""
    return _REFERENCE.sub(_character, html)


def _character(reference: re.Match[str]) -> str:
    code = int(reference[1])
    return reference[0] if code in _SPECIAL else chr(code)
