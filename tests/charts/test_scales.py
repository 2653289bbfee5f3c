from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samepage.charts.names import spread
from samepage.charts.scales import tick_labels, ticks_over, time_axis

finite = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: abs(value) > 1e-6 or value == 0)


@given(st.lists(st.none() | finite, max_size=40), st.sampled_from(["count", "currency", "percent"]))
def test_ticks_hold_every_value(values, unit):
    ticks = ticks_over(values, unit)
    known = [value for value in values if value is not None]
    slack = 1e-9 * max(1, *map(abs, known), 0) if known else 0
    assert all(ticks.lower - slack <= value <= ticks.upper + slack for value in known)
    assert ticks.lower < ticks.upper
    assert ticks.values == tuple(sorted(set(ticks.values)))
    assert 2 <= len(ticks.values) <= 11


@given(st.lists(finite, min_size=1, max_size=40))
def test_amounts_start_at_zero(values):
    ticks = ticks_over(values, "currency")
    assert ticks.lower <= 0 <= ticks.upper


def test_a_level_near_one_is_not_drawn_from_zero():
    assert ticks_over([0.96, 0.975], "percent").lower == pytest.approx(0.96)
    assert ticks_over([0.96, 0.975], "percent", must_start_at_zero=True).lower == 0


def test_counts_have_whole_ticks():
    assert all(value.is_integer() for value in map(float, ticks_over([1, 2], "count").values))


def test_labels_drop_decimals_only_when_all_are_zero():
    assert tick_labels((0.0, 0.1), "percent", "EUR") == ("0\u202f%", "10\u202f%")
    assert tick_labels((0.0, 0.025), "percent", "EUR") == ("0.0\u202f%", "2.5\u202f%")


@pytest.mark.parametrize("periods", [1, 2, 3, 13, 37, 60, 200])
def test_time_axis_names_the_newest_and_never_crowds(periods):
    labels = [(float(n), "Oct 2026") for n in range(periods)]
    named = time_axis(labels, 600)["values"]
    assert named[-1] == periods - 1
    assert 1 <= len(named) <= 5


def test_labels_with_quotes_stay_inside_their_expression():
    expression = time_axis([(1.0, "it's\\"), (2.0, "b")], 600)["labelExpr"]
    assert expression == "['it\\'s\\\\','b'][indexof([1.0,2.0],datum.value)]"


@given(st.lists(st.floats(0, 230), min_size=1, max_size=6))
def test_names_keep_their_distance_and_their_order(heights):
    tops = spread(heights, 16, 230)
    inside = sorted(tops)
    assert all(later - earlier >= 16 - 1e-6 for earlier, later in pairwise(inside))
    assert inside[0] >= -1e-6 and inside[-1] <= 230 + 1e-6
    ranked = sorted(range(len(heights)), key=lambda at: heights[at])
    assert [tops[at] for at in ranked] == inside


def test_names_that_do_not_collide_stay_where_they_belong():
    assert spread([10.0, 100.0, 50.0], 16, 230) == [10.0, 100.0, 50.0]
