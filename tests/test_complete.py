"""Every metric page is whole: no block is empty, and none is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import duckdb
import pytest

from builds import ROOT, Built
from dom import Element, read_page
from samepage.catalog import Catalog, Metric
from samepage.company import load_company
from samepage.manifest import load_catalog
from samepage.pages.phrases import cut_label, lowered
from samepage.pages.waiting import waiting
from samepage.rules.prose import HEADINGS

NAMES = sorted(path.stem for path in (ROOT / "metrics").glob("*/*.md") if path.stem != "_index")
_LEVELS = {f"h{level}": level for level in range(1, 7)}


@pytest.fixture(scope="module")
def catalog(sample_site: Built) -> Catalog:
    return load_catalog(load_company(ROOT, build_dir=sample_site.build.path))


@pytest.fixture(scope="module")
def waits(sample_site: Built, catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Metric -> what it waits for: nothing that a thousand leads can be asked for, but for a fit
    of customers who stay."""
    health = json.loads(sample_site.build.health.read_text("utf-8"))
    waits = waiting(catalog, health["lacking"])
    assert {thing for things in waits.values() for thing in things} <= {"retention_fit"}
    return waits


@pytest.fixture
def page(sample_site: Built, metric: Metric) -> Element:
    return _read_once(sample_site.site / metric.url.strip("/") / "index.html")


_read_once = cache(read_page)


@pytest.fixture
def metric(request: pytest.FixtureRequest, catalog: Catalog) -> Metric:
    return catalog.metrics[request.param]


def empty_blocks(article: Element) -> Iterator[str]:
    """Headings, lists, tables and drawings in which there is nothing."""
    yield from _empty_sections(article)
    for each in article.all("p", "li", "dt", "dd", "figure", "caption", "summary", "strong", "pre"):
        if not each.text and not list(each.all("svg", "img")):
            yield f"an empty <{each.tag}>"
    for each in article.all("ul", "ol"):
        if not list(each.all("li")):
            yield f"a list without items: {each.text!r}"
    for table in article.all("table"):
        rows = [row for body in table.all("tbody") for row in body.all("tr")]
        if not rows:
            yield f"a table without rows: {table.text!r}"
        for row in rows:
            if not any(cell.text for cell in row.all("td")):
                yield f"a row without values: {row.text!r}"
    for slot in article.of_class("sp-chart"):
        if not list(slot.all("svg")):
            yield "a chart that was not drawn"


def _empty_sections(article: Element) -> Iterator[str]:
    """Headings with nothing below them before the next one of their level or above."""
    blocks = [child for child in article.children if isinstance(child, Element)]
    for place, heading in enumerate(blocks):
        level = _LEVELS.get(heading.tag)
        if level is None:
            continue
        following = blocks[place + 1 :]
        ends = (n for n, each in enumerate(following) if _LEVELS.get(each.tag, 9) <= level)
        below = following[: next(ends, len(following))]
        content = (each for each in below if each.tag not in _LEVELS)
        if not any(each.text or list(each.all("svg")) for each in content):
            yield f"a heading without content: {heading.text!r}"


def section(article: Element, name: str) -> list[Element]:
    """What stands below a heading, up to the next one of its level."""
    blocks = [child for child in article.children if isinstance(child, Element)]
    starts = [n for n, each in enumerate(blocks) if each.tag == "h2" and named(each) == name]
    assert len(starts) == 1, f"{len(starts)} sections called {name!r}"
    following = blocks[starts[0] + 1 :]
    ends = (n for n, each in enumerate(following) if each.tag == "h2")
    return following[: next(ends, len(following))]


