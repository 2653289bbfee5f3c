"""One sheet for all pages: what can match stays, in its order; what cannot is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from samepage.errors import Faulty
from samepage.publish.styles import bundle, needed, parsed

THEME = """@charset "UTF-8";
/* the theme { */
:root{--icon:url("data:image/svg+xml;charset=utf-8,<svg d='M1 {}'/>");--gone:1px;--kept:2px}
.md-nav , .admonition>.title{margin:var(--kept)}
[dir=rtl] .md-nav{right:0}
[dir=ltr] .md-nav{left:0}
.md-nav:not(.never){color:red}
.js-made{content:";}"}
@media print{.tabbed{display:none}.md-nav{display:none}}
@media screen{.tabbed{display:none}}
@keyframes in{0%{opacity:0}to{opacity:1}}
"""
OURS = '.sp-odd:hover { color: blue }\n@font-face { src: url("../fonts/a.woff2") }\n'
PAGE = (
    '<html dir="ltr"><link rel="stylesheet" href="{0}assets/stylesheets/main.css">\n'
    '<link rel="stylesheet" href="{0}css/ours.css"><nav class="md-nav">never admonition</nav>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "assets/stylesheets/main.css": THEME,
        "css/ours.css": OURS,
        "js/a.js": 'element.classList.add("js-made", "tabbed")',
        "index.html": PAGE.format(""),
        "a/b/index.html": PAGE.format("../../"),
        "404.html": PAGE.format("/"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def sheet(site: Path) -> str:
    [path] = site.glob("css/site.*.css")
    return path.read_text()


def test_every_page_names_the_one_sheet_in_place_of_its_own(site):
    bundle(site)
    [path] = site.glob("css/site.*.css")
    for page, base in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/")):
        html = (site / page).read_text()
        assert html.count("stylesheet") == 1
        assert f'<link rel="stylesheet" href="{base}css/{path.name}"><nav' in html


def test_the_themes_rules_stay_where_a_page_or_a_script_can_need_them(site):
    bundle(site)
    css = sheet(site)
    assert css.startswith('@charset "UTF-8";')
    assert ".md-nav{margin:var(--kept)}" in css
    assert "[dir=ltr] .md-nav{left:0}" in css
    assert ".md-nav:not(.never){color:red}" in css
    assert '.js-made{content:";}"}' in css
    assert "@media print{.md-nav{display:none}}" in css
    assert "@keyframes in{0%{opacity:0}to{opacity:1}}" in css


def test_what_nothing_can_match_is_gone(site):
    bundle(site)
    css = sheet(site)
    for gone in ("rtl", "admonition", "tabbed", "@media screen", "--icon", "--gone", "the theme"):
        assert gone not in css


def test_our_own_rules_stay_whole_and_their_addresses_lead_where_they_led(site):
    bundle(site)
    assert '.sp-odd:hover{color: blue}@font-face{src: url("../fonts/a.woff2")}' in sheet(site)


def test_addresses_of_a_sheet_elsewhere_are_led_to_the_same_file(site):
    for page in ("index.html", "a/b/index.html", "404.html"):
        path = site / page
        path.write_text(path.read_text().replace("css/ours", "deep/er/ours"))
    (site / "deep" / "er").mkdir(parents=True)
    (site / "deep" / "er" / "ours.css").write_text('a { background: url("b.png") }')
    bundle(site)
    assert 'url("../deep/er/b.png")' in sheet(site)


def test_the_name_follows_the_content(site):
    bundle(site)
    [before] = site.glob("css/site.*.css")
    (site / "css" / "ours.css").write_text("a { color: red }")
    for page, base in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/")):
        (site / page).write_text(PAGE.format(base))
    bundle(site)
    assert len(list(site.glob("css/site.*.css"))) == 2
    assert before.name not in (site / "index.html").read_text()


def test_a_rule_loses_only_the_selectors_that_cannot_match():
    [rule] = needed(parsed(".a:is(.x,.y),.b,#c{top:0}"), frozenset({"a", "c"}))
    assert str(rule) == ".a:is(.x,.y),#c{top:0}"


def test_an_at_rule_that_holds_rules_keeps_what_follows_it():
    rules = parsed("@starting-style{.a{opacity:0}}.b{top:0}")
    assert [str(rule) for rule in rules] == ["@starting-style{.a{opacity:0}}", ".b{top:0}"]


@pytest.mark.parametrize("css", [".a{.b{top:0}}.c{top:0}", "@scope (.a){.b{top:0}}.c{top:0}"])
def test_a_rule_where_none_is_expected_is_a_fault_rather_than_the_end_of_the_sheet(css):
    with pytest.raises(Faulty, match=r"\.b"):
        parsed(css)
