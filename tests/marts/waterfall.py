"""Customers who together move as a printed MRR waterfall does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from histories import Row


@dataclass
class Life:
    """What one customer pays, in cents, from each day on; the last amount is 0 when it left."""

    levels: list[tuple[date, int]] = field(default_factory=list)

    @property
    def mrr(self) -> int:
        return self.levels[-1][1]

    def move(self, day: date, change: int) -> None:
        self.levels.append((day, self.mrr + change))


def histories_of(waterfall: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Intervals of subscriptions. `existing` re-values what the month before ended with: that
    moves on the 1st, everything else later in the month, each on a day of its own."""
    lives: list[Life] = []
    before = 0
    for month in waterfall:
        day = month["month"]
        _change(lives, day, month["existing"] - before)
        _change(lives, day.replace(day=10), month["upgrades"])
        _change(lives, day.replace(day=12), month["downgrades"])
        _leave(lives, day.replace(day=15), -month["voluntary_churn"])
        _leave(lives, day.replace(day=16), -month["delinquent_churn"])
        if month["new"]:
            lives.append(Life([(day.replace(day=20), month["new"])]))
        before = month["mrr"]
    return [row for number, life in enumerate(lives) for row in _intervals(number, life)]


def _change(lives: list[Life], day: date, change: int) -> None:
    """The oldest customer who can grow or shrink by so much and stay does."""
    if change:
        next(life for life in lives if life.mrr > max(0, -change)).move(day, change)


def _leave(lives: list[Life], day: date, amount: int) -> None:
    """Of a customer who never changed, as much as leaves was another customer all along."""
    if amount:
        steady = next(life for life in lives if len(life.levels) == 1 and life.mrr >= amount)
        [(since, mrr)] = steady.levels
        lives.append(Life([(since, amount), (day, 0)]))
        if mrr == amount:
            lives.remove(steady)
        else:
            steady.levels = [(since, mrr - amount)]


def _intervals(number: int, life: Life) -> list[Row]:
    ends = [day for day, _ in life.levels[1:]] + [None]
    return [
        {
            "subscription_id": f"snapshooter {number}",
            "account_id": f"snapshooter {number}",
            "mrr": mrr / 100,
            "currency": "EUR",
            "valid_from": since,
            "valid_to": until,
        }
        for (since, mrr), until in zip(life.levels, ends, strict=True)
        if mrr
    ]
