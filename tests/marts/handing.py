"""Who hands what to whom in the made-up company: touches drawn at random, and what they come to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from clock import day_of, local, some_moment, utc
from histories import AS_OF, DAY, Row
from lives import is_new_business, known, milestones, reached, stands
from people import team_and_pod

# As vars.handoffs of dbt_project.yml has it.
OPENS_AT, CLOSES_AT = time(9), time(18)
SLA_MINUTES, UNTOUCHED_AFTER = 240, 7 * DAY


def touches_of(
    rng: random.Random, lead: Row, events: Sequence[Row], deals: Sequence[Row]
) -> list[Row]:
    """Touches around everything that happened to the lead: on it, on its deals, on its account."""
    starts = [lead["created_at"], *(row["occurred_at"] for row in events)]
    starts += [deal["closed_at"] or lead["created_at"] for deal in deals]
    rows: list[Row] = []
    for start in starts * 2:
        deal, is_on_lead = rng.choice([None, None, *deals]), rng.random() < 0.7
        rows.append(
            {
                "touch_id": f"{lead['lead_id']}-touch-{len(rows)}",
                "lead_id": lead["lead_id"] if is_on_lead else None,
                "opportunity_id": deal and deal["opportunity_id"],
                "account_id": None if is_on_lead else lead["account_id"],
                "person_id": rng.choice(["p0", "p1", "p1", "p2", "p2", None]),
                "is_automated": rng.choice([False, False, False, True, None]),
                "touched_at": _touched_at(rng, start),
            }
        )
    return rows


def _touched_at(rng: random.Random, start: datetime) -> datetime:
    """Some time after something happened, at times on the very edge of what counts."""
    if rng.random() < 0.2:
        second = timedelta(seconds=1)
        return utc(local(start) + rng.choice([-second, 0 * second, 7 * DAY, 7 * DAY + second]))
    return some_moment(rng, start.date() + rng.choice([-1, 0, 0, 1, 2, 3, 6, 8, 40, 89, 91]) * DAY)


def human_touches(raw: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Those made by a person by as_of, with the lead and account that they are about."""
    leads = {lead["lead_id"]: lead for lead in raw["leads"]}
    deals = {deal["opportunity_id"]: deal for deal in raw["opportunities"]}
    return [
        _about(touch, deals.get(touch["opportunity_id"], {}), leads)
        for touch in raw["touches"]
        if not touch["is_automated"] and day_of(touch["touched_at"]) <= AS_OF
    ]


def _about(touch: Row, deal: Row, leads: Mapping[str, Row]) -> Row:
    lead_id = touch["lead_id"] or deal.get("lead_id")
    lead_account = leads[lead_id]["account_id"] if lead_id else None
    return touch | {
        "lead_id": lead_id,
        "account_id": touch["account_id"] or deal.get("account_id") or lead_account,
        "at": local(touch["touched_at"]),
    }


def mql_handoff(
    lead: Row, events: Sequence[Row], deals: Sequence[Row], touches: Iterable[Row]
) -> Row | None:
    """What fct_handoffs should say of a lead; None when it never became an MQL."""
    moments = milestones(lead, events, known(deals))
    offered_at, sal_at, sql_at = moments["mql"], moments["sal"], moments["sql"]
    if not offered_at:
        return None
    happened = reached(lead, events, known(deals))
    since = [each for each in happened if each[1] >= offered_at]
    rejected_at = min((at for stage, at, _ in since if stage == "rejected"), default=None)
    recycled_at = min((at for stage, at, _ in since if stage == "recycled"), default=None)
    touched_at = min(
        (row["at"] for row in touches if offered_at <= row["at"] <= offered_at + UNTOUCHED_AFTER),
        default=None,
    )
    is_accepted = sal_at is not None and (rejected_at is None or sal_at <= rejected_at)
    sals = sorted((at, person) for stage, at, person in happened if stage == "sal" and person)
    receiver = lead["person_id"] or (sals[0][1] if sals else None)
    return _timed(offered_at, touched_at, receiver, offered_at) | {
        "is_accepted_within_a_day": bool(is_accepted and sal_at - offered_at <= DAY),
        "is_rejected_within_a_day": bool(
            rejected_at and not is_accepted and rejected_at - offered_at <= DAY
        ),
        "is_recycled_within_90_days": _within_90_days(offered_at, recycled_at),
        "is_sql_within_90_days": _within_90_days(offered_at, sql_at),
        "succeeded_on": None,
    }


def _within_90_days(since: datetime, then: datetime | None) -> bool:
    return then is not None and then.date() <= since.date() + 90 * DAY


def win_handoff(deal: Row, touches: Iterable[Row], outcomes: Iterable[Row]) -> Row | None:
    """What fct_handoffs should say of a deal and its account; None when it won no new customer."""
    if not (is_new_business(deal) and stands(deal, "won")):
        return None
    won_at = local(deal["closed_at"])
    in_time = [
        (row["at"], row["touch_id"], row["person_id"])
        for row in touches
        if team_and_pod(row["person_id"], row["at"].date())[0] == "customer_success"
        and row["at"] >= won_at
        and row["at"].date() <= won_at.date() + 90 * DAY
    ]
    touched_at, _, receiver = min(in_time, default=(None, None, None))
    successes = [
        row["measured_on"]
        for row in outcomes
        if row["result"] is not None
        and row["result"] >= row["goal"]
        and won_at.date() <= row["measured_on"] <= AS_OF
    ]
    return _timed(won_at, touched_at, receiver, touched_at) | {
        "succeeded_on": min(successes, default=None)
    }


def _timed(
    offered_at: datetime,
    touched_at: datetime | None,
    receiver: str | None,
    received_at: datetime | None,
) -> Row:
    minutes = waited = None
    if touched_at:
        minutes = (_minute(touched_at) - _minute(offered_at)) // timedelta(minutes=1)
        waited = business_minutes(offered_at, touched_at)
    in_time = waited is not None and waited <= SLA_MINUTES
    return {
        "offered_at": offered_at,
        "touched_at": touched_at,
        "minutes_to_first_touch": minutes,
        "business_minutes_to_first_touch": waited,
        "first_touch": "never" if waited is None else "within SLA" if in_time else "late",
        "pod": team_and_pod(receiver, received_at.date())[1] if received_at else None,
    }


def business_minutes(
    starts_at: datetime, ends_at: datetime, opens_at: time = OPENS_AT, closes_at: time = CLOSES_AT
) -> int:
    """Day by day, the minutes in which the office was open between two moments."""
    open_for = timedelta()
    for day in _workdays(starts_at.date(), ends_at.date()):
        opens = max(datetime.combine(day, opens_at), _minute(starts_at))
        closes = min(datetime.combine(day, closes_at), _minute(ends_at))
        open_for += max(closes - opens, timedelta())
    return open_for // timedelta(minutes=1)


def _workdays(first: date, last: date) -> Iterator[date]:
    days = (first + number * DAY for number in range((last - first).days + 1))
    yield from (day for day in days if day.isoweekday() <= 5)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0)
