"""A second build renders only what changed, and nobody can tell from the site."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from mkdocs.structure.pages import Page

from samepage.errors import Faulty
from samepage.publish.aside import put_back, taken_out
from samepage.publish.run import build_pages

CONFIG = """\
site_name: Example
docs_dir: pages
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, md_in_html, tables, {toc: {permalink: true}}]
validation: {links: {anchors: warn, not_found: warn}}
nav: [index.md, b.md]
"""
TABLE = """\
<table class="sp-table">
<caption>Churn&#32;of&#32;&#60;b&#62;Acme&#60;&#47;b&#62;</caption>
<tbody><tr><td><a href="b/">12&#8239;&#37;</a></td></tr></tbody>
</table>"""
TIP = '<span class="sp-tip" role="tooltip" id="t1" data-search-exclude><br>Whispered&#46;</span>'
PAGES = {
    "index.md": f"# Home\n\nSee [b](b.md#more), 5 %{TIP} of all.\n\n"
    f'<div class="sp-scroll">\n{TABLE}\n</div>\n\n## Logo churn\n\nWords *here*.\n',
    "b.md": "---\ntitle: Bee\n---\n# B\n\n## More\n\nBack [home](index.md).\n",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    write(tmp_path, PAGES)
    return tmp_path


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that mkdocs renders, as it gets to them."""
    names: list[str] = []
    real = Page.render

    def render(page: Page, *given: object) -> None:
        names.append(page.file.src_uri)
        real(page, *given)

    monkeypatch.setattr(Page, "render", render)
    return names


def write(tree: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (tree / "pages").mkdir(exist_ok=True)
        (tree / "pages" / name).write_text(text)


def built(tree: Path, versions: str = "") -> dict[str, bytes]:
    site = tree / "site"
    build_pages(tree / "mkdocs.yml", str(site), versions)
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def from_nothing(tree: Path) -> dict[str, bytes]:
    (tree / "rendered.pickle").unlink()
    return built(tree)


def test_a_build_with_nothing_changed_renders_nothing_and_is_the_same(tree, rendered):
    first = built(tree)
    assert rendered == ["index.md", "b.md"]
    assert built(tree) == first
    assert rendered == ["index.md", "b.md"]


def test_only_the_changed_page_is_rendered_and_the_site_is_as_if_built_from_nothing(tree, rendered):
    built(tree)
    rendered.clear()
    write(tree, {"b.md": PAGES["b.md"] + "\nA new sentence.\n"})
    second = built(tree)
    assert rendered == ["b.md"]
    assert b"A new sentence." in second["b/index.html"]
    assert b"A new sentence." in second["search/search_index.json"]
    assert second == from_nothing(tree)


def test_a_new_title_is_a_changed_page(tree, rendered):
    built(tree)
    rendered.clear()
    write(tree, {"b.md": PAGES["b.md"].replace("Bee", "Wasp")})
    second = built(tree)
    assert rendered == ["b.md"]
    assert b"Wasp" in second["index.html"], "the navigation of other pages shows it"
    assert second == from_nothing(tree)


@pytest.mark.parametrize("what", ["versions", "settings"])
def test_other_versions_or_settings_render_everything(tree, rendered, what):
    built(tree)
    rendered.clear()
    if what == "settings":
        (tree / "mkdocs.yml").write_text(CONFIG.replace("tables, ", ""))
    built(tree, "2" if what == "versions" else "")
    assert rendered == ["index.md", "b.md"]


def test_a_page_whose_link_lost_its_file_is_rendered_again_and_complained_about_each_time(
    tree, rendered, caplog
):
    built(tree)
    (tree / "mkdocs.yml").write_text(CONFIG.replace(", b.md", ""))
    (tree / "pages" / "b.md").unlink()
    for _ in range(2):
        rendered.clear()
        caplog.clear()
        built(tree)
        assert rendered == ["index.md"]
        assert "contains a link 'b.md#more'" in complaints(caplog)


def test_an_anchor_that_went_is_complained_about_though_the_page_is_not_rendered(
    tree, rendered, caplog
):
    built(tree)
    rendered.clear()
    write(tree, {"b.md": PAGES["b.md"].replace("## More", "## Less")})
    built(tree)
    assert rendered == ["b.md"]
    assert "does not contain an anchor '#more'" in complaints(caplog)


def test_what_a_killed_build_left_is_not_read(tree, rendered):
    first = built(tree)
    (tree / "rendered.pickle").write_bytes(b"half a line")
    rendered.clear()
    assert built(tree) == first
    assert rendered == ["index.md", "b.md"]


def test_finished_html_arrives_whole_and_lean(tree):
    html = built(tree)["index.html"].decode()
    assert "<caption>Churn of &#60;b&#62;Acme&#60;/b&#62;</caption>" in html
    assert '<td><a href="b/">12\N{NARROW NO-BREAK SPACE}%</a></td>' in html
    assert '5 %<span class="sp-tip" role="tooltip" id="t1"><br>Whispered.</span> of all.' in html
    assert "data-aside" not in html


def test_the_search_index_holds_words_and_no_figures(tree):
    index = json.loads(built(tree)["search/search_index.json"])
    words = json.dumps(index["docs"])
    assert "Logo churn" in words
    assert "Words" in words
    assert "Acme" not in words
    assert "Whispered" not in words


def test_a_block_without_its_place_is_a_fault():
    kept, left = taken_out(TABLE)
    with pytest.raises(Faulty, match=r"home\.md: data-aside: found '0 places'"):
        put_back(left.replace("data-aside", "data-lost"), kept, "home.md")


def complaints(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(
        record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING
    )
