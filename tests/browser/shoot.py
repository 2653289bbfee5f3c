"""Pictures of a built site, to look at it: each page on a desktop and a phone, light and dark.

python tests/browser/shoot.py build/site /tmp/pictures
python tests/browser/shoot.py build/site /tmp/pictures --page metrics/churn/arr/ --scheme dark
python tests/browser/shoot.py build/site .github/screenshots --top       # those of the README
"""

from __future__ import annotations

from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright
from serving import CHROMIUM, FLAGS, SIZES, serving

SCHEMES = ("light", "dark")
PAGES = {
    "": "home",
    "reports/whole-funnel/": "report",
    "metrics/funnel/win_rate/": "metric",
    "data-health/": "data-health",
}


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--page", "pages", multiple=True, help="A page's path, ending in a slash; repeatable."
)
@click.option(
    "--size", "sizes", multiple=True, type=click.Choice(list(SIZES)), help="Default: all."
)
@click.option(
    "--scheme", "schemes", multiple=True, type=click.Choice(SCHEMES), help="Default: all."
)
@click.option("--top", is_flag=True, help="Only what the window shows, not the whole page.")
def shoot(
    site: Path,
    out: Path,
    pages: tuple[str, ...],
    sizes: tuple[str, ...],
    schemes: tuple[str, ...],
    top: bool,
) -> None:
    """Take pictures of SITE's pages into the folder OUT."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for size in sizes or SIZES:
            for scheme in schemes or SCHEMES:
                tab = _tab(browser, size, scheme)
                for path in pages or PAGES:
                    tab.goto(address + path)
                    picture = out / f"{_name(path)}-{size}-{scheme}.png"
                    tab.screenshot(path=picture, full_page=not top, animations="disabled")
                    click.echo(picture)
        browser.close()


def _name(path: str) -> str:
    return PAGES.get(path) or path.strip("/").replace("/", "-")


def _tab(browser: Browser, size: str, scheme: str) -> Page:
    return browser.new_page(
        viewport=SIZES[size],
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size == "phone" else 1,
    )


if __name__ == "__main__":
    shoot()
