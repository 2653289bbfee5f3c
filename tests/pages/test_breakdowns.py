"""What a breakdown tells of the members of a dimension, and when it tells nothing."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from page_cases import GOLDEN, in_second_pass, stage
from test_monday import Series, site_of

from samepage import text
from samepage.pages import breakdowns
from samepage.values import Value


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "figures", tmp_path_factory.mktemp("breakdowns"))


def row(member, value=1.0):
    return Value(date(2026, 9, 1), member, value, None, None, 1, True)


@pytest.mark.parametrize(
    ("members", "is_told"),
    [([row("unknown")], False), ([row("web"), row("unknown")], True), ([row("web")], True)],
)
def test_a_breakdown_of_which_nothing_is_known_is_not_told(site, members, is_told):
    reading = in_second_pass(site, lambda metric: metric("win_rate").by("channel"))
    reading.__dict__["members"] = members
    assert breakdowns.is_told(reading) is is_told


def columns(site, make):
    def told(metric):
        table = breakdowns.table(make(metric))
        return [column.label for column in table.columns], table

    return in_second_pass(site, told)


def test_amounts_have_shares_where_members_add_up(tmp_path):
    site = site_of({"rate": Series([0.4, 0.5], small=[10.0, 40.0])}, tmp_path)
    labels, table = columns(site, lambda metric: metric("rate_top").by("segment"))
    at = labels.index("Share")
    shares = {row.head: unescape(str(row.cells[at].content)) for row in table.rows}
    assert list(shares) == ["Small", "Large"]
    assert f">80.0{text.THIN}%<" in shares["Small"]
    assert f">20.0{text.THIN}%<" in shares["Large"]


def test_amounts_have_none_where_members_do_not_add_up(site):
    labels, _ = columns(site, lambda metric: metric("won").by("channel"))
    assert "Share" not in labels


def test_ratios_have_none(site):
    labels, _ = columns(site, lambda metric: metric("win_rate").by("channel"))
    assert "Share" not in labels


def test_a_course_is_drawn_where_periods_are_asked_for(site):
    without, _ = columns(site, lambda metric: metric("win_rate").by("channel"))
    labels, _ = columns(site, lambda metric: metric("win_rate").by("channel").last(13))
    assert labels == [*without, "Course"]
