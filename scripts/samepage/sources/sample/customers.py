"""Who becomes a customer, on what terms, and whether the product brings what was agreed.

Fitting companies mostly succeed. Large ones rarely do, but somebody there speaks up for the
product: they are happy without measured success, for as long as this champion stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.deals import Deals
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.world import (
    CARE,
    FIRST_DAY,
    NOW,
    Flags,
    Floats,
    Numbers,
    Streams,
    as_times,
    delay,
    pick,
)

TERMS = np.array([1, 3, 12])  # months; 1 is month to month
# How often each term is agreed, and how often a champion is cared for, by segment.
_TERM_BY_SEGMENT = np.array(
    [[0.60, 0.22, 0.18], [0.34, 0.38, 0.28], [0.12, 0.60, 0.28], [0.06, 0.72, 0.22]]
)
_ENGAGED = np.array([0.45, 0.55, 0.90, 0.95])
# How likely success is for others and for companies that fit, by segment.
_SUCCEEDS = np.array([[0.35, 0.42, 0.08, 0.04], [0.78, 0.85, 0.30, 0.04]])
_REFUNDED = 0.015  # share of the won deals that were undone on the day they began


@dataclass(frozen=True)
class Customers:
    """One element per won deal whose subscription has begun; a refunded one was never a customer.

    ratio     result to goal once the product is in use; 1 or more is success
    engaged   whether there is a champion, and somebody keeps in touch with him or her
    mood      0 on average, added to the score of every survey
    """

    deal: Numbers
    prospect: Numbers
    start: Floats
    refunded: Flags
    segment: Numbers
    term: Numbers
    ratio: Floats
    engaged: Flags
    mood: Floats

    @property
    def fails(self) -> Flags:
        fails: Flags = self.ratio < 1
        return fails


def draw_customers(streams: Streams, leads: Leads, deals: Deals) -> Customers:
    """The customers that the won deals turned into until now."""
    rng = streams["customers"]
    begun = deals.closed + np.floor(delay(rng, 4, 0.8, len(deals.closed)))
    begun = _early_in_month(np.floor(begun))
    deal = np.flatnonzero(deals.won & (begun <= NOW))
    count, prospect = len(deal), leads.prospect[deals.lead[deal]]
    segment, start = leads.prospects.segment[prospect], begun[deal]
    likely = _SUCCEEDS[leads.prospects.fits[prospect].astype(np.int64), segment]
    succeeds = rng.random(count) < likely + 0.06 * (start >= CARE)
    return Customers(
        deal=deal,
        prospect=prospect,
        start=start,
        refunded=rng.random(count) < _REFUNDED,
        segment=segment,
        term=TERMS[pick(rng, _TERM_BY_SEGMENT[segment])],
        ratio=np.where(succeeds, 1.22, 0.72) + 0.07 * rng.standard_normal(count),
        engaged=rng.random(count) < _ENGAGED[segment],
        mood=rng.standard_normal(count),
    )


def dates_after(start: Floats, months: Numbers | int) -> Floats:
    """The same day of the month, some months later; `start` has no day after the 28th."""
    day = FIRST_DAY + start.astype(np.int64)
    month = day.astype("datetime64[M]")
    moved = (month + months).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return as_times(moved)


def _early_in_month(times: Floats) -> Floats:
    """Subscriptions that would begin on the 29th or later begin on the first of the next month."""
    day = FIRST_DAY + times.astype(np.int64)
    month = day.astype("datetime64[M]")
    late = (day - month.astype("datetime64[D]")).astype(int) >= 28
    return as_times(np.where(late, (month + 1).astype("datetime64[D]"), day))
