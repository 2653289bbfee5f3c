"""WCAG 2.2 AA as far as a machine can judge it: axe-core finds nothing on any kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from serving import DESKTOP, PHONE

from builds import Built

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, off unless asked for
    "resultTypes": ["violations"],
}

# One page of every kind, and of the kinds with much in them, the fullest.
KINDS = {
    "home": "",
    "report": "reports/whole-funnel/",
    "cohorts": "reports/churn/",
    "quadrants": "reports/happy-or-successful/",
    "metric": "metrics/funnel/win_rate/",
    "alternative": "metrics/churn/customer_churn_rate/",
    "domain": "metrics/funnel/",
    "team": "teams/sales/",
    "tree": "tree/",
    "glossary": "glossary/",
    "data health": "data-health/",
    "not found": "404.html",
}


@dataclass(frozen=True)
class Look:
    """How a reader has set up the window."""

    window: dict[str, int]
    scheme: str


LOOKS = {
    "light": Look(DESKTOP, "light"),
    "dark": Look(DESKTOP, "dark"),
    "phone": Look(PHONE, "light"),
}


@pytest.fixture(scope="module", params=LOOKS)
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    look = LOOKS[request.param]
    scheme: Any = look.scheme
    opened = browser.new_page(viewport=look.window, color_scheme=scheme, reduced_motion="reduce")
    yield opened
    opened.close()


def violations(tab: Page) -> list[str]:
    """What axe-core finds on the page: rule, what to do, and the first places of each."""
    found = Axe().run(tab, options=RULES).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible(tab, address, kind):
    tab.goto(address + KINDS[kind])
    assert not violations(tab)


@pytest.mark.slow
def test_every_page_is_accessible(tab, address, sample_site: Built):
    site = sample_site.site.resolve()
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        tab.goto(address + path)
        found[path] = violations(tab)
    assert len(found) > 250
    assert not {path: faults for path, faults in found.items() if faults}
