"""WCAG 2.2 AA as far as a machine can judge it: what axe-core finds, and what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from serving import DESKTOP, PHONE, pages_of

from builds import Built

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, off unless asked for
    "resultTypes": ["violations"],
}

# One page of every kind, and of the kinds with much in them, the fullest.
KINDS = {
    "home": "",
    "monday": "reports/monday/",
    "report": "reports/whole-funnel/",
    "cohorts": "reports/churn/",
    "quadrants": "reports/happy-or-successful/",
    "metric": "metrics/funnel/win_rate/",
    "alternative": "metrics/churn/customer_churn_rate/",
    "domain": "metrics/success/",
    "team": "teams/sales/",
    "tree": "tree/",
    "glossary": "glossary/",
    "data health": "data-health/",
    "not found": "404.html",
}


@dataclass(frozen=True)
class Look:
    """How a reader has set up the window; `adds` is what can be wrong in it and not in light."""

    window: dict[str, int]
    scheme: str
    adds: Mapping[str, Any]


# Another scheme changes nothing but colours, another width everything but them.
COLOURS = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
PLACES = {
    **RULES,
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
LOOKS = {
    "light": Look(DESKTOP, "light", RULES),
    "dark": Look(DESKTOP, "dark", COLOURS),
    "phone": Look(PHONE, "light", PLACES),
}


# Text that stands in a table without a caption or beside a header cell without a scope, charts that
# lack a title, a summary or their data, and drawings without a name.
UNTOLD = """() => {
    const content = document.querySelector('.md-content');
    const all = (selector, isWrong) => [...content.querySelectorAll(selector)].filter(isWrong);
    const isData = element => element.closest('.sp-table');  // not one written in Markdown
    return [
        ...all('table', table => isData(table) && !table.caption?.textContent.trim()),
        ...all('table th', cell => isData(cell) && !cell.scope),
        ...all('figure.sp-chart', figure => !figure.querySelector('.sp-chart-title, .sp-told')),
        ...all('figure.sp-chart', figure => !figure.nextElementSibling?.matches('details.sp-data')),
        ...all('svg[role=img]', svg => !svg.ariaLabel && !svg.querySelector('title')),
    ].map(element => element.outerHTML.slice(0, 200));
}"""
# What has the focus: its name, and whether anything is drawn around it or, in a drawing, on it.
FOCUSED = """() => {
    const focused = document.activeElement;
    const isSwitch = focused.matches('.md-option');  // Material draws its label in its place
    const element = isSwitch ? focused.nextElementSibling : focused;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const inner = element.querySelector('rect');
    return {
        name: element.outerHTML.slice(0, 120),
        isPage: element === document.body,
        isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        isMarked: inner !== null && parseFloat(getComputedStyle(inner).strokeWidth) > 2,
        isThere: box.width > 0 && box.height > 0,
    };
}"""


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest) -> Look:
    return LOOKS[request.param]


@pytest.fixture(scope="module")
def tab(look: Look, browser: Browser) -> Iterator[Page]:
    scheme: Any = look.scheme
    opened = browser.new_page(viewport=look.window, color_scheme=scheme, reduced_motion="reduce")
    yield opened
    opened.close()


def violations(
    tab: Page, within: str | None = None, options: Mapping[str, Any] = RULES
) -> list[str]:
    """What axe-core finds on the page: rule, what to do, and the first places of each."""
    found = Axe().run(tab, within, dict(options)).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible(tab, look, address, kind):
    tab.goto(address + KINDS[kind])
    assert not violations(tab, options=look.adds)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_and_charts_are_told_in_words(page, address, kind):
    page.goto(address + KINDS[kind])
    assert not page.evaluate(UNTOLD)


@pytest.mark.parametrize("kind", ["home", "metric", "tree"])
def test_the_keyboard_sees_where_it_is(page, address, kind):
    page.goto(address + KINDS[kind])
    page.locator("body").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert len({each["name"] for each in seen}) > 20
    assert not [
        each["name"]
        for each in seen
        if not each["isPage"] and not ((each["isOutlined"] or each["isMarked"]) and each["isThere"])
    ]


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page, address):
    page.goto(address + KINDS["metric"])
    page.keyboard.press("Tab")
    skip = page.locator("a.md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_in_viewport()


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
@pytest.mark.parametrize("kind", KINDS)
def test_zoomed_in_nothing_is_lost_to_the_right(page, address, kind, width):
    page.set_viewport_size({"width": width, "height": 450})
    page.goto(address + KINDS[kind])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_whoever_wants_no_motion_gets_none(page, address):
    page.goto(address + KINDS["metric"])
    moving = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(element => {
            const style = getComputedStyle(element);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
        }).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert not moving


def test_drawings_take_the_colours_of_a_high_contrast_mode(page, address):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(address + KINDS["metric"])
    text = page.locator("svg.sp-svg text").first
    system = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement('p'));
            probe.style.color = 'CanvasText';
            return getComputedStyle(probe).color;
        }"""
    )
    assert text.evaluate("text => getComputedStyle(text).fill") == system


@pytest.mark.slow
def test_every_page_is_accessible(tab, look, address, sample_site: Built):
    """The content of all; what surrounds it is the same everywhere, and judged with the kinds."""
    site = sample_site.site.resolve()
    found = {}
    for file in pages_of(site):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        tab.goto(address + path)
        found[path] = violations(tab, ".md-content", look.adds)
    assert len(found) > 250
    assert not {path: faults for path, faults in found.items() if faults}
