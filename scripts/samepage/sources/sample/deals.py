"""Sales' part: the new-business deals that grow from leads, won or lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.leads import Leads
from samepage.sources.sample.people import People
from samepage.sources.sample.world import (
    CHANNELS,
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


@dataclass(frozen=True)
class Deals:
    """One element per new-business deal."""

    lead: Numbers
    created: Floats
    expected: Floats
    closed: Floats
    won: Flags
    plan: Numbers
    currency: Numbers
    mrr: Floats


def draw_deals(streams: Streams, people: People, leads: Leads) -> Deals:
    """A deal per lead that reached the stage, with how it ends even if that is still to come."""
    rng = streams["deals"]
    lead = np.flatnonzero(~np.isnan(leads.opportunity))
    count = len(lead)
    created = leads.opportunity[lead]
    employees = leads.prospects.employees[leads.prospect[lead]]
    plan = np.digitize(employees, [80, 500])
    median = np.array([26.0, 48.0, 85.0])[plan]
    cycle = median * delay(rng, 1.0, 0.55, count)
    fits, has_need = leads.fits[lead], ~np.isnan(leads.need[lead])
    score = -1.9 + 1.3 * fits + 0.9 * has_need + people.talent[leads.person[lead]]
    score = score - 0.35 * (leads.channel[lead] >= _PAID) - 0.25 * (plan == 2)
    won = rng.random(count) < chance(score)
    return Deals(
        lead=lead,
        created=created,
        expected=created + np.round(median * 1.2 + 7 * rng.standard_normal(count)).clip(5),
        closed=created + cycle * np.where(won, 1.0, 1.25),
        won=won,
        plan=plan,
        currency=(leads.region[lead] == REGIONS.index("North America")).astype(np.int64),
        mrr=_price(rng, employees),
    )


def _price(rng: np.random.Generator, employees: Floats) -> Floats:
    """Monthly price before it is negotiated: sub-linear in the number of seats, in whole fives."""
    price: Floats = 45 * np.sqrt(employees.clip(4)) * delay(rng, 1.0, 0.25, len(employees))
    in_fives: Floats = np.round(price.clip(45, 9_000) / 5) * 5
    return in_fives
