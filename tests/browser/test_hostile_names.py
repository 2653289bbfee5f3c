"""Names that try to become code, as the pages write them, through mkdocs and into a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from serving import serving
from watching import Watch

from builds import ROOT
from samepage.publish.run import build_pages

PAGES = ROOT / "tests" / "golden" / "pages" / "hostile" / "expected"
INTRUDERS = (
    "iframe, .red, #x, [onmouseover], [onerror], [href^='javascript:' i], img[src*='example']"
)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the golden case `hostile`, built with the settings of the project."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(PAGES, folder / "pages")
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "site_name": "Hostile",
        "docs_dir": "pages",
        "site_dir": "site",
        "theme": {"custom_dir": str(ROOT / "site" / "theme")},
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    build_pages(folder / "mkdocs.yml", str(folder / "site"), "")
    return folder / "site"


def test_no_name_becomes_code_or_markup(page, hostile_site):
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    pages = sorted(hostile_site.rglob("*.html"))
    assert len(pages) > 4
    with serving(hostile_site) as address:
        watch = Watch(page, address)
        for file in pages:
            page.goto(address + file.relative_to(hostile_site).as_posix())
            assert page.locator(INTRUDERS).count() == 0, file
        assert not watch.take()
    assert not dialogs


def test_hostile_names_are_shown_as_they_are(page, hostile_site):
    with serving(hostile_site) as address:
        page.goto(address + "teams/sales/")
        assert page.locator("h1").inner_text().startswith("Sales {: .red }")
        assert "<script>alert(2)</script>" in page.locator(".sp-card .sp-label").first.inner_text()
