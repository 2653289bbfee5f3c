"""How a metric stands to its target, and for how long.

standing(metric("win_rate"))      # Off target: 13.6 points below the target of 45.0 % for 3 months
"""

from __future__ import annotations

from samepage import changes
from samepage.catalog import Target
from samepage.pages import phrases
from samepage.pages.phrases import Verdict
from samepage.pages.reading import Reading
from samepage.values import ALL, Value

_SAID = {"good": "On target", "warn": "Attention", "bad": "Off target"}


def standing(reading: Reading) -> Verdict | None:
    """The value shown against the target, with the time that it has been on this side of it; None
    without target or value."""
    judged = phrases.health(reading, reading.pick(reading.shown))
    if judged is None or reading.target is None or reading.shown is None:
        return None
    (look,) = judged.looks
    words = f"{_SAID[look]}: {_distance(reading, reading.target)}{_duration(reading)}"
    return Verdict(words, judged.looks)


def meets(reading: Reading, value: float | None) -> bool | None:
    """Whether a value is where it should be; None without target or value."""
    target = reading.target
    if target is None or value is None:
        return None
    return value >= target.value if reading.metric.better == "higher" else value <= target.value


def shortfall(reading: Reading) -> float:
    """How far the value shown is on the bad side of its target; 0 when it is not."""
    value = reading.pick(reading.shown)
    if reading.target is None or value is None or meets(reading, value):
        return 0.0
    return abs(value - reading.target.value)


def complete(reading: Reading) -> list[Value]:
    """The complete periods up to the one shown, oldest first, without one missing in between."""
    calendar = reading.desk.site.calendar
    found = {value.period_start: value for value in reading.values if value.is_complete}
    start = reading.shown.period_start if reading.shown else None
    run: list[Value] = []
    while start in found:
        run.append(found[start])
        start = calendar.before(reading.choice.grain, start)
    return run[::-1]


def lasting(reading: Reading) -> tuple[int, bool]:
    """For how many complete periods it has been on this side of the target, and whether that is
    all that is known."""
    periods = complete(reading)[::-1]
    sides = [meets(reading, reading.pick(value)) for value in periods]
    changed = next((n for n, side in enumerate(sides) if side != sides[0]), None)
    return (len(sides), True) if changed is None else (changed, False)


def _distance(reading: Reading, target: Target) -> str:
    value = reading.pick(reading.shown) or 0.0
    goal = f"the target of {phrases.written(reading, target.value)}"
    if value == target.value:
        return f"exactly {goal}"
    currency = reading.desk.site.company.currency
    apart = changes.difference(value - target.value, reading.unit, currency)
    return f"{apart} {'above' if value > target.value else 'below'} {goal}"


def _duration(reading: Reading) -> str:
    """` for 3 months`; nothing where there is one period only."""
    grain = reading.choice.grain
    periods, is_all = lasting(reading)
    if grain == ALL or (is_all and periods < 2):
        return ""
    at_least = "at least " if is_all else ""
    return f" for {at_least}{periods} {grain}{'s' if periods > 1 else ''}"
