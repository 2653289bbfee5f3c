"""The hand-off from marketing to sales: how long an MQL waits until somebody gets in touch.

The growth team sat at one table. On the assembly line a request waits in a list; one from the
upper mid-market, which belonged to no seller, mostly waits for days. Pods take half the time.
"""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.hours import HOUR, after_work
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.people import People
from samepage.sources.sample.world import (
    SPLIT,
    UPPER_MID_MARKET,
    Flags,
    Floats,
    Streams,
    delay,
)

SLA = 4 * HOUR  # as in vars.handoffs
_AT_ONE_TABLE, _ON_THE_LINE, _IN_THE_QUEUE = 0.7 * HOUR, 1.7 * HOUR, 17 * HOUR
_OF_POD = 0.55
_QUEUED = 0.78  # share of the upper mid-market's requests
_FORGOTTEN = 0.05


def draw_first_touch(streams: Streams, people: People, leads: Leads, mql: Floats) -> Floats:
    """When a person first got in touch about each MQL; nan when nobody ever did."""
    rng, count = streams["follow-up"], len(mql)
    queued = (leads.segment == UPPER_MID_MARKET) & (rng.random(count) < _QUEUED) & (mql >= SPLIT)
    median = np.where(mql < SPLIT, _AT_ONE_TABLE, _ON_THE_LINE)
    spread = np.where(queued, 0.5, 0.8)
    median = np.where(queued, _IN_THE_QUEUE, median)
    median = median * np.where(people.lane_of(leads.person, mql) > 0, _OF_POD, 1.0)
    waited = median * delay(rng, 1.0, 1.0, count) ** spread
    forgotten = rng.random(count) < np.where(queued, 1.6, 1.0) * _FORGOTTEN
    return np.where(forgotten, np.nan, after_work(mql, waited))


def is_late(mql: Floats, touched: Floats) -> Flags:
    """Whether the first touch came after the agreed time, counted in working hours."""
    late: Flags = touched > after_work(mql, np.full(len(mql), SLA))
    return late
