"""Whatever a page asks for wrongly is said with file and line, all of it at once."""

from __future__ import annotations

import pytest
from page_cases import GOLDEN, rendered, stage

from samepage.errors import Faulty
from samepage.pages.desk import Desk
from samepage.pages.render import render_pages
from samepage.values import Ask

CASE = GOLDEN / "figures"


def faults_of(tmp_path, **pages):
    with pytest.raises(Faulty) as stopped:
        rendered(CASE, tmp_path, {f"{name}.md": text for name, text in pages.items()})
    return stopped.value.faults


def test_an_unknown_metric(tmp_path):
    (fault,) = faults_of(tmp_path, draft='one\n\ntwo {{ metric("win_rat").card() }}\n')
    assert fault.where == "site/pages/draft.md:3"
    assert (fault.field, fault.value) == ("metric", "win_rat")
    assert "the nearest is 'win_rate'" in fault.expected
    assert fault.fix == "python scripts/new.py win_rat"


def test_an_unknown_dimension_grain_and_day(tmp_path):
    page = """
    {{ metric("win_rate").by("chanel").table() }}
    {{ metric("win_rate").grain("weak") }}
    {{ metric("win_rate").at("Q3 2026") }}
    """
    faults = faults_of(tmp_path, draft=page)
    assert [(fault.where[-2:], fault.field, fault.value) for fault in faults] == [
        (":2", "dimension of win_rate", "chanel"),
        (":3", "grain of win_rate", "weak"),
        (":4", "at", "Q3 2026"),
    ]
    assert "'channel'" in faults[0].expected
    assert "metrics/funnel/win_rate.yml" in faults[0].fix


def test_all_pages_are_told_at_once(tmp_path):
    lists = '{{ lines(metrics_named("a", "win_rate")) }}{{ funnel([metric("b")]) }}'
    faults = faults_of(tmp_path, one=lists, two="[c](metric:c)\n", three="{{ nothing }}")
    assert [(fault.where, fault.value) for fault in faults] == [
        ("site/pages/one.md:1", "a"),
        ("site/pages/one.md:1", "b"),
        ("site/pages/three.md:1", ""),
        ("site/pages/two.md:1", "c"),
    ]


@pytest.mark.parametrize(
    ("page", "line", "said"),
    [
        ("\n{{ metric('win_rate' }}", 2, "unexpected '}'"),
        ("\n\n{{ undefined_name }}", 3, "'undefined_name' is undefined"),
        ("{{ metric('win_rate').colour }}", 1, "has no attribute 'colour'"),
        ("\n{{ metric() }}", 2, "missing 1 required positional argument"),
        ("{{ metric('win_rate').__class__.__mro__ }}", 1, "__class__"),
        ("{{ ''.__class__ }}", 1, "__class__"),
        ("{{ '<b>' | safe }}", 1, "No filter named 'safe'"),
        ("{% include 'pages/none.md' %}", 1, "pages/none.md"),
    ],
)
def test_templates_that_cannot_be_rendered(tmp_path, page, line, said):
    (fault,) = faults_of(tmp_path, draft=page)
    assert fault.where == f"site/pages/draft.md:{line}"
    assert said in fault.fix


def test_nothing_is_written_when_anything_is_wrong(tmp_path):
    faults_of(tmp_path, draft='{{ metric("win_rat") }}')
    assert not (tmp_path / "build" / "pages").exists()


def test_a_template_may_not_decide_by_values_what_it_asks_for(tmp_path):
    site = stage(CASE, tmp_path)
    desk = Desk(site, "index.md", answers={})
    with pytest.raises(KeyError):
        desk.read(Ask("win_rate"))


def test_an_error_of_our_own_is_not_blamed_on_a_page(tmp_path, monkeypatch):
    site = stage(CASE, tmp_path)
    monkeypatch.setattr("samepage.pages.phrases.moved", lambda reading: 1 + "")
    with pytest.raises(TypeError, match="unsupported operand"):
        render_pages(site)
