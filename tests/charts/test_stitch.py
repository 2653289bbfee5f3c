from __future__ import annotations

import re

import pytest

from samepage.charts.stitch import stitch
from samepage.errors import Faulty

SVG = (
    '<svg class="sp-svg" data-subtitle="by &lt;month&gt;"><title id="{0}-title">A &amp; B</title>'
    '<desc id="{0}-desc">C &lt; D.</desc>'
    '<g aria-hidden="true"><g class="sp-ends"><text class="sp-fill-series-1" dx="1">Web 3</text>'
    "</g></g></svg>\n"
)


def slot(chart):
    return f'<div class="sp-chart" data-chart="{chart}"></div>'


@pytest.fixture
def folders(tmp_path):
    """A site with one page and a folder with one drawing."""
    site, charts = tmp_path / "site", tmp_path / "charts"
    site.mkdir()
    charts.mkdir()
    (charts / "c1.svg").write_text(SVG.format("c1"), "utf-8")
    return site, charts


def test_slots_become_figures_with_captions_and_keys(folders):
    site, charts = folders
    (site / "index.html").write_text(f"<p>before</p>{slot('c1')}<p>after</p>", "utf-8")
    (site / "404.html").write_text("<p>none</p>", "utf-8")
    assert stitch(site, charts) == 1
    html = (site / "index.html").read_text("utf-8")
    assert html.startswith('<p>before</p><figure class="sp-chart"><figcaption>')
    told = '<p class="sp-told" id="c1-desc">C &lt; D.</p>'
    assert html.endswith(f"</svg>{told}</figure><p>after</p>")
    assert "<desc" not in html
    caption = re.search("<figcaption>(.*)</figcaption>", html)[1]
    assert (
        '<strong class="sp-chart-title">A &amp; B</strong><span>by &lt;month&gt;</span>' in caption
    )
    assert caption.endswith("</svg>Web 3</span></span>")
    assert (site / "404.html").read_text("utf-8") == "<p>none</p>"


def test_a_drawing_shown_twice_keeps_ids_unique(folders):
    site, charts = folders
    (site / "index.html").write_text(slot("c1") * 2, "utf-8")
    assert stitch(site, charts) == 2
    html = (site / "index.html").read_text("utf-8")
    assert re.findall('id="([^"]*)"', html) == [
        "c1-title",
        "c1-desc",
        "c1-2-title",
        "c1-2-desc",
    ]


def test_a_slot_may_be_broken_over_lines(folders):
    site, charts = folders
    (site / "index.html").write_text('<div class="sp-chart" data-chart="c1">\n</div>', "utf-8")
    assert stitch(site, charts) == 1


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        (slot("c1") + slot("c2"), "c2"),
        ('<p data-chart="c1"></p>' + slot("c1"), "1 bent out of shape"),
        ("<p>nothing</p>", "c1"),
    ],
    ids=["without drawing", "bent", "not shown"],
)
def test_whatever_does_not_fit_is_a_fault_and_no_page_changes(folders, html, wrong):
    site, charts = folders
    (site / "index.html").write_text(html, "utf-8")
    with pytest.raises(Faulty) as caught:
        stitch(site, charts)
    assert [fault.value for fault in caught.value.faults] == [wrong]
    assert (site / "index.html").read_text("utf-8") == html


def test_all_faults_are_told_at_once(folders):
    site, charts = folders
    (site / "a.html").write_text(slot("c2"), "utf-8")
    (site / "b.html").write_text(slot("c3"), "utf-8")
    with pytest.raises(Faulty) as caught:
        stitch(site, charts)
    assert len(caught.value.faults) == 3
