"""Releases swap whole, and a site with a hole in it is not published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from samepage.company import BuildFolder
from samepage.errors import Faulty
from samepage.publish.links import absent, broken
from samepage.publish.releases import clear_leftovers, go_live, live_release, new_folder
from samepage.publish.sizes import size, tell_sizes


@pytest.fixture
def build(tmp_path: Path) -> BuildFolder:
    folder = BuildFolder(tmp_path / "build")
    clear_leftovers(folder)
    return folder


def release(build: BuildFolder, text: str) -> str:
    folder = new_folder(build)
    (folder / "index.html").write_text(text)
    return go_live(folder, build)


def site(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_the_link_leads_to_the_newest_release(build):
    first = release(build, "one")
    assert (build.site / "index.html").read_text() == "one"
    second = release(build, "two")
    assert (build.site / "index.html").read_text() == "two"
    assert live_release(build) == second != first
    assert not build.site.readlink().is_absolute()


def test_the_same_content_is_the_same_release(build):
    first = release(build, "one")
    assert release(build, "one") == first
    assert [path.name for path in build.releases.iterdir()] == [first]


def test_a_release_edited_by_hand_is_put_right(build):
    first = release(build, "one")
    (build.site / "index.html").write_text("forged")
    assert release(build, "one") == first
    assert (build.site / "index.html").read_text() == "one"


def test_three_releases_are_kept_and_the_live_one_always(build):
    ids = [release(build, str(number)) for number in range(5)]
    for age, name in enumerate(reversed(ids[2:])):
        os.utime(build.releases / name, ns=(10**18 - age, 10**18 - age))
    last = release(build, "2")
    assert {path.name for path in build.releases.iterdir()} == {*ids[3:], last}


def test_leftovers_of_killed_builds_go_at_the_next_start(build):
    live = release(build, "one")
    (new_folder(build) / "index.html").write_text("half")
    (build.path / ".tmp-site").symlink_to("releases/none")
    clear_leftovers(build)
    assert [path.name for path in build.releases.iterdir()] == [live]
    release(build, "two")
    assert (build.site / "index.html").read_text() == "two"


def test_a_folder_that_no_build_made_is_not_touched(build):
    build.site.mkdir()
    (build.site / "precious.html").write_text("mine")
    with pytest.raises(Faulty, match="a link to the live release") as raised:
        clear_leftovers(build)
    assert f"mv {build.site}" in raised.value.faults[0].fix
    assert (build.site / "precious.html").read_text() == "mine"


def test_a_whole_site_has_no_broken_link(tmp_path):
    pages = {
        "index.html": '<a href="metrics/win_rate/#caveats">a</a><a href="metrics/win_rate/">b</a>'
        '<a href="https://example.com">c</a><a href="mailto:a@b.c">d</a><a href="#">e</a>'
        '<img src="data:image/gif;base64,R0">',
        "metrics/win_rate/index.html": '<h2 id="caveats"></h2><a href="../..">home</a>'
        '<link rel="stylesheet" href="../../css/site.css?v=1">',
        "css/site.css": "",
        "404.html": '<a href="/metrics/win_rate/">absolute, as mkdocs writes it</a>',
    }
    assert broken(site(tmp_path, pages)) == []


def test_absolute_links_begin_with_the_path_of_the_site(tmp_path):
    written = '<a href="/numbers/metrics/">here</a><a href="/metrics/">beside the site</a>'
    folder = site(tmp_path, {"404.html": written, "metrics/index.html": ""})
    within = broken(folder, "/numbers/")
    assert [fault.value for fault in within] == ["/metrics/"]
    assert [fault.value for fault in broken(folder)] == ["/numbers/metrics/"]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<a href="gone/">', "a file of the site"),
        ('<a href="../outside.html">', "a file of the site"),
        ('<a href="page/#gone">', "a heading or anchor"),
        ('<a href="#gone">', "a heading or anchor"),
        ('<a href="/page/">', "a relative link"),
        ('<a href="javascript:alert(1)">', "one of http, https"),
        ('<script src="https://cdn.example/x.js"></script>', "load nothing from elsewhere"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "load nothing from elsewhere"),
        ('<img src="gone.svg">', "a file of the site"),
    ],
)
def test_a_broken_link_is_named_with_its_page(tmp_path, element, expected):
    folder = site(tmp_path, {"index.html": element, "page/index.html": "<p id=here>"})
    [fault] = broken(folder)
    assert fault.where == "index.html"
    assert fault.value in element
    assert expected in fault.expected


def test_a_page_that_mkdocs_left_out_is_named(tmp_path):
    pages = site(tmp_path / "pages", {"index.md": "", "a/b.md": "", "a/index.md": ""})
    folder = site(tmp_path / "site", {"index.html": "", "a/index.html": ""})
    [fault] = absent(folder, pages)
    assert fault.where.endswith("a/b.md")
    assert fault.expected == "a/b/index.html in the site"


def test_links_to_files_say_how_large_those_are(tmp_path):
    links = '<a href="../rate.json" data-size>JSON</a>, <a href="../none.md" data-size>Markdown</a>'
    folder = site(tmp_path, {"rate/index.html": links, "rate.json": "x" * 12_345})
    tell_sizes(folder)
    told = '<a href="../rate.json">JSON (12.3 kB)</a>, <a href="../none.md">Markdown</a>'
    assert (folder / "rate" / "index.html").read_text() == told
    assert [size(999), size(1000)] == ["999 bytes", "1.0 kB"]