def named(heading: Element) -> str:
    """A heading's words, without the mark that links to it."""
    return heading.text.removesuffix("¶").strip()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<h2>Formula</h2><h2>Counts</h2><p>Deals.</p>", "a heading without content: 'Formula'"),
        ("<h2>Formula</h2><h3>Parts</h3>", "a heading without content: 'Formula'"),
        ("<h2>Counts</h2><p>Deals.</p><p> </p>", "an empty <p>"),
        ("<p>See <strong></strong></p>", "an empty <strong>"),
        ("<ul>\n</ul>", "a list without items: ''"),
        ("<table><thead><tr><th>Rep</th></tr></thead></table>", "a table without rows: 'Rep'"),
        ("<table><tbody><tr><th>Ann</th><td></td></tr></tbody></table>", "a row without values"),
        ('<div class="sp-chart"></div>', "a chart that was not drawn"),
    ],
)
def test_an_empty_block_is_found(written, told, tmp_path):
    file = tmp_path / "index.html"
    file.write_text(f"<body><nav>1</nav><article>{written}</article></body>", "utf-8")
    assert next(empty_blocks(read_page(file))).startswith(told)


@pytest.mark.parametrize("metric", NAMES, indirect=True)
def test_no_block_is_empty(page):
    assert list(empty_blocks(page)) == []


@pytest.mark.parametrize("metric", NAMES, indirect=True)
def test_everything_that_is_defined_is_told(page, metric, catalog):
    badges = [badge.text for badge in page.of_class("sp-badge")]
    assert f"owner: {catalog.teams[metric.owner].label}" in badges
    for team in metric.shared_with:
        assert f"shared with: {catalog.teams[team].label}" in badges
    for heading in (*HEADINGS, "Worked example", "Read it beside"):
        section(page, heading)
    assert [each for each in page.of_class("sp-expected") if each.text]
    words = page.text
    assert metric.description in words
    assert all(name in words for name in metric.also_known_as)
    if metric.standard:
        (source,) = (each for each in page.of_class("sp-source") if "Defined this way" in each.text)
        assert metric.standard.source in source.text
    if metric.kind != "simple":
        (formula,) = page.of_class("sp-formula")
        assert formula.text.startswith(f"{metric.label} = ")


@pytest.mark.parametrize("metric", NAMES, indirect=True)
def test_its_number_and_every_way_to_cut_it_are_there(page, metric, sample_site, waits):
    if waits[metric.name]:
        assert [note for note in page.of_class("sp-note") if "once a connector" in note.text]
        return
    (card,) = page.of_class("sp-current")
    (value,) = card.of_class("sp-value")
    assert value.text, "no value"
    known = {each for each in metric.dimensions if _is_known(sample_site, metric, each)}
    if known:
        cuts = [named(each) for each in section(page, "Breakdowns") if each.tag == "h3"]
        assert cuts == [f"By {lowered(cut_label(d))}" for d in metric.dimensions if d in known]


def _is_known(built: Built, metric: Metric, dimension: str) -> bool:
    """Whether anything happened in the newest complete period to a member with a name."""
    if "," in dimension:
        return True
    grain = "month" if "month" in metric.grains else metric.grains[0]
    members = duckdb.execute(
        """
        select member from read_parquet($path) where metric = $metric and grain = $grain
            and dimension = $dimension and (coalesce(records, 0) > 0 or coalesce(value, 0) <> 0)
            and period_start = (
                select max(period_start) from read_parquet($path) where metric = $metric
                    and grain = $grain and dimension = 'total' and is_complete
            )
        """,
        {
            "path": str(built.build.values),
            "metric": metric.name,
            "grain": grain,
            "dimension": dimension,
        },
    ).fetchall()
    return members != [("unknown",)]


@pytest.mark.parametrize("metric", NAMES, indirect=True)
def test_other_numbers_have_values_and_reasons(page, metric, catalog):
    if not metric.alternatives:
        return
    told = section(page, "Why not the other number?")
    summary = next(table for each in told for table in each.all("table"))
    rows = {
        next(row.all("th")).text: [cell.text for cell in row.all("td")]
        for body in summary.all("tbody")
        for row in body.all("tr")
    }
    for other in (catalog.metrics[name] for name in metric.alternatives):
        value, rule = rows[other.label]
        assert value, f"{other.label} has no value"
        assert rule.startswith(other.rule)
        places = [
            n for n, each in enumerate(told) if each.tag == "h3" and named(each) == other.label
        ]
        assert len(places) == 1, f"{other.label} is not explained"
        (reason,) = told[places[0] + 1].all("strong")
        assert reason.text.endswith(".")
