"""fct_pipeline_months against a look at every deal on the first and last day of every month."""

from __future__ import annotations

from datetime import date

from clock import day_of
from histories import AS_OF, DAY, FIRST_DAY, Row
from lives import known, stands
from mart_runs import rows_of
from people import pod

MONTHS = [date(year, month, 1) for year in range(FIRST_DAY.year, 2027) for month in range(1, 13)]


def test_a_month_holds_the_deals_that_were_open_when_it_began_or_ended(raw, marts):
    expected = {}
    for deal in known(raw["opportunities"]):
        for month in MONTHS:
            if month <= AS_OF:
                row = month_of(deal, month)
                if row["is_open_at_opening"] or row["is_open_at_closing"]:
                    expected[deal["opportunity_id"], month] = row
    rows = rows_of(marts, "select * from fct_pipeline_months")
    assert len(rows) == len(expected) > 300
    for row in rows:
        wanted = expected[row["opportunity_id"], row["month_starts_on"]]
        assert {name: row[name] for name in wanted} == wanted, row


def test_the_histories_hold_every_kind_of_month(marts):
    """The comparison above proves nothing about a case that never occurs."""
    for case in (
        "is_open_at_opening and not is_open_at_closing",
        "is_open_at_closing and not is_open_at_opening",
        "is_open_at_opening and is_open_at_closing and is_due_within_quarter",
        "is_open_at_opening and not is_due_within_quarter",
        f"month_starts_on = date '{AS_OF.replace(day=1)}' and is_open_at_closing",
    ):
        query = f"select count(*) as found from fct_pipeline_months where {case}"
        assert rows_of(marts, query)[0]["found"], case


def month_of(deal: Row, month: date) -> Row:
    last_day = min((month + 31 * DAY).replace(day=1) - DAY, AS_OF)
    due_on = deal["expected_close_on"]
    is_closed = stands(deal, "won") or stands(deal, "lost")
    closed_on = day_of(deal["closed_at"]) if is_closed else date.max
    return {
        "is_open_at_opening": is_open(deal, month - DAY),
        "is_open_at_closing": is_open(deal, last_day),
        "is_due_within_quarter": due_on is not None and quarter(due_on) == quarter(month),
        "pod": pod(deal["person_id"], min(last_day, closed_on)),
    }


def is_open(deal: Row, day: date) -> bool:
    """Whether it was open when the day ended. Opened nobody knows when: today, if it still is."""
    is_closed = stands(deal, "won") or stands(deal, "lost")
    if is_closed and day_of(deal["closed_at"]) <= day:
        return False
    if not deal["created_at"]:
        return not is_closed and day == AS_OF
    return day_of(deal["created_at"]) <= day


def quarter(day: date) -> tuple[int, int]:
    """A fiscal year that starts in April has the quarters of the calendar."""
    return day.year, (day.month - 1) // 3
