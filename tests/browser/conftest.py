"""One Chromium for all tests of this folder, and the built sample site served to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import CHROMIUM, DESKTOP, FLAGS, serving
from watching import Watch

from builds import Built

# How long a page takes says something about the machine, which has other tests to run.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Skipped where there is no Chromium, except in CI, where that is a failure."""
    if not Path(CHROMIUM).exists():
        reason = f"no browser: {CHROMIUM} does not exist (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(sample_site: Built) -> Iterator[str]:
    """Where the sample site is served: an address that ends in a slash."""
    with serving(sample_site.site) as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab on a desktop, light colours."""
    tab = browser.new_page(viewport=DESKTOP, color_scheme="light", reduced_motion="reduce")
    yield tab
    tab.close()


@pytest.fixture
def watched(page: Page, address: str) -> Iterator[Page]:
    """The tab, which may not complain about anything."""
    watch = Watch(page, address)
    yield page
    assert not watch.take()


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport=DESKTOP, java_script_enabled=False)
    yield tab
    tab.close()
