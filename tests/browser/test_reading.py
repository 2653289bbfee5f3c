"""How the pages behave under a reader's hands: keyboard, pointer, dark, paper, no scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from serving import PHONE
from watching import Watch

REPORT = "reports/whole-funnel/"
PAPER, NIGHT = "rgb(255, 255, 255)", "rgb(20, 24, 31)"


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def first_figure(page: Page):
    return page.locator(".md-content .sp-figure").first


def test_focus_on_a_number_shows_its_definition(page, address):
    page.goto(address + REPORT)
    number = first_figure(page).locator("a.sp-number")
    tip = page.locator(f"[id='{number.get_attribute('aria-describedby')}']")
    expect(tip).to_be_hidden()
    number.focus()
    expect(tip).to_be_visible()
    expect(tip).to_be_in_viewport(ratio=1)
    expect(tip).to_have_attribute("role", "tooltip")
    number.blur()
    expect(tip).to_be_hidden()


def test_the_pointer_on_a_number_shows_its_definition_and_may_move_onto_it(page, address):
    page.goto(address + REPORT)
    tip = first_figure(page).locator(".sp-tip")
    first_figure(page).locator("a.sp-number").hover()
    expect(tip).to_be_visible()
    tip.hover()
    expect(tip).to_be_visible()


def test_a_tip_that_is_not_shown_is_not_placed_either(page, address):
    """A page holds hundreds: to find each its place takes longer than all else together."""
    page.goto(address + REPORT)
    expect(page.locator(".sp-tip").first).to_have_css("display", "none")


def test_tips_in_tables_are_not_cut_off(page, address):
    page.goto(address + REPORT)
    number = page.locator(".md-content .sp-scroll a.sp-number").last
    number.scroll_into_view_if_needed()
    number.focus()
    tip = page.locator(f"[id='{number.get_attribute('aria-describedby')}']")
    expect(tip).to_be_visible()
    expect(tip).to_be_in_viewport(ratio=0.99)


def test_every_number_leads_to_the_page_of_its_metric(page, address):
    page.goto(address + REPORT)
    number = first_figure(page).locator("a.sp-number")
    number.click()
    expect(page).to_have_url(address + "metrics/" + page.url.split("/metrics/")[-1])
    expect(page.locator("h1")).to_be_visible()


def test_dark_colours_follow_the_system(page, address):
    page.goto(address + REPORT)
    assert background(page) == PAPER
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert background(page) == NIGHT
    chart = page.locator("svg.sp-svg text.sp-fill-ink, svg.sp-svg .sp-fill-ink").first
    assert chart.evaluate("mark => getComputedStyle(mark).fill") == "rgb(232, 235, 240)"


def test_paper_is_white_and_has_no_navigation(page, address):
    page.emulate_media(color_scheme="dark")
    page.goto(address + REPORT)
    folded = page.locator("details.sp-data").first
    folded.evaluate("details => details.open = true")  # as Material does before it prints
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".md-header")).to_be_hidden()
    expect(folded).to_be_hidden()
    expect(page.locator("svg.sp-svg").first).to_be_visible()
    assert background(page) == PAPER


def test_without_scripts_everything_is_there_to_read(page_without_scripts, address):
    page = page_without_scripts
    watch = Watch(page, address)
    page.goto(address + REPORT)
    expect(page.locator("h1")).to_be_visible()
    box = page.locator("svg.sp-svg").first.bounding_box()
    assert box is not None and box["width"] > 300 and box["height"] > 100
    number = first_figure(page).locator("a.sp-number")
    number.focus()
    expect(first_figure(page).locator(".sp-tip")).to_be_visible()
    page.locator("details.sp-data summary").first.click()
    expect(page.locator("details.sp-data table").first).to_be_visible()
    assert not watch.take()


def test_search_finds_a_metric_by_another_name(page, address):
    watch = Watch(page, address)
    page.goto(address)
    page.locator("input.md-search__input").fill("win rate")
    result = page.locator(".md-search-result__link", has_text="Win rate").first
    expect(result).to_be_visible()
    assert "/metrics/funnel/win_rate/" in result.get_attribute("href")
    assert not watch.take()


def test_on_a_phone_words_of_charts_stay_legible(page, address):
    page.set_viewport_size(PHONE)
    page.goto(address + "metrics/funnel/win_rate/")
    sizes = page.locator("svg.sp-svg text").evaluate_all(
        """texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize)
            * text.ownerSVGElement.getBoundingClientRect().width / 640)"""
    )
    assert sizes
    assert min(sizes) > 10
