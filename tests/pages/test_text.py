"""The encoder and the rules of numbers."""

from __future__ import annotations

import html
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samepage import changes, text


def spaced(written):
    """With ordinary spaces, so that expectations can be read."""
    return written.replace(text.THIN, " ")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_encoding_loses_nothing(plain):
    assert html.unescape(text.encode(plain)) == re.sub(
        "[\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", plain
    )


@given(st.text())
def test_encoding_leaves_nothing_active(plain):
    encoded = text.encode(plain)
    assert all(sign.isalnum() or sign in "&#;" for sign in encoded)
    assert encoded.count("&") == encoded.count(";")


def test_control_characters_become_visible():
    assert html.unescape(text.encode("a\x00b\x02c\x7f\x85")) == "a␀b␂c␡�"


def test_line_breaks_and_tabs_are_kept():
    assert text.encode("a\r\n\tb") == "a&#13;&#10;&#9;b"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.6315005, "percent", "63.2 %"),
        (-0.0341, "percent", "−3.4 %"),
        (-0.0001, "percent", "0.0 %"),
        (1.0, "percent", "100.0 %"),
        (2500, "count", "2,500"),
        (12.5, "count", "12.5"),
        (0.0, "count", "0"),
        (9999, "currency", "€ 9,999"),
        (10_000, "currency", "€ 10 k"),
        (845_300, "currency", "€ 845 k"),
        (999_499, "currency", "€ 999 k"),
        (999_500, "currency", "€ 1.0 M"),
        (10_005_534, "currency", "€ 10.0 M"),
        (-1_234_567, "currency", "−€ 1.2 M"),
        (999_950_000, "currency", "€ 1.0 bn"),
        (1, "days", "1 day"),
        (43, "days", "43 days"),
        (43.25, "days", "43.2 days"),
        (185, "minutes", "185 min"),
        (3.25, "hours", "3.2 h"),
        (1, "months", "1 month"),
        (14.06, "months", "14.1 months"),
        (0.4215, "points", "42.1 points"),
        (-0.05, "points", "−5.0 points"),
        (0.66804, "number", "0.668"),
        (-1611.158, "number", "−1,611.158"),
        (1.84, "ratio", "1.84×"),
        (0.746, "ratio", "0.75×"),
        (2.84, "ratio", "2.8×"),
        (None, "percent", "–"),
        (math.nan, "count", "–"),
    ],
)
def test_numbers(value, unit, written):
    assert spaced(text.number(value, unit, "EUR")) == written


def test_exact_money_is_not_rounded_to_millions():
    assert spaced(text.exact(10_005_534, "currency", "USD")) == "$ 10,005,534"


def test_money_in_tables_is_not_rounded_but_shares_are():
    assert spaced(text.number(10_005_534, "currency", is_scaled=False)) == "€ 10,005,534"
    assert spaced(text.number(0.6315005, "percent", is_scaled=False)) == "63.2 %"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.6315005, "percent", "63.15 %"),
        (1.848, "ratio", "1.85×"),
        (43.25, "days", "43.25 days"),
        (0.42156, "points", "42.16 points"),
        (0.66804, "number", "0.6680"),
        (2500, "count", "2,500"),
        (None, "count", "–"),
    ],
)
def test_exact_numbers(value, unit, written):
    assert spaced(text.exact(value, unit)) == written


def test_a_unit_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="'furlongs' is none of count, currency"):
        text.exact(1, "furlongs")


@pytest.mark.parametrize(
    ("value", "before", "unit", "written", "direction"),
    [
        (0.314, 0.335, "percent", "−2.1 points", -1),
        (0.335, 0.314, "percent", "+2.1 points", 1),
        (0.33501, 0.335, "percent", "0.0 points", 0),
        (966, 1000, "count", "−3.4 %", -1),
        (-50, -100, "currency", "+50.0 %", 1),
        (5, 0, "count", "–", 0),
        (3000, -2500, "currency", "–", 0),
        (-1, 4, "currency", "–", 0),
        (0, 0, "count", "0.0 %", 0),
        (40, 43.5, "days", "−3.5 days", -1),
        (3.5, 3, "hours", "+0.5 h", 1),
        (11, 12, "months", "−1.0 months", -1),
        (0.45, 0.42, "points", "+3.0 points", 1),
        (None, 1, "count", "–", 0),
        (1, None, "count", "–", 0),
    ],
)
def test_changes(value, before, unit, written, direction):
    assert spaced(changes.change(value, before, unit)) == written
    assert changes.direction(value, before, unit) == direction


def test_words():
    assert text.listed(["a", "b", "c"]) == "a, b and c"
    assert text.listed(["a"]) == "a"
    assert text.listed([]) == ""
    assert text.humanise("icp_tier") == "ICP tier"
    assert text.humanise("customer_success") == "Customer success"
