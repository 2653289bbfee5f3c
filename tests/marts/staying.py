"""What becomes of customers, told day by day: who stays, renews, leaves, and after how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from clock import day_of
from histories import AS_OF, DAY, FIRST_DAY, Row

# Intervals last a year at most, so from here on only those without an end are paid for.
FAR = AS_OF + 400 * DAY


def months_later(day: date, count: int) -> date:
    """The same day so many months on (or back), or the last day of a month too short for it."""
    month = day.year * 12 + day.month - 1 + count
    first = date(month // 12, month % 12 + 1, 1)
    return min(first + (day.day - 1) * DAY, last_day(first))


def last_day(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1) - DAY


@dataclass(frozen=True)
class Customer:
    """One account and the intervals that it pays for and that had begun by as_of."""

    intervals: Sequence[Row]

    @staticmethod
    def of(intervals: Sequence[Row]) -> Customer:
        return Customer(
            [
                row
                for row in intervals
                if not row["is_trial"] and row["mrr"] > 0 and row["valid_from"] <= AS_OF
            ]
        )

    @cached_property
    def mrr(self) -> Mapping[date, int]:
        """Cents by day, from the day before the first one on; 0 on days that are not listed."""
        paid: Counter[date] = Counter()
        for row in self.intervals:
            day = row["valid_from"]
            while day < min(row["valid_to"] or FAR, FAR):
                paid[day] += round(row["mrr"] * 100)
                day += DAY
        return paid

    def paid_on(self, day: date, rows: Sequence[Row]) -> int:
        return sum(round(row["mrr"] * 100) for row in rows if _covers(row, day))

    @property
    def started_on(self) -> date:
        return min(self.mrr)

    @cached_property
    def departures(self) -> list[date]:
        """The days from which nothing is paid any more, as far as their end is known now."""
        return [
            day + DAY for day in sorted(self.mrr) if self.mrr[day + DAY] == 0 and day < FAR - DAY
        ]

    @property
    def left_on(self) -> date | None:
        return next((day for day in self.departures if day <= AS_OF), None)

    @property
    def is_month_to_month(self) -> bool:
        first = [row for row in self.intervals if row["valid_from"] == self.started_on]
        return not any(_is_term(row) for row in first)


def _covers(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]))


def _is_term(row: Row) -> bool:
    return bool(row["term_ends_on"] and row["term_ends_on"] > row["valid_from"])


def yearly_retention(customer: Customer) -> dict[date, tuple[int, int]]:
    """Month -> what was paid at the end of the same month a year before, and what is paid now."""
    found = {}
    month = months_later(FIRST_DAY, 12)
    while month <= AS_OF:
        then = customer.mrr[last_day(months_later(month, -12))]
        if then:
            found[month] = (then, customer.mrr[min(last_day(month), AS_OF)])
        month = months_later(month, 1)
    return found


def renewals(customer: Customer) -> dict[date, tuple[int, int, int]]:
    """Due day -> what was due, what is paid instead on the day, and at most within 30 days."""
    terms = defaultdict(list)
    for row in customer.intervals:
        if _is_term(row) and row["term_ends_on"] <= AS_OF:
            terms[row["term_ends_on"]].append(row)
    return {due: _renewal(customer, due, rows) for due, rows in terms.items()}


def _renewal(customer: Customer, due: date, rows: Sequence[Row]) -> tuple[int, int, int]:
    held = due - DAY
    while not customer.paid_on(held, rows):
        held -= DAY
    follow = [row for row in customer.intervals if row in rows or row["valid_from"] > held]
    window = [due + number * DAY for number in range(31) if due + number * DAY <= AS_OF]
    after = [customer.paid_on(day, follow) for day in window]
    before = customer.paid_on(held, rows)
    return before, min(before, after[0]), min(before, max(after))


def departures(customer: Customer) -> dict[date, tuple[date, int, str]]:
    """Last day plus one -> day of notice, what was paid, kind; if known at as_of."""
    found = {}
    for left_on in customer.departures:
        ended = [row for row in customer.intervals if row["valid_to"] == left_on]
        days = [day_of(row["cancelled_at"]) if row["cancelled_at"] else left_on for row in ended]
        noticed_on = max(min(day, left_on) for day in days)
        kinds = {row["churn_kind"] for row in ended} - {None}
        kind = "involuntary" if kinds == {"involuntary"} else "voluntary"
        if noticed_on <= AS_OF:
            found[left_on] = (noticed_on, customer.mrr[left_on - DAY], kind)
    return found


def cohort_months(customer: Customer) -> list[tuple[int, int, bool]]:
    """By months since the start: MRR at the start, on the day, and whether paid throughout."""
    started_on, months = customer.started_on, []
    cohort_ends_on = last_day(started_on)
    while last_day(months_later(cohort_ends_on.replace(day=1), len(months))) <= AS_OF:
        day = months_later(started_on, len(months))
        is_throughout = customer.left_on is None or day < customer.left_on
        months.append((customer.mrr[started_on], customer.mrr[day], is_throughout))
    return months


def life_table(customers: Sequence[Customer], known_on: date) -> dict[int, tuple[int, int]]:
    """Month since the start -> how many have begun it and are through with it; how many left."""
    at_risk: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for customer in customers:
        number = 1
        while months_later(customer.started_on, number) <= known_on:
            at_risk[number] += 1
            if (customer.left_on or FAR) <= months_later(customer.started_on, number):
                left[number] += 1
                break
            number += 1
    return {number: (at_risk[number], left[number]) for number in at_risk}


def revenue(customer: Customer) -> dict[date, Fraction]:
    """Cents earned by month: each day its share."""
    earned: dict[date, Fraction] = defaultdict(Fraction)
    for day, mrr in customer.mrr.items():
        if day <= AS_OF:
            earned[day.replace(day=1)] += Fraction(mrr, last_day(day).day)
    return earned


def daily_churn(customers: Mapping[str, Customer]) -> dict[tuple[str, date], Fraction]:
    """Account and month -> lost on each day as a share of what all paid on the day before."""
    total: Counter[date] = Counter()
    for customer in customers.values():
        total.update(customer.mrr)
    shares: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for account_id, day, lost in _losses(customers):
        shares[account_id, day.replace(day=1)] += Fraction(lost, total[day - DAY])
    return shares


def _losses(customers: Mapping[str, Customer]) -> Iterator[tuple[str, date, int]]:
    for account_id, customer in customers.items():
        for day in sorted(customer.mrr):
            lost = customer.mrr[day] - customer.mrr[day + DAY]
            if lost > 0 and day < AS_OF:
                yield account_id, day + DAY, lost
