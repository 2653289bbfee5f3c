"""Marketing's part: who shows interest, when, through which channel, and who takes care of it.

A young company at first, five leads a day; seven times as many three years later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.people import People
from samepage.sources.sample.prospects import Prospects, draw_prospects
from samepage.sources.sample.world import (
    DAYS,
    FIRST_DAY,
    Floats,
    Numbers,
    Streams,
    pick,
)

LEADS_AT_SCALE_1 = 20_000
_GROWTH = 7.0  # leads per day at the end, as a multiple of the start
_SEASON = np.array([1.0, 1.0, 1.1, 1.0, 1.05, 1.0, 0.85, 0.75, 1.1, 1.15, 1.1, 0.7])  # by month
_WEEKEND = 0.2
_RETURNING = 0.2  # share of leads from a company that has shown interest before

# Share of leads by channel, in the order of CHANNELS.
_MIX_AT_START = np.array([0.31, 0.26, 0.13, 0.08, 0.08, 0.10, 0.04])
_MIX_AT_END = np.array([0.12, 0.05, 0.06, 0.09, 0.07, 0.33, 0.28])


@dataclass(frozen=True)
class Leads:
    """One element per lead, in order of creation."""

    prospects: Prospects
    prospect: Numbers
    channel: Numbers
    person: Numbers
    created: Floats

    @property
    def region(self) -> Numbers:
        return self.prospects.region[self.prospect]

    @property
    def segment(self) -> Numbers:
        return self.prospects.segment[self.prospect]


def draw_leads(streams: Streams, people: People, scale: float) -> Leads:
    """All leads of the company's history."""
    rng = streams["leads"]
    created = _creation(rng, max(1, round(LEADS_AT_SCALE_1 * scale)))
    mix = _MIX_AT_START + (created / DAYS)[:, None] * (_MIX_AT_END - _MIX_AT_START)
    channel = pick(rng, mix)
    prospect, first = _companies(rng, len(created))
    prospects = draw_prospects(streams, channel[first])
    person = people.assign(
        rng,
        "sales",
        created,
        prospects.region[prospect],
        prospects.lane[prospect],
        prospects.segment[prospect],
    )
    return Leads(prospects, prospect, channel, person, created)


def _creation(rng: np.random.Generator, count: int) -> Floats:
    days = FIRST_DAY + np.arange(DAYS)
    months = days.astype("datetime64[M]").astype(int) % 12
    weekdays = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    weight = _GROWTH ** (np.arange(DAYS) / DAYS) * _SEASON[months]
    weight = weight * np.where(weekdays >= 5, _WEEKEND, 1.0)
    day = np.sort(rng.choice(DAYS, count, p=weight / weight.sum()))
    hour = np.clip(13 + 3.5 * rng.standard_normal(count), 5, 18.9)
    return np.sort(day + hour / 24)


def _companies(rng: np.random.Generator, leads: int) -> tuple[Numbers, Numbers]:
    """The company of each lead, and the first lead of each company."""
    is_new = rng.random(leads) >= _RETURNING
    is_new[0] = True
    known = np.cumsum(is_new)
    earlier = (rng.random(leads) * known).astype(np.int64)
    return np.where(is_new, known - 1, earlier), np.flatnonzero(is_new)
