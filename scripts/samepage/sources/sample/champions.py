"""The champions: who speaks up for the product at a customer, and when they change jobs.

At large companies they stay long, until these reorganise in the summer of 2025.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.customers import Customers
from samepage.sources.sample.world import (
    UPPER_MID_MARKET,
    Flags,
    Floats,
    Numbers,
    Streams,
    delay,
    on,
)

_QUIET = 0.5  # share of the other customers that have a champion too, to whom nobody speaks
_TWO = 0.2  # share of the customers with a champion that have two
_STAYS = 550.0  # median days from the purchase on
# From then on large companies reorganise, and whoever spoke up for the product is soon elsewhere.
_REORGANISED = on("2025-06-01")
_STAYS_THEN = 280.0  # mean days


@dataclass(frozen=True)
class Champions:
    """One element per customer; times are nan when nobody comes or goes.

    `first_left` and `second_left` never end as nan: a champion always leaves at last. `lost` is
    the day on which the last one leaves, `successor` the one on which a new one speaks up.
    """

    has_first: Flags
    has_second: Flags
    first_left: Floats
    second_left: Floats
    lost: Floats
    successor: Floats

    def is_gone(self, day: Floats, customer: Numbers | slice = slice(None)) -> Flags:
        """Whether a customer's champion had left by a day, and nobody had taken the place."""
        gone: Flags = (self.lost[customer] <= day) & ~(self.successor[customer] <= day)
        return gone


def draw_champions(streams: Streams, customers: Customers) -> Champions:
    """Champions for those who have one; they stay for a year or two, mostly."""
    rng, count = streams["champions"], len(customers.start)
    has_first = customers.engaged | (rng.random(count) < _QUIET)
    has_second = has_first & (rng.random(count) < _TWO)
    first, second = (_leaves(rng, customers) for _ in range(2))
    lost = np.where(has_first, np.where(has_second, np.maximum(first, second), first), np.nan)
    follows = rng.random(count) < 0.5
    successor = lost + np.floor(delay(rng, 120, 0.3, count))
    return Champions(
        has_first, has_second, first, second, lost, np.where(follows, successor, np.nan)
    )


def _leaves(rng: np.random.Generator, customers: Customers) -> Floats:
    count = len(customers.start)
    bored = customers.start + _STAYS * delay(rng, 1.0, 0.35, count)
    moved = np.maximum(customers.start + 60, _REORGANISED) + rng.exponential(_STAYS_THEN, count)
    large = customers.segment >= UPPER_MID_MARKET
    return np.floor(np.where(large, np.minimum(bored + 100, moved), bored))
