"""Pictures of a built site, to look at it: each page on a desktop and a phone, light and dark.

python tests/browser/shoot.py build/site /tmp/pictures
python tests/browser/shoot.py build/site /tmp/pictures --page metrics/churn/arr/ --scheme dark
python tests/browser/shoot.py build/site .github/screenshots --top --webp     # those of the README
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright
from serving import CHROMIUM, FLAGS, SIZES, serving

SCHEMES = ("light", "dark")
PAGES = {
    "": "home",
    "reports/monday/": "monday",
    "reports/whole-funnel/": "report",
    "metrics/funnel/win_rate/": "metric",
}
# Chromium's own encoder: a third of the size, and nothing to install.
ENCODE = """async picture => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'),
        {width: image.width, height: image.height});
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.65).split(',')[1];
}"""


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
@click.option("--webp", is_flag=True, help="Small files for the README rather than PNG.")
def shoot(
    site: Path,
    out: Path,
    pages: tuple[str, ...],
    sizes: tuple[str, ...],
    schemes: tuple[str, ...],
    top: bool,
    webp: bool,
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
                    picture = tab.screenshot(full_page=not top, animations="disabled")
                    file = out / f"{_name(path)}-{size}-{scheme}.{'webp' if webp else 'png'}"
                    file.write_bytes(_encoded(browser, picture) if webp else picture)
                    click.echo(file)
        browser.close()


def _encoded(browser: Browser, picture: bytes) -> bytes:
    tab = browser.new_page()
    encoded: str = tab.evaluate(ENCODE, b64encode(picture).decode())
    tab.close()
    return b64decode(encoded)


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
