"""The picture that other programs show with a link to the site: /card.png, 1200 by 630 pixels.

card(drawn(environment, site))           # b"\\x89PNG..."
"""

from __future__ import annotations

import textwrap

import vl_convert
from jinja2 import Environment

from samepage.feeds.texts import render
from samepage.pages.desk import Site

CARD = "card.png"
_LETTERS, _LINES = 24, 2  # of a name that fit beside and above each other


def drawn(environment: Environment, site: Site) -> str:
    """The picture as SVG, in the typeface that the converter brings along on every machine."""
    name = textwrap.wrap(site.company.name, _LETTERS, max_lines=_LINES, placeholder=" …")
    return render(environment, "card.svg.j2", site, name=name, metrics=len(site.catalog.metrics))


def card(svg: str) -> bytes:
    """As PNG, since no program that shows links takes SVG."""
    return bytes(vl_convert.svg_to_png(svg))
