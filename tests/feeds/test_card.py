"""The picture that other programs show with a link, and what tells them where it is."""

from __future__ import annotations

import struct
from types import SimpleNamespace
from xml.etree import ElementTree

import jinja2
import pytest
from feed_cases import staged

from pages.page_cases import ROOT
from samepage.feeds.card import CARD, card, drawn
from samepage.feeds.templates import environment

URL = "https://metrics.example.com/"
LONG = "The Amalgamated Company of Everybody Who Ever Sold Anything to Anybody"


def svg(tmp_path, name: str) -> str:
    site = staged(tmp_path)
    site.company.variables["company"]["name"] = name
    return drawn(environment(site.company.root)[1], site)


def lines(picture: str) -> list[str]:
    texts = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")
    return [text.text or "" for text in texts if text.get("font-weight")]


def test_it_is_a_png_of_the_size_that_other_programs_ask_for(tmp_path):
    picture = card(svg(tmp_path, "Fernhill Software"))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 300_000
    assert picture == card(svg(tmp_path / "again", "Fernhill Software"))


@pytest.mark.parametrize(
    "name, told",
    [
        ("Fernhill Software", ["Fernhill Software"]),
        ("Fernhill & Sons </text>", ["Fernhill & Sons </text>"]),
        (LONG, ["The Amalgamated Company", "of Everybody Who Ever …"]),
    ],
)
def test_it_bears_the_name_of_the_company(tmp_path, name, told):
    assert lines(svg(tmp_path, name)) == told


@pytest.mark.parametrize("url", [None, URL])
def test_pages_name_it_once_it_is_known_where_the_site_is(url):
    base = "{% block extrahead %}{% endblock %}"
    theme = jinja2.FileSystemLoader(ROOT / "site" / "theme")
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"base.html": base}), theme])
    templates = jinja2.Environment(loader=loader, autoescape=True)
    templates.filters["url"] = str
    head = templates.get_template("main.html").render(
        config=SimpleNamespace(site_url=url, site_name="Fernhill", site_description="Its numbers."),
        page=SimpleNamespace(meta={}, canonical_url=f"{url}glossary/" if url else None),
    )
    assert (f'<meta property="og:image" content="{URL}{CARD}">' in head) == bool(url)
    assert ('<meta property="og:image:alt" content="Its numbers.">' in head) == bool(url)
    assert head.count('name="twitter:card"') == 1
