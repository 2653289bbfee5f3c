"""Hostile text through the real Markdown extensions: nothing acts, and nothing is lost."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser

import markdown
import pytest
import yaml
from page_cases import GOLDEN, ROOT, rendered

CASE = GOLDEN / "hostile"
# Extensions that companies switch on, and that fire on plain characters.
EAGER = ["abbr", "footnotes", "def_list", "smarty", "pymdownx.magiclink", "pymdownx.tilde"]


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    made = rendered(CASE, tmp_path_factory.mktemp("hostile"))
    return {each.page.path: each for each in made}


def html_of(page, extensions=()):
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    named = [each if isinstance(each, str) else next(iter(each)) for each in settings]
    body = re.sub(r"\A---\n.*?\n---\n", "", page.markdown, flags=re.DOTALL)
    return markdown.markdown(body, extensions=[*named, *extensions])


@pytest.mark.parametrize("extensions", [[], EAGER], ids=["ours", "eager"])
def test_nothing_acts(pages, extensions):
    for page in pages.values():
        elements = Page(html_of(page, extensions)).elements
        assert {tag for tag, _ in elements} <= {
            *("h1", "h2", "h3", "p", "a", "span", "strong", "br", "div", "table", "caption"),
            *("thead", "tbody", "tr", "th", "td", "svg", "polyline", "circle", "rect", "details"),
            *("summary", "dl", "dt", "dd", "ol", "ul", "li", "code", "pre"),
            *("section", "form", "fieldset", "legend", "label", "input", "select", "optgroup"),
            *("option", "button", "output"),
        }, page.page.path
        for tag, attributes in elements:
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert "javascript" not in (attributes.get("href") or ""), (tag, attributes)
            assert "style" not in attributes, (tag, attributes)


@pytest.mark.parametrize("extensions", [[], EAGER], ids=["ours", "eager"])
def test_nothing_is_lost(pages, extensions):
    text = Page(html_of(pages["index.md"], extensions)).text
    with (CASE / "values.csv").open(encoding="utf-8", newline="") as file:
        members = [row["member"] for row in csv.DictReader(file) if row["dimension"] == "account"]
    assert len(members) == 9
    for member in members:
        assert member in text
    case = yaml.safe_load((CASE / "case.yml").read_text("utf-8"))
    assert case["company"]["name"] in text
    assert case["metrics"][0]["label"] in text
    assert case["metrics"][0]["description"] in text


def test_templates_in_data_are_not_run(pages):
    assert not re.search(r"\b49\b", Page(html_of(pages["index.md"])).text)


def test_tables_keep_their_rows(pages):
    html = html_of(pages["index.md"])
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<tr") == 1 + 9


def test_titles_in_navigation_and_front_matter_are_html(pages):
    written = pages["metrics/funnel/bookings.md"].markdown
    title = json.loads(re.search(r"^title: (.*)$", written, re.MULTILINE)[1])
    assert title == "Bookings &lt;script&gt;alert(2)&lt;/script&gt; | {: #x } HTML"


def test_only_web_addresses_become_links_to_standards(pages):
    html = html_of(pages["metrics/funnel/bookings.md"])
    standard = re.search(r'<p class="sp-source">(.*?)</p>', html)[1]
    assert Page(standard).text == "Defined this way by A | B."
    assert Page(standard).elements == []
