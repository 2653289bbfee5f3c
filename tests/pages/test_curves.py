"""Curves: metrics over the numbered members of a dimension, in one period."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_cases import GOLDEN, in_second_pass, stage

from samepage import text
from samepage.pages import curves


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "grids", tmp_path_factory.mktemp("curves"))


def aged(metric, name):
    return metric("win_rate").by("months_since_start").named(name)


def test_the_title_compares_the_ends(site):
    """Both at the last age at which both have a value; 2025 has three ages, 2024 four."""
    spec = in_second_pass(
        site,
        lambda metric: curves.curve([aged(metric, "Seen"), aged(metric, "Expected").at("2024")]),
    )
    title = spec["usermeta"]["title"].replace(text.THIN, " ")
    assert title == "Seen 70.6 % and Expected 70.0 % at 2 months since start"


def test_the_members_stand_in_the_order_of_their_numbers(site):
    table = in_second_pass(site, lambda metric: curves.table([aged(metric, "Seen").at("2024")]))
    assert table.corner == "Months since start"
    assert [row.head for row in table.rows] == ["0", "1", "2", "3"]
    assert "70&#46;0" in table.rows[2].cells[0].content


def test_the_first_pass_has_nothing_to_draw_yet(site):
    spec = in_second_pass(site, lambda metric: curves.curve([aged(metric, "Seen").at("2019")]))
    assert spec["description"] == "No values to show."


def test_the_line_ends_before_chance_begins(site):
    """Of 200 who began, 19 are too few to draw a share of; 20 are enough."""

    def numbers(metric, count):
        reading = aged(metric, "Seen").at("2024")
        rows = [replace(v, denominator=count) if v.member == "03" else v for v in reading.values]
        reading.__dict__["values"] = rows
        return [row.head for row in curves.table([reading]).rows]

    assert in_second_pass(site, lambda metric: numbers(metric, 19)) == ["0", "1", "2"]
    assert in_second_pass(site, lambda metric: numbers(metric, 20)) == ["0", "1", "2", "3"]
