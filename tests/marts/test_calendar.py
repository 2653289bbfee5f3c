"""The calendar of a company whose fiscal year starts in April and whose weeks start on Sunday."""

from __future__ import annotations

from datetime import date

from histories import AS_OF, DAY
from mart_runs import rows_of


def test_quarters_follow_the_fiscal_year_and_weeks_start_on_sunday(marts):
    rows = rows_of(marts, "select * from dim_dates order by date_day")
    days = [row["date_day"] for row in rows]
    assert (days[0], days[-1]) == (date(2023, 4, 1), date(2026, 3, 31))
    assert days == [days[0] + number * DAY for number in range(len(days))]
    for row in rows:
        day = row["date_day"]
        since_april = (day.month - 4) % 12
        quarter_starts_in = (since_april // 3 * 3 + 3) % 12 + 1
        assert row["week_starts_on"] == day - day.isoweekday() % 7 * DAY
        assert row["month_starts_on"] == day.replace(day=1)
        assert row["quarter_starts_on"] == date(day.year, quarter_starts_in, 1)
        assert row["year_starts_on"] == date(day.year - (day.month < 4), 4, 1)
        assert row["is_over"] == (day <= AS_OF)


def test_a_period_holds_the_days_from_its_start_to_its_end(marts):
    periods = rows_of(
        marts,
        """
        select
            grain, period_start, period_end,
            min(date_day) as first_day, max(date_day) as last_day, count(*) as days
        from dim_periods group by all
        """,
    )
    lengths = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92)}
    lengths |= {"year": (365, 366), "all": (1083, 1083)}
    assert {period["grain"] for period in periods} == lengths.keys()
    for period in periods:
        shortest, longest = lengths[period["grain"]]
        length = (period["period_end"] - period["period_start"]).days + 1
        assert shortest <= length <= longest, period
        assert period["first_day"] == max(period["period_start"], date(2023, 4, 1))
        assert period["last_day"] == min(period["period_end"], AS_OF)
        assert period["days"] == (period["last_day"] - period["first_day"]).days + 1
