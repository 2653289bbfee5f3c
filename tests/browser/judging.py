"""What axe-core finds wrong with a page, in every look that readers give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from serving import DESKTOP, PHONE

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, off unless asked for
    "resultTypes": ["violations"],
}


@dataclass(frozen=True)
class Look:
    """How a reader has set up the window; `adds` is what can be wrong in it and not in light."""

    window: dict[str, int]
    scheme: str
    adds: Mapping[str, Any]


# Another scheme changes nothing but colours, another width everything but them.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
COLOURS = {**RULES, "runOnly": {"type": "rule", "values": COLOUR_RULES}}
PLACES = {
    **RULES,
    "rules": {**RULES["rules"], **{name: {"enabled": False} for name in COLOUR_RULES}},
}
LOOKS = {
    "light": Look(DESKTOP, "light", RULES),
    "dark": Look(DESKTOP, "dark", COLOURS),
    "phone": Look(PHONE, "light", PLACES),
}
# How the theme calls the two schemes.
SCHEMES = {"light": "default", "dark": "slate"}
JUDGE = """([within, options]) =>
    axe.run(within ?? document, options).then(({violations}) => violations)"""


def wear(tab: Page, look: Look) -> None:
    """Set the window up so; the theme hears of another scheme a little later."""
    scheme: Any = look.scheme
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size(look.window)
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[look.scheme])


def violations(
    tab: Page, within: str | None = None, options: Mapping[str, Any] = RULES
) -> list[str]:
    """What axe-core finds on the page: rule, what to do, and the first places of each."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(Axe().axe_script)
    found = tab.evaluate(JUDGE, [within, dict(options)])
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
    ]


def faults(tab: Page, page: str) -> dict[str, list[str]]:
    """The violations in every look that has any. The page is opened once and changes its looks:
    opening it for each takes as long again."""
    tab.goto(page)
    found = {}
    for name, look in LOOKS.items():
        wear(tab, look)
        found[name] = violations(tab, options=look.adds)
    return {name: listed for name, listed in found.items() if listed}
