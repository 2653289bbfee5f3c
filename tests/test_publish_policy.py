"""The policy of a page lets it do what it does and nothing else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from samepage.errors import Faulty
from samepage.publish.policy import policy, secure, secured

SCRIPT = 'var target = "<b>";'
HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>A</title>'


def sources(html: str, rule: str) -> list[str]:
    rules = [each.split() for each in policy(html).split("; ")]
    [found] = [sources for name, *sources in rules if name == rule]
    return found


def test_what_is_not_named_is_forbidden_and_nothing_is_unsafe():
    assert sources("", "default-src") == ["'none'"]
    assert sources("", "script-src") == ["'self'"]
    assert sources("", "style-src") == ["'self'"]
    assert "unsafe" not in policy(f"<script>{SCRIPT}</script>")
    assert "*" not in policy("")


def test_the_themes_own_scripts_are_allowed_by_their_hashes():
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    html = f'<script>{SCRIPT}</script><script src="a.js"></script><script>{SCRIPT}</script>'
    assert sources(html, "script-src") == ["'self'", f"'sha256-{digest}'"]


def test_data_is_not_run_and_needs_no_hash():
    assert sources('<script type="application/json">{}</script>', "script-src") == ["'self'"]


def test_the_policy_comes_before_anything_that_is_loaded():
    html = secured(f'{HEAD}<link rel="stylesheet" href="a.css">')
    assert html.index('http-equiv="Content-Security-Policy"') < html.index("<title>")
    assert html.index('charset="utf-8"') < html.index("http-equiv")


def test_every_page_of_a_site_gets_its_own(tmp_path):
    (tmp_path / "a.html").write_text(f"{HEAD}<script>{SCRIPT}</script>")
    (tmp_path / "b.html").write_text(f"{HEAD}words about style= and onload=")
    secure(tmp_path)
    assert "sha256-" in (tmp_path / "a.html").read_text()
    assert "sha256-" not in (tmp_path / "b.html").read_text()
    assert "http-equiv" in (tmp_path / "b.html").read_text()


def test_a_page_with_a_policy_keeps_it(tmp_path):
    own = f'{HEAD}<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    (tmp_path / "mail.html").write_text(f'{own}<p style="color:red">')
    secure(tmp_path)
    assert (tmp_path / "mail.html").read_text() == f'{own}<p style="color:red">'


@pytest.mark.parametrize(
    ("html", "value"),
    [
        ('<p style="color:red">', "style"),
        ("<style>p {}</style>", "<style>"),
        ('<style media="print">p {}</style>', "<style>"),
        ('<a href="#" onclick="go()">', "onclick"),
        ("<img\nonerror=go()>", "onerror"),
    ],
)
def test_what_the_policy_would_stop_stops_the_build(tmp_path, html, value):
    (tmp_path / "page.html").write_text(HEAD + html)
    with pytest.raises(Faulty) as raised:
        secure(tmp_path)
    [fault] = raised.value.faults
    assert (fault.where, fault.value) == ("page.html", value)
    assert (tmp_path / "page.html").read_text() == HEAD + html, "nothing is written"


def test_a_page_without_a_place_for_it_is_a_fault(tmp_path):
    Path(tmp_path / "page.html").write_text("<p>")
    with pytest.raises(Faulty, match="meta charset"):
        secure(tmp_path)
