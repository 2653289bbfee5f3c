"""How far each lead gets, and why: fit, need, how fast somebody reacted, and who it was.

Three segments convert badly, each for a reason of its own. Small business: one seller, who gets
many of them. Enterprise: nobody can sell to them yet. Upper mid-market: most are touched late,
and whoever is touched late has lost interest, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.follow_up import draw_first_touch, is_late
from samepage.sources.sample.hours import after_work
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.people import STRUGGLING, People
from samepage.sources.sample.world import (
    ENTERPRISE,
    SMALL_BUSINESS,
    Flags,
    Floats,
    Numbers,
    Streams,
    chance,
    delay,
    seen,
)

_KEENNESS = np.array([0.3, 0.5, 0.3, -0.1, 0.1, 0.0, -0.4])  # by channel, added to every score


@dataclass(frozen=True)
class Stages:
    """When each lead entered a stage, nan when never; `touched`: when a person got in touch."""

    mql: Floats
    touched: Floats
    need: Floats
    sal: Floats
    sql: Floats
    opportunity: Floats
    rejected: Floats
    recycled: Floats
    dropped: Floats

    def is_account(self, leads: Leads) -> Flags:
        """Per prospect: whether a lead of it has become an MQL by now."""
        found = np.zeros(len(leads.prospects.region), np.bool_)
        found[leads.prospect[~np.isnan(seen(self.mql))]] = True
        return found


def draw_stages(streams: Streams, people: People, leads: Leads) -> Stages:
    """Every stage of every lead, with its whole future."""
    rng, count = streams["stages"], len(leads.created)
    fits, keen = leads.prospects.fits[leads.prospect], _KEENNESS[leads.channel]

    def later(start: Floats, score: Floats, median: float, spread: float) -> Floats:
        reached = rng.random(count) < chance(score)
        return np.where(reached, after_work(start, delay(rng, median, spread, count)), np.nan)

    mql = later(leads.created, np.where(fits, 0.6, -0.55) + keen, 3, 1.1)
    touched = draw_first_touch(streams, people, leads, mql)
    late = is_late(mql, touched)
    need = later(touched, np.where(fits, 0.4, -0.4) + keen - 0.4 * late, 3, 0.9)
    has_need = ~np.isnan(need)
    failing = is_his(people, leads) * 1.0
    hard = (leads.segment == ENTERPRISE) * 1.0
    sal = later(touched, 1.1 + 0.7 * has_need - 0.9 * late - 0.7 * failing - 0.4 * hard, 0.35, 1.0)
    talent = people.talent[leads.person]
    score = 0.3 + 0.2 * fits + 0.7 * has_need - 1.6 * late - 1.9 * failing - 1.2 * hard + talent
    sql = later(sal, score, 8, 0.8)
    opportunity = later(sql, np.where(fits, 1.9, 1.3), 5, 0.7)
    opportunity = _first_of_each(opportunity, leads.prospect)
    unwanted = np.where(np.isnan(sal), touched, np.nan)
    rejected = later(unwanted, np.full(count, 1.0), 0.7, 0.9)
    recycled = later(rejected, np.full(count, -0.8), 50, 0.5)
    stuck = np.where(np.isnan(opportunity), np.fmax(sal, sql), np.nan)
    dropped = later(stuck, np.full(count, 0.8), 40, 0.6)
    return Stages(mql, touched, need, sal, sql, opportunity, rejected, recycled, dropped)


def is_his(people: People, leads: Leads) -> Flags:
    """The small businesses of the seller who does badly with them."""
    his: Flags = (leads.person == people.names.index(STRUGGLING)) & (
        leads.segment == SMALL_BUSINESS
    )
    return his


def _first_of_each(times: Floats, prospect: Numbers) -> Floats:
    """A company gets one new-business deal: the earliest stays, the others are nan."""
    order = np.lexsort((times, prospect))  # nan sorts last
    _, first = np.unique(prospect[order], return_index=True)
    kept = np.full(len(times), np.nan)
    kept[order[first]] = times[order[first]]
    return kept
