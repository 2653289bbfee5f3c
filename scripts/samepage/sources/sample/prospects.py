"""The companies that show interest: whom marketing reaches.

Most that come through organic search, referrals and partners fit the product; most that come
through paid channels do not, and those bring ever more of the leads. So leads grow while the
share that fits falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.people import LANE_SHARES, LANES
from samepage.sources.sample.world import (
    FITTING_INDUSTRIES,
    INDUSTRIES,
    REGIONS,
    SEGMENTS,
    Flags,
    Floats,
    Numbers,
    Streams,
    pick,
)

_FITTING = np.array([0.62, 0.72, 0.64, 0.50, 0.36, 0.16, 0.05])  # by channel
_REGIONS = np.array([0.42, 0.16, 0.20, 0.22])
# Employees from and below, and how often, of companies the product is made for and of others.
_SIZES = np.array([5, 50, 100, 300, 1_000, 8_000])
_MEANT = np.array([0.0, 0.34, 0.40, 0.26, 0.0])
_OTHER = np.array([0.28, 0.11, 0.19, 0.15, 0.27])


@dataclass(frozen=True)
class Prospects:
    """One element per company. `lane` indexes people.LANES: who works for it in the last year."""

    industry: Numbers
    region: Numbers
    employees: Floats
    fits: Flags
    segment: Numbers
    lane: Numbers


def draw_prospects(streams: Streams, channel: Numbers) -> Prospects:
    """A company for each of the channels through which one was first heard of."""
    rng, count = streams["prospects"], len(channel)
    meant = rng.random(count) < _FITTING[channel]
    industry = np.where(
        meant & (rng.random(count) < 0.92),
        rng.integers(0, FITTING_INDUSTRIES, count),
        rng.integers(0, len(INDUSTRIES), count),
    )
    band = pick(rng, np.where(meant[:, None], _MEANT, _OTHER))
    low, high = np.log(_SIZES[band]), np.log(_SIZES[band + 1])
    employees = np.floor(np.exp(low + (high - low) * rng.random(count) ** 1.3))
    return Prospects(
        industry=industry,
        region=rng.choice(len(REGIONS), count, p=_REGIONS),
        employees=employees,
        fits=(industry < FITTING_INDUSTRIES) & (employees >= 50) & (employees <= 1_000),
        segment=np.digitize(employees, SEGMENTS[1:]),
        lane=rng.choice(len(LANES), count, p=LANE_SHARES),
    )
