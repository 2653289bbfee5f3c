"""Periods against the properties that models/marts/dim_periods.sql promises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samepage.periods import Calendar, read_day

calendars = st.builds(Calendar, st.integers(1, 12), st.integers(1, 7))
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
grains = st.sampled_from(["day", "week", "month", "quarter", "year"])


@given(calendars, grains, days)
def test_a_day_lies_in_its_period(calendar, grain, day):
    start = calendar.start(grain, day)
    assert start <= day <= calendar.end(grain, start)
    assert calendar.start(grain, start) == start


@given(calendars, grains, days)
def test_periods_follow_each_other_without_gap(calendar, grain, day):
    start = calendar.start(grain, day)
    following = calendar.after(grain, start)
    assert calendar.end(grain, start) + timedelta(days=1) == following
    assert calendar.start(grain, following) == following
    assert calendar.before(grain, following) == start


@given(calendars, grains, days)
def test_the_same_period_a_year_before_is_a_period(calendar, grain, day):
    start = calendar.start(grain, day)
    earlier = calendar.year_before(grain, start)
    if grain == "year":
        assert earlier is None
    elif grain == "day":
        assert earlier.year == start.year - 1
    else:
        assert calendar.start(grain, earlier) == earlier
        assert 364 <= (start - earlier).days <= 366


@given(calendars, days)
def test_weeks_start_on_the_weekday_asked_for(calendar, day):
    start = calendar.start("week", day)
    assert start.isoweekday() == calendar.week_starts_on


@given(calendars, days)
def test_years_start_in_the_month_asked_for(calendar, day):
    start = calendar.start("year", day)
    assert (start.month, start.day) == (calendar.fiscal_year_starts_in, 1)


@given(calendars, days)
def test_quarters_make_up_the_year(calendar, day):
    quarter = calendar.start("year", day)
    starts = [quarter]
    for _ in range(4):
        starts.append(calendar.after("quarter", starts[-1]))
    assert starts[-1] == calendar.after("year", quarter)


@given(calendars, grains, days)
def test_two_periods_never_share_a_label(calendar, grain, day):
    start = calendar.start(grain, day)
    assert calendar.label(grain, start) != calendar.label(grain, calendar.after(grain, start))


@pytest.mark.parametrize(
    ("starts_in", "grain", "start", "label"),
    [
        (1, "day", date(2026, 10, 5), "5 Oct 2026"),
        (1, "week", date(2026, 10, 5), "week of 5 Oct 2026"),
        (1, "month", date(2026, 9, 1), "Sep 2026"),
        (1, "quarter", date(2026, 7, 1), "Q3 2026"),
        (1, "year", date(2026, 1, 1), "2026"),
        (4, "quarter", date(2026, 7, 1), "Q2 FY2027"),
        (4, "quarter", date(2026, 1, 1), "Q4 FY2026"),
        (4, "year", date(2026, 4, 1), "FY2027"),
        (1, "all", date(2023, 1, 1), "all time"),
    ],
)
def test_labels(starts_in, grain, start, label):
    assert Calendar(fiscal_year_starts_in=starts_in).label(grain, start) == label


def test_all_time_has_no_neighbours():
    calendar = Calendar()
    start = date(2023, 10, 1)
    assert calendar.before("all", start) is None
    assert calendar.after("all", start) is None
    assert calendar.end("all", start) is None


def test_days_as_authors_write_them():
    assert read_day("2026") == date(2026, 1, 1)
    assert read_day("2026-08") == date(2026, 8, 1)
    assert read_day("2026-08-17") == date(2026, 8, 17)
    with pytest.raises(ValueError, match="'Q3 2026' is no day"):
        read_day("Q3 2026")
