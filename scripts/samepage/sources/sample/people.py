"""Who works at the company: people.csv, one row per person and place, and who takes what when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samepage.sources.sample.world import (
    DAYS,
    FIRST_DAY,
    REGIONS,
    Days,
    Floats,
    Numbers,
    Streams,
)

# A colleague of the same region is this many times as likely to get the work.
_NEARBY = 5.0


@dataclass(frozen=True)
class People:
    """The places of people.csv in its order, and each person's talent for winning (logit)."""

    names: tuple[str, ...]
    places: tuple[dict[str, str], ...]
    talent: Floats

    def numbers(self) -> Numbers:
        """The person in each place, as index into `names`."""
        return np.array([self.names.index(place["name"]) for place in self.places])

    def intervals(self) -> tuple[Days, Days]:
        """First day and day after the last (NaT while it lasts) of each place."""
        starts = np.array([place["from"] for place in self.places], "datetime64[D]")
        ends = np.array([place["to"] or "NaT" for place in self.places], "datetime64[D]")
        return starts, ends

    def assign(
        self, rng: np.random.Generator, team: str, times: Floats, regions: Numbers
    ) -> Numbers:
        """Somebody who was in the team at each of the times, preferably of the same region."""
        day = np.clip(np.nan_to_num(times).astype(int), 0, DAYS - 1)
        weights = self._weights(team)
        # One ascending ladder of shares for all regions and days: a row number plus a share.
        shares = np.cumsum(weights, axis=2) / np.sum(weights, axis=2, keepdims=True)
        ladder = shares.reshape(-1, weights.shape[2]) + np.arange(len(REGIONS) * DAYS)[:, None]
        drawn = regions * DAYS + day + rng.random(len(times))
        place = np.searchsorted(ladder.ravel(), drawn, side="right") % weights.shape[2]
        chosen: Numbers = self.numbers()[place]
        return chosen

    def _weights(self, team: str) -> Floats:
        """Region x day x place: how likely the place gets a piece of work."""
        starts, ends = self.intervals()
        days = (FIRST_DAY + np.arange(DAYS))[:, None]
        there = (days >= starts) & (np.isnat(ends) | (days < ends))
        there &= np.array([place["team"] == team for place in self.places])
        home = np.array([REGIONS.index(place["region"]) for place in self.places])
        near = np.where(np.arange(len(REGIONS))[:, None] == home, _NEARBY, 1.0)
        return near[:, None, :] * there


def hire(streams: Streams) -> People:
    """Read people.csv and draw the talents."""
    with Path(__file__).with_name("people.csv").open(encoding="utf-8", newline="") as file:
        places = tuple(csv.DictReader(file))
    names = tuple(dict.fromkeys(place["name"] for place in places))
    return People(names, places, 0.35 * streams["people"].standard_normal(len(names)))
