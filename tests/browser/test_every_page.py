"""Opens every page of the sample site, and looks at it in light, in dark and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from judging import LOOKS, Look, violations, wear
from playwright.sync_api import Browser, Page
from serving import PHONE, areas_of
from watching import Watch

from builds import Built

pytestmark = pytest.mark.slow

# What is looked at in each page: all that the assertions below need, in one call.
LOOK = """() => ({
    links: [...document.links].map(link => link.href),
    ids: [...document.querySelectorAll('[id]')].map(element => element.id),
    slots: document.querySelectorAll('[data-chart]').length,
    figures: document.querySelectorAll('figure.sp-chart').length,
    drawings: [...document.querySelectorAll('svg.sp-svg')].map(svg => {
        const box = svg.getBoundingClientRect();
        const painted = [...svg.querySelectorAll('[class*=sp-fill], [class*=sp-stroke]')];
        const bare = painted.filter(mark => /sp-fill/.test(mark.getAttribute('class'))
            ? getComputedStyle(mark).fill === 'rgb(0, 0, 0)'
            : getComputedStyle(mark).stroke === 'none');
        return {width: box.width, height: box.height, marks: painted.length, bare: bare.length};
    }),
    crowded: [...document.querySelectorAll('svg.sp-svg')].flatMap(svg => {
        const words = [...svg.querySelectorAll('text')].filter(text => text.checkVisibility());
        const boxes = words.map(text => text.getBoundingClientRect());
        return boxes.flatMap((one, at) => boxes.slice(at + 1)
            .map((other, step) => [words[at].textContent, words[at + 1 + step].textContent,
                Math.min(one.right, other.right) - Math.max(one.left, other.left),
                Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)])
            .filter(([, , across, down]) => across > 1 && down > 4));
    }),
    headings: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - window.innerWidth,
})"""


@dataclass(frozen=True)
class Seen:
    """What one page was like in every look, and what it complained about meanwhile.

    looks       light, dark, phone -> what LOOK found
    violations  the same -> what axe-core finds in the content; what surrounds it is the same
                everywhere, and judged with the kinds of pages (test_accessibility)
    """

    looks: dict[str, Any]
    violations: dict[str, list[str]]
    complaints: list[str]

    @property
    def desktop(self) -> dict[str, Any]:
        return self.looks["light"]

    @property
    def phone(self) -> dict[str, Any]:
        return self.looks["phone"]


@pytest.fixture(scope="module")
def seen(browser: Browser, address: str, areas: dict[str, list[str]]) -> dict[str, Seen]:
    """Every page by its address, opened once: that takes as long as looking at it.

    Each folder has a tab of its own: one that lives through all pages grows to 1.6 GB.
    """
    pages, order = {}, list(LOOKS)
    for folder in areas.values():
        tab = browser.new_page(reduced_motion="reduce")
        watch = Watch(tab, address)
        for url in (address + page for page in folder):
            tab.goto(url)
            looks, wrong = {}, {}
            for name in order:
                looks[name], wrong[name] = look_at(tab, LOOKS[name])
            pages[url] = Seen(looks, wrong, watch.take())
            order.reverse()  # the next page opens in the window as it is: resizing takes its time
        tab.close()
    return pages


@pytest.fixture(scope="module")
def areas(sample_site: Built) -> dict[str, list[str]]:
    return areas_of(sample_site.site.resolve())


def look_at(tab: Page, look: Look) -> tuple[dict[str, Any], list[str]]:
    wear(tab, look)
    return tab.evaluate(LOOK), violations(tab, ".md-content", look.adds)


def test_the_whole_site_was_opened(seen, address):
    assert len(seen) > 250
    assert address in seen


def test_nothing_complains_and_nothing_comes_from_another_host(seen):
    assert not {url: page.complaints for url, page in seen.items() if page.complaints}


def test_every_link_leads_to_a_page_and_every_anchor_to_its_place(
    seen, address, areas, sample_site, tell
):
    broken = [
        (url, link)
        for url, page in seen.items()
        for link in page.desktop["links"]
        if link.startswith(address) and not is_there(link, seen, address, sample_site.site)
    ]
    assert not broken
    for area, pages in areas.items():
        links = [link for page in pages for link in seen[address + page].desktop["links"]]
        own = [link for link in links if link.startswith(address)]
        places = sum("#" in link for link in own)
        tell(
            f"{area}: {len(pages)} pages, {len(own):,} links within the site, {places:,} of them"
            f" to a place on a page, {len(links) - len(own):,} to other hosts; none is broken"
        )


def is_there(link: str, seen: dict[str, Seen], address: str, site: Path) -> bool:
    """A page with the anchor, or a file to download."""
    url, anchor = urldefrag(link)
    if url not in seen:
        return url.endswith((".json", ".md")) and (site / url.removeprefix(address)).is_file()
    return not anchor or unquote(anchor) in seen[url].desktop["ids"]


def test_every_page_is_accessible_in_every_look(seen, areas, tell):
    assert not {url: page.violations for url, page in seen.items() if any(page.violations.values())}
    for area, pages in areas.items():
        tell(f"{area}: {len(pages)} pages in {', '.join(LOOKS)}: axe-core finds nothing")


def test_ids_are_unique(seen):
    doubled = {
        url: sorted({identity for identity in ids if ids.count(identity) > 1})
        for url, page in seen.items()
        if len(ids := page.desktop["ids"]) != len(set(ids))
    }
    assert not doubled


def test_every_chart_is_there_and_painted(seen):
    charts = [drawing for page in seen.values() for drawing in page.desktop["drawings"]]
    assert len(charts) > 40
    assert not [url for url, page in seen.items() if page.desktop["slots"]]
    assert not [
        url
        for url, page in seen.items()
        if page.desktop["figures"] != len(page.desktop["drawings"])
    ]
    assert min(min(chart["width"], chart["height"], chart["marks"]) for chart in charts) > 0
    looks = [look for page in seen.values() for look in page.looks.values()]
    assert not any(drawing["bare"] for look in looks for drawing in look["drawings"])


def test_every_page_has_one_title(seen):
    assert {page.desktop["headings"] for page in seen.values()} == {1}


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_page_is_wider_than_its_window(seen, size):
    assert not {
        url: wide for url, page in seen.items() if (wide := getattr(page, size)["wide"]) > 0
    }


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_words_in_charts_run_into_each_other(seen, size):
    assert not {
        url: words for url, page in seen.items() if (words := getattr(page, size)["crowded"])
    }


def test_charts_fit_a_phone(seen):
    narrow = [drawing for page in seen.values() for drawing in page.phone["drawings"]]
    assert narrow
    # Names at the ends of lines are cut off on a phone: such drawings are 1.36 times as wide.
    assert all(250 < drawing["width"] < PHONE["width"] * 1.36 for drawing in narrow)
