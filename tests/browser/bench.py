"""What a page weighs and how fast it stands, over all kinds of pages: `make bench-pages`.

python tests/browser/bench.py build            # reads build/site, writes build/bench-pages.json

Each page is opened in a browser that has seen nothing, four times slower than this machine, from a
local server that compresses. `all KB` adds what a reader makes it load who scrolls through the page
and searches. Weights and shifts are limits, and make the exit code 1: the largest shift of some
openings, for it depends on what arrives when. Times only tell: the median of the openings.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Browser, Page, sync_playwright
from serving import CHROMIUM, DESKTOP, FLAGS, serving

SLOWER = 4
OPENINGS = 5
PATIENCE_MS = 120_000  # a machine with other work to do is no failure of a page
FIRST_KB, ALL_KB, SHIFT = 120, 350, 0.02
OBSERVE = """
window.seen = {paint: 0, shift: 0};
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.paint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
# A promise, since Playwright waits for functions by `eval`, which the pages forbid.
PAINTED = """async () => {
    await document.fonts.ready;
    while (!seen.paint) await new Promise((resolve) => requestAnimationFrame(resolve));
}"""
SCROLL = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
}"""


@dataclass(frozen=True)
class Measured:
    """One page: sizes in kilobytes, compressed, and time in milliseconds."""

    page: str
    html_kb: float
    first_kb: float
    all_kb: float
    requests: int
    shift: float
    largest_paint_ms: int

    @property
    def is_within(self) -> bool:
        return self.first_kb < FIRST_KB and self.all_kb < ALL_KB and self.shift < SHIFT


@click.command()
@click.argument("build", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--page", "pages", multiple=True, help="A page's path; repeatable. Default: kinds.")
def bench(build: Path, pages: tuple[str, ...]) -> None:
    """Measure the pages of BUILD/site and write BUILD/bench-pages.json."""
    site = build / "site"
    sent: dict[str, int] = {}
    with serving(site, sent) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        measured = [measure(browser, address, page, sent) for page in pages or kinds(site)]
        browser.close()
    told = json.dumps([asdict(each) for each in measured], indent=2)
    (build / "bench-pages.json").write_text(told + "\n", "utf-8")
    click.echo(table(measured))
    sys.exit(0 if all(each.is_within for each in measured) else 1)


def kinds(site: Path) -> Iterator[str]:
    """Home, every report, and of every other kind of page the one with the most to load."""
    yield ""
    for report in sorted((site / "reports").iterdir()):
        yield f"reports/{report.name}/"
    for kind in ("teams/*", "metrics/*", "metrics/*/*", "tree", "glossary", "data-health"):
        largest = max(site.glob(f"{kind}/index.html"), key=lambda page: page.stat().st_size)
        yield f"{largest.parent.relative_to(site).as_posix()}/"


def measure(browser: Browser, address: str, path: str, sent: dict[str, int]) -> Measured:
    shifts, paints = [], []
    for _ in range(OPENINGS):
        sent.clear()
        page, seen = opened(browser, address + path)
        first = dict(sent)
        shifts.append(seen["shift"])
        paints.append(seen["paint"])
        if len(paints) == OPENINGS:
            use(page)
        page.close()
    return Measured(
        page=path or "home",
        html_kb=round(first[f"/{path}"] / 1000, 1),
        first_kb=round(sum(first.values()) / 1000, 1),
        all_kb=round(sum(sent.values()) / 1000, 1),
        requests=len(first),
        shift=round(max(shifts), 3),
        largest_paint_ms=round(median(paints)),
    )


def opened(browser: Browser, url: str) -> tuple[Page, dict[str, float]]:
    """The page as it stands once all of its first view is there, in a context of its own."""
    page = browser.new_page(viewport=DESKTOP)
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(OBSERVE)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    page.evaluate(PAINTED)
    page.wait_for_load_state("networkidle")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return page, page.evaluate("window.seen")


def use(page: Page) -> None:
    """What makes a page load all that it may load without leaving it."""
    page.evaluate(SCROLL)
    page.locator("input.md-search__input").fill("churn")
    page.locator(".md-search-result__link").first.wait_for()
    page.wait_for_load_state("networkidle")


def table(measured: list[Measured]) -> str:
    """The same as Markdown, for HACKING."""
    head = (
        "| Page | HTML KB | First view KB | All KB | Requests | Layout shift | Largest paint ms |\n"
        "|---|---|---|---|---|---|---|"
    )
    rows = (
        f"| {each.page} | {each.html_kb} | {each.first_kb} | {each.all_kb} | {each.requests} "
        f"| {each.shift} | {each.largest_paint_ms} |{'' if each.is_within else ' over'}"
        for each in measured
    )
    return "\n".join([head, *rows])


if __name__ == "__main__":
    bench()
