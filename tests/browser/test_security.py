"""The Content-Security-Policy holds on every kind of page, in use too, and bites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from watching import Watch

KINDS = (
    "",
    "reports/monday/",
    "reports/churn/",
    "metrics/funnel/",
    "metrics/funnel/win_rate/",
    "teams/sales/",
    "tree/",
    "glossary/",
    "data-health/",
    "404.html",
)
REPORT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI || event.sample}`));
"""
# A promise, since Playwright waits for functions by `eval`, which the pages forbid.
VIOLATED = """async () => {
    while (!violations.length) await new Promise((resolve) => requestAnimationFrame(resolve));
}"""


@pytest.fixture
def guarded(page: Page) -> Iterator[Page]:
    """A tab that notes what the policy stops; what a test did not expect is a failure."""
    page.add_init_script(REPORT)
    yield page


def violations(page: Page) -> list[str]:
    return page.evaluate("window.violations")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_in_use_violates_nothing(guarded, address, kind):
    watch = Watch(guarded, address)
    guarded.goto(address + kind)
    content = guarded.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "default-src 'none'" in content
    assert "unsafe" not in content
    guarded.locator("input.md-search__input").fill("churn")
    expect(guarded.locator(".md-search-result__link").first).to_be_visible()
    guarded.keyboard.press("Escape")
    before = guarded.locator("body").get_attribute("data-md-color-media")
    guarded.locator("form[data-md-component=palette] label:visible").click()
    expect(guarded.locator("body")).not_to_have_attribute("data-md-color-media", before or "")
    assert guarded.locator("body").get_attribute("data-md-color-media") != before
    assert violations(guarded) == []
    assert [told for told in watch.take() if "answer 404" not in told] == []


@pytest.mark.parametrize(
    ("intruder", "directive"),
    [
        ("<img src='x' onerror='window.stolen = true'>", "script-src-attr"),
        ("<p style='color: red'>", "style-src-attr"),
        ("<iframe src='data:text/html,<script>top.stolen = true</script>'></iframe>", "frame-src"),
        ("<img src='http://127.0.0.1:9/pixel.png'>", "img-src"),
        ("<link rel='stylesheet' href='http://127.0.0.1:9/a.css'>", "style-src-elem"),
    ],
)
def test_what_gets_into_a_page_all_the_same_is_stopped(guarded, address, intruder, directive):
    guarded.goto(address)
    guarded.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", intruder)
    guarded.evaluate(VIOLATED)
    assert violations(guarded)[0].split(":")[0] == directive
    assert guarded.evaluate("window.stolen") is None


def test_a_script_that_the_build_did_not_see_does_not_run(guarded, address):
    guarded.goto(address)
    guarded.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.stolen = true";
            document.body.append(script);
        }"""
    )
    guarded.evaluate(VIOLATED)
    assert violations(guarded)[0].startswith("script-src-elem")
    assert guarded.evaluate("window.stolen") is None
