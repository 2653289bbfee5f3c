"""What holds everywhere in the made-up company: its calendar, its random streams, its words.

Times are float64 days since `FIRST_DAY` in UTC; nan means never. Whatever a module draws may
lie in the future: `seen` hides what nobody can know on the last day.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]

FIRST_DAY = np.datetime64("2023-10-01")
LAST_DAY = np.datetime64("2026-10-11")
DAYS = int((LAST_DAY - FIRST_DAY).astype(int)) + 1
# The evening of the last day, early enough to be the same day in every European time zone.
NOW = DAYS - 1 + 19 / 24


def on(day: str) -> float:
    """The time of a day's first moment: on("2023-10-02") is 1.0."""
    return float((np.datetime64(day) - FIRST_DAY).astype(int))


# The chapters: a growth team of five, then marketing and sales, then customer success too, then
# two pods beside the assembly line.
SPLIT, CARE, PODS = on("2024-06-01"), on("2024-10-01"), on("2025-10-01")

REGIONS = ("DACH", "Nordics", "UK and Ireland", "North America")
INDUSTRIES = (
    "Software",
    "Financial services",
    "Logistics",
    "Healthcare",
    "Manufacturing",
    "Retail",
    "Education",
    "Media",
    "Hospitality",
)
# How many of the industries, from the first on, the product is made for.
FITTING_INDUSTRIES = 3
# As in metrics/icp/segments.csv: the fewest employees of each.
SEGMENTS = (0, 100, 300, 1_000)
SMALL_BUSINESS, MID_MARKET, UPPER_MID_MARKET, ENTERPRISE = range(4)
CHANNELS = ("organic", "referral", "partner", "outbound", "event", "paid_search", "paid_social")


@dataclass(frozen=True)
class Streams:
    """Independent random streams by name, so that one more table leaves the others as they are.

    Streams(seed=1)["leads"]      # numpy Generator over PCG64, the same in every run
    """

    seed: int

    def __getitem__(self, name: str) -> np.random.Generator:
        key = zlib.crc32(name.encode("ascii"))
        return np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(key,)))
        )


def seen(times: Floats) -> Floats:
    """The times up to the end of the data; later ones have not happened: nan."""
    return np.where(times <= NOW, times, np.nan)


def moments(times: Floats) -> Days:
    """Times as timestamps, datetime64[s]; nan becomes NaT."""
    seconds = np.round(np.nan_to_num(times) * 86_400).astype("timedelta64[s]")
    return np.where(
        np.isnan(times), np.datetime64("NaT"), FIRST_DAY.astype("datetime64[s]") + seconds
    )


def dates(times: Floats) -> Days:
    """Times as days, datetime64[D]; nan becomes NaT."""
    return moments(times).astype("datetime64[D]")


def as_times(days: Days) -> Floats:
    """The inverse of `dates`: midnight of each day; NaT becomes nan."""
    return np.where(np.isnat(days), np.nan, (days - FIRST_DAY).astype(np.float64))


def chance(score: Floats) -> Floats:
    """The logistic function: a score of 0 is one in two."""
    return 1 / (1 + np.exp(-score))


def delay(rng: np.random.Generator, median: float, spread: float, size: int) -> Floats:
    """Log-normal waiting times in days."""
    times: Floats = median * np.exp(spread * rng.standard_normal(size))
    return times


def pick(rng: np.random.Generator, weights: Floats) -> Numbers:
    """One column per row of `weights` (rows x choices), with probability in proportion."""
    heaps = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights))[:, None] * heaps[:, -1:]
    chosen: Numbers = np.sum(drawn >= heaps, axis=1)
    return chosen
