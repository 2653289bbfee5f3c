"""Data that is hard to show, shown on purpose: three values, none, zero, below zero, forty members,
names longer than their column. The golden case `awkward`, built whole and looked at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from judging import LOOKS, violations
from playwright.sync_api import Browser, Page, expect
from serving import PHONE, serving
from test_every_page import LOOK

from builds import ROOT
from pages.page_cases import GOLDEN, rendered
from samepage.charts.render import render_charts
from samepage.charts.stitch import stitch


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory):
    """Where the case's home page is served, with the theme and the settings of the project."""
    folder = tmp_path_factory.mktemp("awkward")
    pages = rendered(GOLDEN / "awkward", folder)
    for each in pages:
        path = folder / "pages" / each.page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.markdown, "utf-8")
    charts = {name: spec for each in pages for name, spec in each.desk.charts.items()}
    render_charts(charts, folder / "charts")
    stitched = stitch(_built(folder), folder / "charts")
    assert stitched >= len(charts)
    with serving(folder / "site") as address:
        yield address


def _built(folder: Path) -> Path:
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "site_name": "Awkward",
        "docs_dir": "pages",
        "site_dir": "site",
        "theme": {"custom_dir": str(ROOT / "site" / "theme")},
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    subprocess.run([*command, folder / "mkdocs.yml"], check=True, capture_output=True)
    return folder / "site"


@pytest.mark.parametrize("look", LOOKS)
def test_awkward_data_is_accessible_and_fits(browser: Browser, awkward, look):
    window, scheme = LOOKS[look].window, LOOKS[look].scheme
    tab = browser.new_page(viewport=window, color_scheme=scheme, reduced_motion="reduce")
    tab.goto(awkward)
    assert not violations(tab)
    seen = tab.evaluate(LOOK)
    tab.close()
    assert seen["wide"] <= 0
    assert not seen["crowded"]
    assert not any(drawing["bare"] for drawing in seen["drawings"])


def test_forty_members_are_all_in_the_data_and_most_in_the_drawing(page: Page, awkward):
    page.goto(awkward)
    figure = page.locator("figure.sp-chart", has_text="Opportunities won by rep")
    expect(figure.locator(".sp-labels text")).to_have_count(20)
    expect(figure.locator(".sp-told")).to_contain_text("20 shown")
    expect(figure).to_contain_text("the 20 largest of 36")


def test_what_is_not_there_is_said(page: Page, awkward):
    page.goto(awkward)
    expect(page.locator(".sp-card", has_text="Churned customers")).to_contain_text("waiting for")
    none = page.locator(".sp-card", has_text="no complete period")
    expect(none.locator("a.sp-number")).to_have_text("–")
    expect(page.get_by_text("No values yet.").first).to_be_visible()


def test_a_long_name_wraps_in_its_card(page: Page, awkward):
    page.set_viewport_size(PHONE)
    page.goto(awkward)
    card = page.locator(".sp-card", has_text="Change of the monthly recurring revenue")
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
