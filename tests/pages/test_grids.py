"""Heat maps and matrices: which value stands where, how dark it is, and what is called out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_cases import GOLDEN, in_second_pass, stage

from samepage import text
from samepage.pages import grids


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "grids", tmp_path_factory.mktemp("grids"))


def flags(table):
    return {row.head: [cell.flag for cell in row.cells] for row in table.rows}


def test_the_first_of_a_pair_stands_across_and_the_heaviest_come_first(site):
    table = in_second_pass(site, lambda metric: grids.matrix(metric("win_rate").by("segment,rep")))
    assert [column.label for column in table.columns] == ["Small", "Large", "All"]
    assert [row.head for row in table.rows] == ["Ann", "Lee, Bo", "unknown", "All"]


def test_one_person_in_one_segment_is_called_out(site):
    """Lee, Bo wins 8 of 90 small ones; 10 of 31 large ones are no fewer than others win."""
    table = in_second_pass(site, lambda metric: grids.matrix(metric("win_rate").by("segment,rep")))
    assert flags(table) == {
        "Ann": ["", "", ""],
        "Lee, Bo": ["low", "", ""],
        "unknown": ["", "", ""],
        "All": ["", "", ""],
    }
    assert table.note.replace(text.THIN, " ") == (
        "“low” is what lies further below the 22.7 % of all than chance explains; "
        "cells of few records are not judged."
    )


def test_where_lower_is_better_what_is_high_is_called_out(site):
    table = in_second_pass(site, lambda metric: grids.matrix(metric("loss_rate").by("segment,rep")))
    assert {flag for row in flags(table).values() for flag in row} == {""}


@pytest.mark.parametrize(
    ("better", "won", "closed", "flag"),
    [
        ("higher", 8, 90, "low"),
        ("higher", 0, 20, ""),  # with so few, chance does that
        ("higher", 0, 40, "low"),
        ("higher", 90, 90, ""),
        ("lower", 90, 90, "high"),
        ("lower", 8, 90, ""),
        ("lower", 6, 10, ""),  # two would be expected: too few to tell
        ("lower", 0, 0, ""),
    ],
)
def test_what_chance_does_not_explain_is_called_out(site, better, won, closed, flag):
    def flag_of(metric):
        rate = metric("win_rate")
        rate = replace(rate, metric=replace(rate.metric, better=better))
        whole = rate.shown
        share = won / closed if closed else None
        part = whole and replace(whole, value=share, numerator=won, denominator=closed)
        return part and grids._flag(rate, part, whole)

    assert in_second_pass(site, flag_of) == flag


def test_amounts_are_not_called_out(site):
    table = in_second_pass(site, lambda metric: grids.matrix(metric("won").by("segment,rep")))
    assert {flag for row in flags(table).values() for flag in row} == {""}
    assert [column.label for column in table.columns] == ["Small", "Large"]


def test_cohorts_are_shaded_between_the_lowest_and_the_highest(site):
    table = in_second_pass(
        site, lambda metric: grids.heatmap(metric("win_rate").by("months_since_start"))
    )
    assert [column.label for column in table.columns] == ["0", "1", "2", "3"]
    assert {row.head: [cell.heat for cell in row.cells] for row in table.rows} == {
        "2024": [8, 4, 4, 0],
        "2025": [8, 5, 4, None],
    }


def test_an_age_that_only_some_of_a_cohort_have_reached_is_left_out(site):
    """Of the 255 of 2025 only 100 have been followed for a month; 2026 has no values yet."""
    table = in_second_pass(
        site, lambda metric: grids.heatmap(metric("loss_rate").by("months_since_start"))
    )
    assert {row.head: [cell.heat for cell in row.cells] for row in table.rows} == {
        "2024": [8, 0],
        "2025": [8, None],
    }


def test_only_every_third_month(site):
    table = in_second_pass(
        site, lambda metric: grids.heatmap(metric("win_rate").by("months_since_start"), every=3)
    )
    assert [column.label for column in table.columns] == ["0", "3"]
