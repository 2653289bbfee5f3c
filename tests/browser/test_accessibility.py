"""WCAG 2.2 AA as far as a machine can judge it: what axe-core finds, and what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from judging import faults
from playwright.sync_api import Browser, Page, expect

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


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible(tab, address, kind):
    assert not faults(tab, address + KINDS[kind])


@pytest.mark.parametrize(
    ("look", "style"),
    {
        "light": "[data-md-color-scheme=default] p { color: #ccc }",
        "dark": "[data-md-color-scheme=slate] p { color: #333 }",
        "phone": "@media (width < 30em) { h1 { height: 9px; overflow: scroll } }",
    }.items(),
)
def test_what_is_wrong_in_one_look_is_found_in_that_look(page, address, look, style):
    page.add_init_script(f"""
        const sheet = new CSSStyleSheet();
        sheet.replaceSync({style!r});
        document.adoptedStyleSheets = [sheet];
    """)
    assert list(faults(page, address + "404.html")) == [look]


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
