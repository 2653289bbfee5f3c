from __future__ import annotations

import hashlib
import re
from xml.etree import ElementTree

import pytest
from gallery import GALLERY, HOSTILE

from samepage.charts.render import chart_id, render_charts
from samepage.errors import Faulty

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(drawn, name):
    return (drawn / f"{chart_id(GALLERY[name])}.svg").read_text("utf-8")


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.svg")
    }


def test_equal_specs_have_equal_ids_and_others_differ():
    assert chart_id(GALLERY["line"]) == chart_id(dict(reversed(GALLERY["line"].items())))
    assert len({chart_id(spec) for spec in GALLERY.values()}) == len(GALLERY)
    assert all(re.fullmatch("c[0-9a-f]{15}", chart_id(spec)) for spec in GALLERY.values())


def test_drawing_twice_gives_the_same_bytes(drawn, tmp_path):
    some = {chart_id(GALLERY[name]): GALLERY[name] for name in ("line", "lines", "moves", "bars")}
    render_charts(some, tmp_path)
    assert digests(tmp_path).items() <= digests(drawn).items()


def test_only_missing_charts_are_drawn_and_others_removed(tmp_path):
    one, other = GALLERY["three"], GALLERY["one"]
    first = render_charts({chart_id(one): one}, tmp_path)
    before = (tmp_path / f"{chart_id(one)}.svg").stat().st_mtime_ns
    second = render_charts({chart_id(one): one, chart_id(other): other}, tmp_path)
    third = render_charts({chart_id(one): one}, tmp_path)
    assert [(r.drawn, r.kept, r.removed) for r in (first, second, third)] == [
        (1, 0, 0),
        (1, 1, 0),
        (0, 1, 1),
    ]
    assert (tmp_path / f"{chart_id(one)}.svg").stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == [f"{chart_id(one)}.svg"]


def test_what_a_killed_build_left_is_cleared(tmp_path):
    (tmp_path / "c0.part").write_text("<svg", "utf-8")
    render_charts({}, tmp_path)
    assert not list(tmp_path.iterdir())


def test_specs_that_vega_refuses_are_all_named(tmp_path):
    broken = {
        f"c{at}": {"usermeta": {"title": f"chart {at}", "subtitle": ""}, "mark": "nonsense"}
        for at in range(2)
    }
    with pytest.raises(Faulty) as caught:
        render_charts(broken, tmp_path)
    assert [fault.where for fault in caught.value.faults] == ["chart 'chart 0'", "chart 'chart 1'"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", GALLERY)
def test_drawings_are_themed_and_quiet(drawn, name):
    svg = svg_of(drawn, name)
    root = ElementTree.fromstring(svg)
    assert not re.search(r"#5a0[01]|#[0-9a-f]{3,6}\b|\sstyle=|font-family|NaN|undefined", svg)
    assert not re.search(r"\d\.\d{3,}", re.sub(r">[^<]*<", "><", svg))
    assert root.get("role") == "img"
    words = [
        root.find(f".//*[@id='{root.get(f'aria-{by}')}']") for by in ("labelledby", "describedby")
    ]
    assert [element.text for element in words] == [
        GALLERY[name]["usermeta"]["title"],
        GALLERY[name]["description"],
    ]
    assert "aria-label=" not in svg and svg.count("aria-hidden") == 1


@pytest.mark.parametrize("name", GALLERY)
def test_ids_are_unique_and_everything_referred_to_exists(drawn, name):
    root = ElementTree.fromstring(svg_of(drawn, name))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(identity.startswith(chart_id(GALLERY[name])) for identity in ids)
    used = re.findall(r"url\(#([^)]+)\)", svg_of(drawn, name))
    assert set(used) <= set(ids)


@pytest.mark.parametrize("name", ["hostile", "hostile lines"])
def test_hostile_names_stay_text(drawn, name):
    svg = svg_of(drawn, name)
    assert "<script" not in svg
    assert HOSTILE in "".join(ElementTree.fromstring(svg).itertext())


def test_tips_are_titles_of_marks(drawn):
    root = ElementTree.fromstring(svg_of(drawn, "three"))
    tips = [title.text for title in root.findall(f".//{SVG}path/{SVG}title")]
    assert tips == [
        "Aug 2026\n12\u202fdays",
        "Sep 2026\n0\u202fdays",
        "Oct 2026 (not complete)\n30\u202fdays",
    ]


def test_words_on_the_drawing_are_all_there(drawn):
    texts = [
        text.text for text in ElementTree.fromstring(svg_of(drawn, "funnel")).iter(f"{SVG}text")
    ]
    assert texts == ["Leads", "MQLs", "Won", "2,512", "907", "0", "36.1 % become MQLs"]
