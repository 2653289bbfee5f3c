"""Where a change comes from: the member that most of it is owed to.

origin(figure, cuts(figure))      # Origin('segment', 'Mid-market', 0.64)

Of an amount, a member's part in the change is its own change. Of a ratio n / d that was r before,
it is the change of (n_i - r d_i) / d: what the member lifts the whole above its old value, by its
own rate or by its weight. In both cases the parts of all members add up to the change exactly.
Persons and single accounts are left out: a page that everybody opens is not the place for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from samepage.pages import phrases
from samepage.pages.reading import Reading
from samepage.values import Value

_DIMENSIONS = ("segment", "channel", "region", "pod", "plan", "product", "icp_tier", "stage")
# A member that brings at least this share of a change is where it comes from.
_MOST = 0.5


@dataclass(frozen=True)
class Origin:
    """share: of the whole change; more than 1 where others moved the other way."""

    dimension: str
    member: str
    share: float

    @property
    def label(self) -> str:
        return phrases.member_of(self.dimension, self.member)


def cuts(reading: Reading) -> Mapping[str, Sequence[Value]]:
    """Dimension -> the rows of its members in the newest periods."""
    known = [name for name in _DIMENSIONS if name in reading.metric.dimensions]
    return {name: reading.by(name).values for name in known}


def origin(reading: Reading, rows: Mapping[str, Sequence[Value]]) -> Origin | None:
    """The member with the largest share of the newest change, if it is most of it."""
    now, before = reading.shown, reading.before(reading.shown)
    if now is None or before is None:
        return None
    found = [
        Origin(dimension, member, share)
        for dimension, values in rows.items()
        for member, share in shares(reading, now, before, values).items()
        if member != "unknown" and share >= _MOST
    ]
    return max(found, key=lambda each: min(each.share, 1.0), default=None)


def shares(
    reading: Reading, now: Value, before: Value, rows: Sequence[Value]
) -> Mapping[str, float]:
    """Member -> its share of the change; empty where the members do not add up to it."""
    whole = (now.value or 0.0) - (before.value or 0.0)
    members = sorted({row.member for row in rows})
    parts = {
        member: _lift(reading, now, before, _of(rows, now, member))
        - _lift(reading, before, before, _of(rows, before, member))
        for member in members
    }
    if len(parts) < 2 or not whole or not isclose(sum(parts.values()), whole, rel_tol=1e-6):
        return {}
    return {member: part / whole for member, part in parts.items()}


def _of(rows: Sequence[Value], period: Value, member: str) -> Value | None:
    in_period = (row for row in rows if row.period_start == period.period_start)
    return next((row for row in in_period if row.member == member), None)


def _lift(reading: Reading, whole: Value, before: Value, row: Value | None) -> float:
    """What a member adds to the whole of its period, above what the whole was before."""
    if row is None:
        return 0.0
    if reading.metric.kind != "ratio":
        return row.value or 0.0
    above = (row.numerator or 0.0) - (before.value or 0.0) * (row.denominator or 0.0)
    return above / whole.denominator if whole.denominator else 0.0
