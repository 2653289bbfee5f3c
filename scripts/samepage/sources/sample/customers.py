"""Who becomes a customer, succeeds and is happy.

Whether a customer succeeds depends on how well it fits; whether it is happy, on its champion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.deals import Deals
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.world import (
    FIRST_DAY,
    NOW,
    Flags,
    Floats,
    Numbers,
    Streams,
    as_times,
    delay,
)


@dataclass(frozen=True)
class Customers:
    """One element per won deal whose subscription has begun."""

    deal: Numbers
    prospect: Numbers
    start: Floats
    is_annual: Flags
    ratio: Floats  # result to goal once the product is in use; 1 or more is success
    mood: Floats  # 0 on average, added to the score of every survey
    champion_left: Floats


def draw_customers(streams: Streams, leads: Leads, deals: Deals) -> Customers:
    """The customers that the won deals turned into until now."""
    rng = streams["customers"]
    begun = deals.closed + np.floor(delay(rng, 4, 0.8, len(deals.closed)))
    begun = _early_in_month(np.floor(begun))
    deal = np.flatnonzero(deals.won & (begun <= NOW))
    count, lead = len(deal), deals.lead[deal]
    fits = leads.fits[lead]
    stays = delay(rng, 420, 0.8, count)
    return Customers(
        deal=deal,
        prospect=leads.prospect[lead],
        start=begun[deal],
        is_annual=rng.random(count) < np.array([0.6, 0.85, 1.0])[deals.plan[deal]],
        ratio=np.where(fits, 1.16, 0.9) + 0.17 * rng.standard_normal(count),
        mood=rng.standard_normal(count),
        champion_left=np.where(rng.random(count) < 0.5, begun[deal] + stays, np.nan),
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
