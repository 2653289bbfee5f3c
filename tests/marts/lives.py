"""Made-up leads with deals, owners and results, and what their lives come to, told day by day."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from clock import day_of, local, some_moment
from histories import AS_OF, DAY, FIRST_DAY, LAST_DAY, Payer, Row

STAGES = ("mql", "sal", "sql", "opportunity", "won")
ASIDES = ("need_confirmed", "rejected", "recycled", "lost")


def leads_of(rng: random.Random, number: int, accounts: Sequence[str]) -> dict[str, list[Row]]:
    """One lead with its stage events and deals, in the columns of the inputs contract."""
    lead_id = f"lead-{number}"
    created = FIRST_DAY + rng.randint(0, (LAST_DAY - FIRST_DAY).days) * DAY
    account = rng.choice([*rng.sample(accounts, 3), None])
    lead = {
        "lead_id": lead_id,
        "account_id": account,
        "person_id": rng.choice(["p0", "p1", "p2", "nobody", None]),
        "channel": rng.choice(["event", "organic", None]),
        "industry": rng.choice(["Software", "Logistics", "Retail", None]),
        "region": rng.choice(["DACH", "Nordics", None]),
        "employees": rng.choice([None, 0, 49, 50, 99, 100, 999, 1000, 1001, 5000, 5001]),
        "created_at": some_moment(rng, created),
    }
    events = [
        {
            "stage_event_id": f"{lead_id}-event-{place}",
            "lead_id": lead_id,
            "person_id": rng.choice(["p0", "p1", "p2", None]),
            "stage": rng.choice([*STAGES[:-1], *ASIDES]),
            "occurred_at": some_moment(rng, created + rng.choice([-9, 0, 1, 2, 90, 200]) * DAY),
        }
        for place in range(rng.randint(0, 5))
    ]
    deals = [_deal(rng, lead, created, place) for place in range(rng.choice([0, 0, 1, 1, 2]))]
    return {"leads": [lead], "stage_events": events, "opportunities": deals}


def _deal(rng: random.Random, lead: Row, created: date, place: int) -> Row:
    opened = created + rng.randint(-3, 120) * DAY
    closed = opened + rng.randint(0, 150) * DAY
    status = rng.choice(["open", "won", "won", "lost"])
    return {
        "opportunity_id": f"{lead['lead_id']}-deal-{place}",
        "account_id": rng.choice([lead["account_id"], None]),
        "lead_id": lead["lead_id"],
        "person_id": lead["person_id"],
        "status": status,
        "opportunity_type": rng.choice([None, "new_business", "new_business", "expansion"]),
        "created_at": rng.choice([some_moment(rng, opened)] * 4 + [None]),
        "closed_at": None if status == "open" else some_moment(rng, closed),
        "expected_close_on": rng.choice([opened + rng.randint(0, 150) * DAY, None]),
        "amount": rng.randint(1, 50_000) / 4,
        "currency": "EUR",
    }


def outcomes_of(rng: random.Random, account_id: str) -> list[Row]:
    return [
        {
            "outcome_id": f"{account_id}-outcome-{place}",
            "account_id": account_id,
            "measured_on": FIRST_DAY + rng.randint(0, (LAST_DAY - FIRST_DAY).days) * DAY,
            "goal": 10.0,
            "result": rng.choice([9.0, 10.0, 11.0, None]),
        }
        for place in range(rng.randint(0, 6))
    ]


def is_new_business(deal: Row) -> bool:
    return deal["opportunity_type"] != "expansion"


def stands(deal: Row, status: str) -> bool:
    """Whether the deal has this end by as_of."""
    return bool(deal["status"] == status and day_of(deal["closed_at"]) <= AS_OF)


def known(deals: Iterable[Row]) -> list[Row]:
    """The deals that had been opened by as_of, as far as the source says."""
    return [deal for deal in deals if not deal["created_at"] or day_of(deal["created_at"]) <= AS_OF]


def reached(
    lead: Row, events: Iterable[Row], deals: Iterable[Row]
) -> list[tuple[str, datetime, str | None]]:
    """Stage, moment and person of all that happened to the lead by as_of, from its creation on."""
    told = [(row["stage"], row["occurred_at"], row["person_id"]) for row in events]
    for deal in filter(is_new_business, deals):
        told.append(("opportunity", deal["created_at"], deal["person_id"]))
        if stands(deal, "won"):
            told.append(("won", deal["closed_at"], deal["person_id"]))
    return [
        (stage, local(max(moment, lead["created_at"])), person)
        for stage, moment, person in told
        if moment and day_of(moment) <= AS_OF
    ]


def milestones(
    lead: Row, events: Iterable[Row], deals: Iterable[Row]
) -> dict[str, datetime | None]:
    """When each stage was first reached, or any stage after it; None when never."""
    happened = reached(lead, events, deals)
    after = {stage: STAGES[place:] for place, stage in enumerate(STAGES)}
    return {
        stage: min(
            (at for each, at, _ in happened if each in (after.get(stage) or [stage])), default=None
        )
        for stage in (*STAGES, *ASIDES)
    }


def life(
    lead: Row,
    events: Sequence[Row],
    deals: Sequence[Row],
    outcomes: dict[str, list[Row]],
    intervals: dict[str, list[Row]],
) -> Row:
    """The dates of a row of fct_leads, and its opportunity."""
    deals = [deal for deal in deals if is_new_business(deal)]
    moments = milestones(lead, events, deals)
    dates: Row = {f"{stage}_on": moment and moment.date() for stage, moment in moments.items()}
    if dates["won_on"]:
        dates["lost_on"] = None
    first = min(deals, key=_standing, default=None)
    account = first and (first["account_id"] or lead["account_id"])
    won_on = dates["won_on"]
    return dates | {
        "created_on": day_of(lead["created_at"]),
        "opportunity_id": first and first["opportunity_id"],
        "successful_on": _success(outcomes.get(account, []), won_on),
        "renewed_on": _renewal(intervals.get(account, []), won_on),
    }


def _standing(deal: Row) -> tuple[date, date, str]:
    won_on = day_of(deal["closed_at"]) if stands(deal, "won") else date.max
    return (
        won_on,
        day_of(deal["created_at"]) if deal["created_at"] else date.max,
        deal["opportunity_id"],
    )


def _success(outcomes: list[Row], won_on: date | None) -> date | None:
    return min(
        (
            row["measured_on"]
            for row in outcomes
            if won_on
            and row["result"] is not None
            and row["result"] >= row["goal"]
            and won_on <= row["measured_on"] <= AS_OF
        ),
        default=None,
    )


def _renewal(intervals: list[Row], won_on: date | None) -> date | None:
    """Walk from the end of the first term on to the first day that is paid for."""
    payer = Payer.of(intervals)
    lasting = [
        row
        for row in payer.intervals
        if won_on
        and row["valid_from"] <= AS_OF
        and (row["valid_to"] is None or row["valid_to"] > won_on)
    ]
    if not lasting or won_on is None:
        return None
    earliest = min(row["valid_from"] for row in lasting)
    terms = [row["term_ends_on"] for row in lasting if row["valid_from"] == earliest]
    starts = max(earliest, won_on)
    term_ends_on = max((day for day in terms if day), default=starts)
    day = term_ends_on if term_ends_on > starts else month_later(starts)
    while day <= AS_OF:
        if payer.mrr(day):
            return day
        day += DAY
    return None


def month_later(day: date) -> date:
    """The same day of the next month, or its last day where it has none such."""
    next_month = (day.replace(day=1) + timedelta(31)).replace(day=1)
    last = (next_month + timedelta(31)).replace(day=1) - DAY
    return min(next_month + (day.day - 1) * DAY, last)
