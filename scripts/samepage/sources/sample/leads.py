"""Marketing's part: the companies that show interest, their leads, and how far each lead gets.

The number of leads grows faster than the number of good ones: paid channels, which bring ever
more of the leads, reach companies that the product was not made for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.people import People
from samepage.sources.sample.world import (
    DAYS,
    FIRST_DAY,
    FITTING_INDUSTRIES,
    INDUSTRIES,
    REGIONS,
    Flags,
    Floats,
    Numbers,
    Streams,
    chance,
    delay,
    pick,
    seen,
)

LEADS_AT_SCALE_1 = 20_000
_GROWTH = 2.6  # leads per day at the end, as a multiple of the start
_SEASON = np.array([1.0, 1.0, 1.1, 1.0, 1.05, 1.0, 0.85, 0.75, 1.1, 1.15, 1.1, 0.7])  # by month
_WEEKEND = 0.25
_RETURNING = 0.25  # share of leads from a company that has shown interest before

# Share of leads and of companies that fit, by channel in the order of CHANNELS.
_MIX_AT_START = np.array([0.24, 0.11, 0.11, 0.16, 0.13, 0.18, 0.07])
_MIX_AT_END = np.array([0.12, 0.06, 0.06, 0.09, 0.09, 0.31, 0.27])
_FITTING = np.array([0.55, 0.68, 0.60, 0.62, 0.42, 0.26, 0.08])
_REGIONS = np.array([0.42, 0.16, 0.20, 0.22])
_KEENNESS = np.array([0.3, 0.6, 0.3, -0.2, 0.0, 0.0, -0.5])  # added to every score


@dataclass(frozen=True)
class Prospects:
    """The companies behind the leads, one element per company."""

    industry: Numbers
    region: Numbers
    employees: Floats
    fits: Flags


@dataclass(frozen=True)
class Leads:
    """One element per lead, in order of creation; times are nan when it never gets there."""

    prospects: Prospects
    prospect: Numbers
    channel: Numbers
    person: Numbers
    created: Floats
    mql: Floats
    need: Floats
    sal: Floats
    sql: Floats
    opportunity: Floats
    rejected: Floats
    recycled: Floats
    dropped: Floats

    @property
    def region(self) -> Numbers:
        return self.prospects.region[self.prospect]

    @property
    def is_account(self) -> Flags:
        """Per prospect: whether a lead of it has become an MQL by now."""
        found = np.zeros(len(self.prospects.region), np.bool_)
        found[self.prospect[~np.isnan(seen(self.mql))]] = True
        return found

    @property
    def fits(self) -> Flags:
        return self.prospects.fits[self.prospect]


def draw_leads(streams: Streams, people: People, scale: float) -> Leads:
    """All leads of the company's history, with their whole future."""
    rng = streams["leads"]
    created = _creation(rng, max(1, round(LEADS_AT_SCALE_1 * scale)))
    progress = created / DAYS
    mix = _MIX_AT_START + progress[:, None] * (_MIX_AT_END - _MIX_AT_START)
    channel = pick(rng, mix)
    prospect, first = _companies(rng, len(created))
    prospects = _draw_prospects(streams["prospects"], channel[first])
    person = people.assign(rng, "sales", created, prospects.region[prospect])
    way = _progress(
        streams["stages"], created, prospects.fits[prospect], _KEENNESS[channel], prospect
    )
    return Leads(prospects, prospect, channel, person, created, **way)


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


def _draw_prospects(rng: np.random.Generator, channel: Numbers) -> Prospects:
    count = len(channel)
    meant = rng.random(count) < _FITTING[channel]
    industry = np.where(
        meant & (rng.random(count) < 0.9),
        rng.integers(0, FITTING_INDUSTRIES, count),
        rng.integers(0, len(INDUSTRIES), count),
    )
    normal = rng.standard_normal(count)
    employees = np.round(
        np.exp(np.where(meant, np.log(240) + 0.7 * normal, np.log(35) + 1.6 * normal))
    )
    employees = np.clip(employees, 1, 60_000)
    fits = (industry < FITTING_INDUSTRIES) & (employees >= 50) & (employees <= 1_000)
    region = rng.choice(len(REGIONS), count, p=_REGIONS)
    return Prospects(industry, region, employees, fits)


def _progress(
    rng: np.random.Generator, created: Floats, fits: Flags, keen: Floats, prospect: Numbers
) -> dict[str, Floats]:
    """Every stage of every lead. Fit carries a lead further at each step; so does a real need."""
    count = len(created)

    def later(start: Floats, score: Floats, median: float, spread: float) -> Floats:
        reached = rng.random(count) < chance(score)
        return np.where(reached, start + delay(rng, median, spread, count), np.nan)

    mql = later(created, np.where(fits, 0.5, -0.7) + keen, 4, 1.1)
    need = later(mql, np.where(fits, 0.3, -0.9) + keen, 5, 0.9)
    has_need = ~np.isnan(need)
    sal = later(mql, np.where(fits, 1.2, 0.1) + 0.5 * has_need, 1.2, 1.0)
    sql = later(sal, np.where(fits, -0.1, -1.3) + 1.1 * has_need, 9, 0.8)
    opportunity = _first_of_each(later(sql, np.where(fits, 1.0, 0.0), 6, 0.7), prospect)
    unwanted = np.where(np.isnan(sal), mql, np.nan)
    rejected = later(unwanted, np.full(count, 1.0), 3, 0.9)
    recycled = later(rejected, np.full(count, -0.8), 50, 0.5)
    stuck = np.where(np.isnan(opportunity), np.fmax(sal, sql), np.nan)
    dropped = later(stuck, np.full(count, 0.8), 40, 0.6)
    return {
        "mql": mql,
        "need": need,
        "sal": sal,
        "sql": sql,
        "opportunity": opportunity,
        "rejected": rejected,
        "recycled": recycled,
        "dropped": dropped,
    }


def _first_of_each(times: Floats, prospect: Numbers) -> Floats:
    """A company gets one new-business deal: the earliest stays, the others are nan."""
    order = np.lexsort((times, prospect))  # nan sorts last
    _, first = np.unique(prospect[order], return_index=True)
    kept = np.full(len(times), np.nan)
    kept[order[first]] = times[order[first]]
    return kept
