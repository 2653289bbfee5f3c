"""Sales' part: the new-business deals that grow from leads, won or lost, some of them reopened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.follow_up import is_late
from samepage.sources.sample.hours import after_work
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.people import People
from samepage.sources.sample.stages import Stages, is_his
from samepage.sources.sample.world import (
    CHANNELS,
    ENTERPRISE,
    REGIONS,
    Flags,
    Floats,
    Numbers,
    Streams,
    chance,
    delay,
)

PLANS = ("Starter", "Growth", "Scale")
CURRENCIES = ("EUR", "USD")
_PAID = CHANNELS.index("paid_search")
_PLAN_BY_SEGMENT = np.array([0, 1, 1, 2])
_CYCLE = np.array([14.0, 26.0, 40.0, 62.0])  # median working days from open to won, by segment
_REOPENED = 0.06  # share of the lost deals


@dataclass(frozen=True)
class Deals:
    """One element per new-business deal. A reopened one was `lost` first; `closed` is final."""

    lead: Numbers
    created: Floats
    expected: Floats
    lost: Floats
    reopened: Floats
    closed: Floats
    won: Flags
    plan: Numbers
    currency: Numbers
    mrr: Floats


def draw_deals(streams: Streams, people: People, leads: Leads, stages: Stages) -> Deals:
    """A deal per lead that reached the stage, with how it ends even if that is still to come."""
    rng = streams["deals"]
    lead = np.flatnonzero(~np.isnan(stages.opportunity))
    count, created = len(lead), stages.opportunity[lead]
    segment = leads.segment[lead]
    median = _CYCLE[segment]
    cycle = median * delay(rng, 1.0, 0.5, count)
    fits, has_need = leads.prospects.fits[leads.prospect[lead]], ~np.isnan(stages.need[lead])
    score = -1.62 + 0.7 * fits + 0.8 * has_need + people.talent[leads.person[lead]]
    score = score - 0.25 * (leads.channel[lead] >= _PAID) - 0.1 * (segment == ENTERPRISE)
    score = score - 1.0 * is_his(people, leads)[lead]
    score = score - 0.3 * is_late(stages.mql, stages.touched)[lead]
    won = rng.random(count) < chance(score)
    closed = after_work(created, cycle * np.where(won, 1.0, 1.25))
    back = ~won & (rng.random(count) < _REOPENED)
    reopened = np.where(back, after_work(closed, delay(rng, 35, 0.4, count)), np.nan)
    again = after_work(reopened, 0.5 * cycle)
    return Deals(
        lead=lead,
        created=created,
        expected=created + np.round(median * 1.7 + 7 * rng.standard_normal(count)).clip(5),
        lost=np.where(back, closed, np.nan),
        reopened=reopened,
        closed=np.where(back, again, closed),
        won=won | (back & (rng.random(count) < 0.45)),
        plan=_PLAN_BY_SEGMENT[segment],
        currency=(leads.region[lead] == REGIONS.index("North America")).astype(np.int64),
        mrr=_price(rng, leads.prospects.employees[leads.prospect[lead]]),
    )


def _price(rng: np.random.Generator, employees: Floats) -> Floats:
    """Monthly price before it is negotiated: sub-linear in the number of seats, in whole fives."""
    price: Floats = 13 * employees.clip(4) ** 0.72 * delay(rng, 1.0, 0.22, len(employees))
    in_fives: Floats = np.round(price.clip(60, 12_000) / 5) * 5
    return in_fives
