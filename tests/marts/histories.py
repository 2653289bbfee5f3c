"""Made-up customers and leads with every awkward case, and what they amount to, told day by day.

The generators know nothing of SQL, the oracles nothing of models: both only read the rules as
the marts' descriptions state them. Amounts are in cents, so that sums are exact.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clock import some_moment

Row = dict[str, Any]

FIRST_DAY = date(2024, 1, 1)
AS_OF = date(2026, 3, 18)
# What the data knows beyond as_of, and the facts must not.
LAST_DAY = date(2026, 6, 30)
PLANS = {"Team": 5_000, "Business": 12_010, "Scale": 30_033}
DAY = timedelta(days=1)


def subscriptions_of(rng: random.Random, account_id: str) -> list[Row]:
    """One to six intervals: hand-overs on a day, overlaps, gaps, trials, free ones, later ones."""
    intervals: list[Row] = []
    for number in range(rng.randint(1, 6)):
        starts = _day(rng)
        before = intervals[-1]["valid_to"] if intervals else None
        if before and rng.random() < 0.6:
            starts = before + rng.choice([0, 0, 0, 0, 1, 5, 12, 60]) * DAY
        plan = rng.choice(list(PLANS))
        days = rng.choice([1, 7, 14, 30, 31, 89, 90, 91, 365])
        ends = rng.choice([starts + days * DAY] * 5 + [_month(starts + 45 * DAY), None])
        intervals.append(
            {
                "subscription_id": f"{account_id}-{number}",
                "account_id": account_id,
                "plan": plan,
                "mrr": rng.choice([1, 1, 1, 1, 2, 0]) * PLANS[plan] / 100,
                "currency": "EUR",
                "valid_from": starts,
                "valid_to": ends,
                "term_ends_on": rng.choice([None, None, starts + 365 * DAY, ends]),
                "is_trial": rng.random() < 0.1,
                "churn_kind": rng.choice([None, "voluntary", "involuntary"]),
                "cancelled_at": _notice(rng, starts, ends),
            }
        )
    return intervals


def _notice(rng: random.Random, starts: date, ends: date | None) -> datetime | None:
    """Before the end as a rule; some sources write it down afterwards, others never."""
    if ends is None or rng.random() < 0.4:
        return None
    return some_moment(rng, rng.choice([starts, ends - 30 * DAY, ends - 3 * DAY, ends, ends + DAY]))


def _day(rng: random.Random) -> date:
    day = FIRST_DAY + rng.randint(0, (LAST_DAY - FIRST_DAY).days) * DAY
    return _month(day) if rng.random() < 0.3 else day


def _month(day: date) -> date:
    return day.replace(day=1)


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + number * DAY for number in range((last - first).days + 1))


@dataclass(frozen=True)
class Payer:
    """One account and the intervals it pays for, as they are known at the end of as_of."""

    intervals: Sequence[Row]

    @staticmethod
    def of(intervals: Sequence[Row]) -> Payer:
        return Payer([row for row in intervals if not row["is_trial"] and row["mrr"] > 0])

    def plans(self, day: date) -> Counter[str]:
        """Cents of MRR by plan on a day."""
        paid: Counter[str] = Counter()
        for row in self.intervals:
            if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]):
                paid[row["plan"]] += round(row["mrr"] * 100)
        return paid

    def mrr(self, day: date) -> int:
        return sum(self.plans(day).values())

    def churn_kind(self, day: date) -> str:
        kinds = {row["churn_kind"] for row in self.intervals if row["valid_to"] == day}
        return "involuntary" if kinds - {None} == {"involuntary"} else "voluntary"

    def movements(self) -> list[tuple[date, str, int]]:
        """Every day on which the MRR changes, how, and by how many cents."""
        moved, before, has_paid = [], 0, False
        for day in _days(FIRST_DAY, AS_OF):
            after = self.mrr(day)
            if after != before:
                kind = _kind(before, after, has_paid)
                moved.append((day, kind, abs(after - before)))
                has_paid = True
            before = after
        return moved


def _kind(before: int, after: int, has_paid: bool) -> str:
    if not before:
        return "reactivation" if has_paid else "new"
    if not after:
        return "churned"
    return "expansion" if after > before else "contraction"


def account_months(intervals: Sequence[Row]) -> dict[date, Row]:
    """The rows of fct_account_months of one account, by month; amounts in cents."""
    payer = Payer.of(intervals)
    by_month: dict[date, list[tuple[date, str, int]]] = defaultdict(list)
    for movement in payer.movements():
        by_month[_month(movement[0])].append(movement)
    churns = [day for day, kind, _ in payer.movements() if kind == "churned"]
    rows = {}
    for month in sorted({_month(day) for day in _days(FIRST_DAY, AS_OF)}):
        closing_day = min(_month(month + 31 * DAY) - DAY, AS_OF)
        opening, closing = payer.plans(month - DAY), payer.plans(closing_day)
        moved = by_month[month]
        if opening or moved:
            rows[month] = _month_row(payer, opening, closing, moved, churns)
    return rows


def _month_row(
    payer: Payer,
    opening: Counter[str],
    closing: Counter[str],
    moved: Sequence[tuple[date, str, int]],
    churns: Sequence[date],
) -> Row:
    sums: Counter[str] = Counter()
    counts = Counter(kind for _, kind, _ in moved)
    for _, kind, amount in moved:
        sums[kind] += amount
    has_left = bool(counts["churned"]) and counts["churned"] >= counts["reactivation"]
    left_on = [day for day, kind, _ in moved if kind == "churned"]
    kind = payer.churn_kind(left_on[-1]) if left_on else ""
    came_on = [day for day, kind, _ in moved if kind == "new"]
    return {
        "opening_mrr": sum(opening.values()),
        "new_mrr": sums["new"],
        "expansion_mrr": sums["expansion"],
        "contraction_mrr": sums["contraction"],
        "churned_mrr": sums["churned"],
        "reactivation_mrr": sums["reactivation"],
        "closing_mrr": sum(closing.values()),
        "is_opening_customer": bool(opening),
        "is_new_customer": bool(counts["new"]),
        "is_churned_customer": has_left,
        "is_reactivated_customer": bool(counts["reactivation"])
        and counts["reactivation"] >= counts["churned"],
        "is_closing_customer": bool(closing),
        "is_voluntary_churn": has_left and kind == "voluntary",
        "is_involuntary_churn": has_left and kind == "involuntary",
        "is_churned_within_90_days": bool(came_on)
        and bool(churns)
        and churns[0] <= came_on[0] + 90 * DAY,
        "plans": _dearest(opening or closing),
    }


def _dearest(plans: Mapping[str, int]) -> frozenset[str]:
    """The plans that share the highest MRR; none for who was customer in between only."""
    return frozenset(plan for plan, paid in plans.items() if paid == max(plans.values()))
