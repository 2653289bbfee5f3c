"""When people work: weekdays from 8 to 16 h UTC, inside every office day of Berlin.

Working time is counted in working days of eight hours since Monday, 25 September 2023, so that a
wait begun on a Friday afternoon ends on Monday.
"""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.world import Floats

_SINCE_MONDAY = 6  # FIRST_DAY is a Sunday
_OPENS, _OPEN = 8 / 24, 8 / 24
HOUR = 1 / 8  # of working time


def after_work(times: Floats, waited: Floats) -> Floats:
    """The time at which so much working time has passed: after_work(friday_15_30, 2 * HOUR)."""
    week, weekday, rest = _parts(times)
    today = np.clip((rest - _OPENS) / _OPEN, 0.0, 1.0)
    return _clock(5 * week + np.where(weekday < 5, weekday + today, 5.0) + waited)


def when_open(times: Floats) -> Floats:
    """The times themselves, or else the next at which somebody works."""
    return after_work(times, np.zeros(len(times)))


def _parts(times: Floats) -> tuple[Floats, Floats, Floats]:
    """Weeks since the first Monday, weekday from 0, and the share of the day that has passed."""
    since = times + _SINCE_MONDAY
    day = np.floor(since)
    return np.floor(day / 7), day % 7, since - day


def _clock(worked: Floats) -> Floats:
    day = np.floor(worked)
    times: Floats = (
        np.floor(day / 5) * 7 + day % 5 + _OPENS + (worked - day) * _OPEN - _SINCE_MONDAY
    )
    return times
