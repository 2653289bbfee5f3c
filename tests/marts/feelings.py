"""Made-up people at customers, what they said, achieved and asked, and how the customer stood."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clock import day_of, some_moment
from histories import AS_OF, DAY, FIRST_DAY, LAST_DAY, Payer, Row

QUARTER, MONTH = 90 * DAY, 30 * DAY


def feelings_of(rng: random.Random, account_id: str) -> dict[str, list[Row]]:
    """Contacts with touches and answers, tickets and use of one account, as sources tell them."""
    contacts = [_contact(rng, account_id, place) for place in range(rng.randint(0, 5))]
    ids = [contact["contact_id"] for contact in contacts]
    people = [*ids, None]
    return {
        "contacts": contacts,
        "touches": _several(rng, account_id, "touch", 20, lambda: _touch(rng, people)),
        "surveys": _several(rng, account_id, "survey", 6, lambda: _answer(rng, people)),
        "tickets": _several(rng, account_id, "ticket", 4, lambda: _ticket(rng)),
        "usage": _several(rng, account_id, "usage", 9, lambda: _use(rng)),
    }


def _several(
    rng: random.Random, account_id: str, kind: str, most: int, make: Callable[[], Row]
) -> list[Row]:
    return [
        {f"{kind}_id": f"{account_id}-{kind}-{place}", "account_id": account_id, **make()}
        for place in range(rng.randint(0, most))
    ]


def _contact(rng: random.Random, account_id: str, place: int) -> Row:
    came = _some_day(rng)
    stays = rng.choice([0, 20, 200, 400])
    return {
        "contact_id": f"{account_id}-contact-{place}",
        "account_id": account_id,
        "role": rng.choice(["user", "economic buyer", None]),
        "is_champion": rng.choice([True, True, False, None]),
        "created_at": rng.choice([some_moment(rng, came), None]),
        "left_at": rng.choice([some_moment(rng, came + stays * DAY)] * 3 + [None]),
    }


def _touch(rng: random.Random, people: Sequence[str | None]) -> Row:
    automated = rng.choice([False, False, True, None])
    at = some_moment(rng, _some_day(rng))
    nobodys = dict.fromkeys(("lead_id", "opportunity_id", "person_id"))
    return nobodys | {
        "contact_id": rng.choice(people),
        "is_automated": automated,
        "touched_at": at,
    }


def _answer(rng: random.Random, people: Sequence[str | None]) -> Row:
    score = rng.choice([0, 5, 6, 7, 8, 9, 9, 10, 10, None])
    at = some_moment(rng, _some_day(rng))
    return {"contact_id": rng.choice(people), "score": score, "answered_at": at}


def _ticket(rng: random.Random) -> Row:
    opened = some_moment(rng, _some_day(rng))
    answered = opened + rng.choice([0, 0.01, 0.4, 3, 40]) * DAY
    closed = answered + rng.choice([0, 1, 33]) * DAY
    return {
        "priority": rng.choice(["low", "urgent", None]),
        "opened_at": opened,
        "first_response_at": rng.choice([answered, answered, None]),
        "closed_at": rng.choice([closed, None]),
    }


def _use(rng: random.Random) -> Row:
    return {"used_on": _some_day(rng), "uses": rng.choice([0, 1, 5, None])}


def _some_day(rng: random.Random) -> date:
    return FIRST_DAY + rng.randint(0, (LAST_DAY - FIRST_DAY).days) * DAY


def respondent(answer: Row) -> str:
    """Who answered; an answer without a contact is somebody of its own."""
    return answer["contact_id"] or answer["survey_id"]


def answers_until(answers: Sequence[Row], day: date) -> list[Row]:
    """The answers with a score of the 90 days up to a day, oldest first."""
    in_time = [
        row
        for row in answers
        if row["score"] is not None and is_within(day_of(row["answered_at"]), QUARTER, day)
    ]
    return sorted(in_time, key=lambda row: (row["answered_at"], row["survey_id"]))


def newest_answers(answers: Sequence[Row], day: date) -> dict[str, Row]:
    """What each respondent answered last."""
    return {respondent(row): row for row in answers_until(answers, day)}


def is_within(day: date, window: timedelta, last: date) -> bool:
    """Whether a day is one of the days up to the last one, this included."""
    return last - window < day <= last


@dataclass(frozen=True)
class Customer:
    """All rows of one account, asked what was true on a day."""

    intervals: Sequence[Row]
    outcomes: Sequence[Row]
    contacts: Sequence[Row]
    touches: Sequence[Row]
    surveys: Sequence[Row]
    tickets: Sequence[Row]
    usage: Sequence[Row]

    def pays(self, day: date) -> bool:
        return Payer.of(self.intervals).mrr(day) > 0

    def measured(self, day: date) -> list[Row]:
        """The measurements of the 90 days up to the day."""
        return [
            row
            for row in self.outcomes
            if row["result"] is not None and is_within(row["measured_on"], QUARTER, day)
        ]

    def is_successful(self, day: date) -> bool:
        return any(row["result"] >= row["goal"] for row in self.measured(day))

    def is_successful_by_newest(self, day: date) -> bool:
        measured = self.measured(day)
        newest = max((row["measured_on"] for row in measured), default=None)
        return any(row["result"] >= row["goal"] for row in measured if row["measured_on"] == newest)

    def champions(self, day: date) -> set[str]:
        return {
            row["contact_id"]
            for row in self.contacts
            if row["is_champion"]
            and (row["created_at"] is None or day_of(row["created_at"]) <= day)
            and (row["left_at"] is None or day < day_of(row["left_at"]))
        }

    def is_happy_by_score(self, day: date) -> bool:
        return any(row["score"] >= 9 for row in newest_answers(self.surveys, day).values())

    def is_happy(self, day: date) -> bool:
        spoken_to = {
            row.get("contact_id")
            for row in self.touches
            if not row["is_automated"] and is_within(day_of(row["touched_at"]), QUARTER, day)
        }
        return self.is_happy_by_score(day) or bool(spoken_to & self.champions(day))

    def standing(self, day: date) -> str:
        names = {
            (True, True): "happy and successful",
            (True, False): "happy, not successful",
            (False, True): "successful, not happy",
            (False, False): "neither",
        }
        return names[self.is_happy(day), self.is_successful(day)]

    def losses(self) -> list[date]:
        """The days on which the last champion of a paying customer was gone."""
        left = {day_of(row["left_at"]) for row in self.contacts if row["left_at"]}
        return [
            day
            for day in sorted(left)
            if day <= AS_OF
            and self.pays(day - DAY)
            and self.champions(day - DAY)
            and not self.champions(day)
        ]

    def is_active(self, day: date) -> bool:
        return any(row["uses"] and is_within(row["used_on"], MONTH, day) for row in self.usage)

    def open_tickets(self, day: date) -> int:
        return sum(
            day_of(row["opened_at"]) <= day
            and (row["closed_at"] is None or day < day_of(row["closed_at"]))
            for row in self.tickets
        )
