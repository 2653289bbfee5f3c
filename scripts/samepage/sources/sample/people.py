"""Who works at the company, and who takes what when: people.csv, one row per person and place.

The company grows up in it: a growth team of five for eight months, then marketing and sales, then
customer success, and in the last year two pods that hold all three beside the assembly line.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from samepage.sources.sample.world import (
    DAYS,
    FIRST_DAY,
    REGIONS,
    SMALL_BUSINESS,
    Days,
    Flags,
    Floats,
    Numbers,
    Streams,
)

# The way through the company that an account's work goes, by how much of it goes there.
LANES = ("Assembly line", "Pod Alster", "Pod Elbe")
LANE_SHARES = (0.62, 0.19, 0.19)
# Who gets many of the small businesses and wins few of them.
STRUGGLING = "Felix Kramer"
_HIS_SHARE = 9.0  # times as many small businesses as a colleague of the same region gets
# A colleague of the same region is this many times as likely to get the work.
_NEARBY = 4.0
# Nobody gets new work who will be gone, or do something else, within so many days.
_RUNS_OUT = 30


@dataclass(frozen=True)
class People:
    """The places of people.csv in its order, and each person's talent for selling (logit)."""

    names: tuple[str, ...]
    places: tuple[dict[str, str], ...]
    talent: Floats

    @cached_property
    def numbers(self) -> Numbers:
        """The person in each place, as index into `names`."""
        return np.array([self.names.index(place["name"]) for place in self.places])

    @cached_property
    def intervals(self) -> tuple[Days, Days]:
        """First day and day after the last (NaT while it lasts) of each place."""
        starts = np.array([place["from"] for place in self.places], "datetime64[D]")
        ends = np.array([place["to"] or "NaT" for place in self.places], "datetime64[D]")
        return starts, ends

    def lane_of(self, person: Numbers, times: Floats) -> Numbers:
        """Index into LANES of the pod that each person belonged to at the time; else 0."""
        chosen: Numbers = self._lanes[person, _day(times)]
        return chosen

    def assign(
        self,
        rng: np.random.Generator,
        team: str,
        times: Floats,
        region: Numbers,
        lane: Numbers,
        segment: Numbers,
    ) -> Numbers:
        """Somebody who did the team's work at each of the times, preferably of the same region.

        In the first months the growth team does all work; later, sales does that of a team which
        does not exist yet.
        """
        weights = self._weights(team)
        small = (segment == SMALL_BUSINESS).astype(np.int64)
        row = ((small * len(LANES) + lane) * len(REGIONS) + region) * DAYS + _day(times)
        # One ascending ladder of shares for all rows: a row number plus a share.
        flat = weights.reshape(-1, len(self.places))
        ladder = np.cumsum(flat, axis=1) / np.sum(flat, axis=1, keepdims=True)
        ladder += np.arange(len(flat))[:, None]
        place = np.searchsorted(ladder.ravel(), row + rng.random(len(times)), side="right")
        chosen: Numbers = self.numbers[place % len(self.places)]
        return chosen

    def _weights(self, team: str) -> Floats:
        """Small business or not x lane x region x day x place: how likely the place gets work."""
        there = self._takes(team)
        nobody = ~there.any(axis=1, keepdims=True)
        there = there | (nobody & self._takes("sales"))
        pods = np.array([place["pod"] for place in self.places])
        of_lane = np.stack([there & (pods == lane) for lane in LANES])
        in_line = there & ~np.isin(pods, LANES[1:])
        of_lane = np.where(of_lane.any(axis=2, keepdims=True), of_lane, in_line)
        home = np.array([REGIONS.index(place["region"]) for place in self.places])
        near = np.where(np.arange(len(REGIONS))[:, None] == home, _NEARBY, 1.0)
        his = np.array([place["name"] == STRUGGLING for place in self.places])
        share = np.stack([np.ones(len(his)), np.where(his, _HIS_SHARE, 1.0)])
        weights: Floats = (
            share[:, None, None, None, :] * near[None, None, :, None, :] * of_lane[None, :, None]
        )
        return weights

    def _takes(self, team: str) -> Flags:
        """Day x place: whether somebody in the place takes new work of the team on the day."""
        starts, ends = self.intervals
        does = np.array([place["team"] in ("growth", team) for place in self.places])
        goes_on = np.array(
            [
                any(
                    does[later] and starts[later] == ends[here]
                    for later in np.flatnonzero(self.numbers == self.numbers[here])
                )
                for here in range(len(self.places))
            ]
        )
        last = np.where(goes_on, ends, ends - _RUNS_OUT)
        days = (FIRST_DAY + np.arange(DAYS))[:, None]
        takes: Flags = does & (days >= starts) & (np.isnat(ends) | (days < last))
        return takes

    @cached_property
    def _lanes(self) -> Numbers:
        """Person x day: index into LANES."""
        starts, ends = self.intervals
        days = FIRST_DAY + np.arange(DAYS)
        lanes = np.zeros((len(self.names), DAYS), np.int64)
        for place, person, start, end in zip(self.places, self.numbers, starts, ends, strict=True):
            if place["pod"] in LANES:
                there = (days >= start) & (np.isnat(end) | (days < end))
                lanes[person, there] = LANES.index(place["pod"])
        return lanes


def hire(streams: Streams) -> People:
    """Read people.csv and draw the talents."""
    with Path(__file__).with_name("people.csv").open(encoding="utf-8", newline="") as file:
        places = tuple(csv.DictReader(file))
    names = tuple(dict.fromkeys(place["name"] for place in places))
    return People(names, places, 0.2 * streams["people"].standard_normal(len(names)))


def _day(times: Floats) -> Numbers:
    day: Numbers = np.clip(np.nan_to_num(times).astype(np.int64), 0, DAYS - 1)
    return day
