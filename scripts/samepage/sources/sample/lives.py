"""What a customer pays over the months: it grows, shrinks, leaves and comes back.

Two stories cross here. Once the growth team had split up, nobody looked after customers, and small
ones left in numbers; since there is customer success, fewer and fewer do. And who is happy without
success stays as long as the champion does, and leaves at the next end of a term: mostly large
accounts, in the last year. So the share of customers who leave falls while the share of revenue
that leaves rises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.champions import Champions
from samepage.sources.sample.customers import Customers, dates_after
from samepage.sources.sample.deals import Deals
from samepage.sources.sample.world import (
    CARE,
    SMALL_BUSINESS,
    SPLIT,
    Flags,
    Floats,
    Numbers,
    Streams,
)

MONTHS = 37  # no customer is older than the data

# Share that leaves each month: neither happy nor successful, only happy, successful.
_UNHAPPY, _HAPPY, _SUCCESSFUL = 0.045, 0.005, 0.005
# The same of small ones that nobody looks after, on top.
_NEGLECTED = 0.13
# Share that leaves at the next end of a term once the champion, who was all they had, is gone.
_ABANDONED = 0.93
_LEARNING = 400.0  # days that customer success needs until no small customer is neglected


@dataclass(frozen=True)
class Intervals:
    """One element per subscription and time during which nothing changed: at most one term.

    `customer` is an index into `Customers`, `round` counts its subscriptions from 0. `ends` is
    the day after the paid period, `known` the day on which the end became known.
    """

    customer: Numbers
    round: Numbers
    starts: Floats
    ends: Floats
    known: Floats
    term_ends: Floats
    mrr: Floats
    churned: Flags
    voluntary: Flags
    cancelled: Floats


def draw_intervals(
    streams: Streams, deals: Deals, customers: Customers, champions: Champions
) -> Intervals:
    """Lives every customer's months one after the other, all customers at once."""
    life = _Life(streams["subscriptions"], customers, champions, deals.mrr[customers.deal])
    steps = [life.month(age) for age in range(1, MONTHS + 1)]
    parts = [*steps, life.close(MONTHS + 1)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[2], columns[0]))  # by customer, then by start
    return Intervals(*(column[order] for column in columns))


Step = tuple[Numbers, Numbers, Floats, Floats, Floats, Floats, Floats, Flags, Flags, Floats]


class _Life:
    """The state of every customer's subscription while its months go by."""

    def __init__(
        self,
        rng: np.random.Generator,
        customers: Customers,
        champions: Champions,
        mrr: Floats,
    ) -> None:
        count = len(mrr)
        self.rng, self.mrr = rng, mrr.copy()
        self.customers, self.champions = customers, champions
        self.is_committed = customers.term > 1
        self.round = np.zeros(count, np.int64)
        self.since = np.zeros(count, np.int64)  # age at which the open interval began
        self.term = np.zeros(count, np.int64)  # age at which the running subscription began
        self.active = ~customers.refunded
        self.returns = np.full(count, -1)  # age at which a churned customer comes back

    def month(self, age: int) -> Step:
        """The intervals that end when the customers are `age` months old."""
        months = age - self.term
        due = self.active & (months % self.customers.term == 0) & (months > 0)
        churned = due & (self.rng.random(len(due)) < self._risk(age))
        stays = self.active & ~churned
        price = self._new_price(stays, due)
        goes_on = stays & ((price != self.mrr) | (due & self.is_committed))
        step = self._ended(np.flatnonzero(churned | goes_on), age, churned)
        self.since = np.where(goes_on, age, self.since)
        self.mrr, self.active = price, stays
        self._leave_and_return(age, churned)
        return step

    def close(self, age: int) -> Step:
        """The intervals that still run."""
        return self._ended(np.flatnonzero(self.active), age, np.zeros(len(self.active), np.bool_))

    def _risk(self, age: int) -> Floats:
        """Chance to leave when a term ends."""
        who, day = self.customers, dates_after(self.customers.start, age)
        alone = self.champions.is_gone(day)
        happy = who.engaged & ~alone
        monthly = np.where(who.fails, np.where(happy, _HAPPY, _UNHAPPY), _SUCCESSFUL)
        neglect = np.interp(day, (SPLIT - 1, SPLIT, CARE, CARE + _LEARNING), (0.2, 1.0, 1.0, 0.0))
        monthly = monthly + _NEGLECTED * neglect * (who.segment == SMALL_BUSINESS)
        risk = 1 - (1 - monthly) ** who.term
        return np.where(who.fails & who.engaged & alone, _ABANDONED, risk)

    def _new_price(self, stays: Flags, due: Flags) -> Floats:
        """Success lets customers grow, mostly in the middle of a term; failure lets them shrink."""
        count = len(stays)
        successful = ~self.customers.fails
        grows = self.rng.random(count) < np.where(successful, 0.045, 0.006)
        in_doubt = np.where(successful, 0.001, 0.006) * self.customers.term
        shrinks = due & (self.rng.random(count) < in_doubt)
        raised = due & (self.customers.term == 12) & (self.rng.random(count) < 0.35)
        factor = np.where(raised, 1.05, 1.0)
        factor = np.where(shrinks, self.rng.uniform(0.5, 0.9, count), factor)
        factor = factor * np.where(grows, self.rng.uniform(1.1, 1.6, count), 1.0)
        return np.where(stays, np.round(self.mrr * factor / 5) * 5, self.mrr).clip(25)

    def _leave_and_return(self, age: int, churned: Flags) -> None:
        away = self.rng.integers(2, 9, len(churned))
        comes_back = churned & (self.rng.random(len(churned)) < 0.12)
        self.returns = np.where(comes_back, age + away, self.returns)
        back = ~self.active & (self.returns == age)
        self.active = self.active | back
        self.since, self.term = np.where(back, age, self.since), np.where(back, age, self.term)
        self.round = self.round + back

    def _ended(self, chosen: Numbers, age: int, churned: Flags) -> Step:
        start, left = self.customers.start[chosen], churned[chosen]
        committed, ends = self.is_committed[chosen], dates_after(start, age)
        since, begun, term = self.since[chosen], self.term[chosen], self.customers.term[chosen]
        voluntary = self.rng.random(len(chosen)) < 0.8
        notice = np.where(committed, 30.0, 9.0) * self.rng.random(len(chosen))
        cancelled = np.where(left & voluntary, ends - notice - 0.4, np.nan)
        term_ends = dates_after(start, begun + term * ((since - begun) // term + 1))
        return (
            chosen,
            self.round[chosen],
            dates_after(start, since),
            ends,
            np.where(np.isnan(cancelled), ends, cancelled),
            np.where(committed, term_ends, np.nan),
            self.mrr[chosen],
            left,
            left & voluntary,
            cancelled,
        )
