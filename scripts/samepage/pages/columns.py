"""The numbers of a cube: columns that say anything, each once.

columns = Columns()
columns.place(rows, ["SMB", "Enterprise"], None, 2)      # {"numerator": 0, "denominator": 1}
columns.listed                                           # [[7, 5, 5, 4], [30, 22, 10, 8]]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from samepage.pages.cubes import COLUMNS, Column, Rows

WITHHELD = "?"  # in place of a number that rests on too few records to be shown

Number = float | int | str | None
Numbers = list[Number]


@dataclass
class Columns:
    """Columns in the order in which they came, and where each of them stands."""

    listed: list[Numbers] = field(default_factory=list)
    places: dict[tuple[Number, ...], int] = field(default_factory=dict)

    def place(
        self,
        rows: Mapping[str, Rows],
        members: Sequence[str],
        slots: Sequence[int | None] | None,
        length: int,
    ) -> dict[str, int]:
        """Name -> place of the columns of a cut, with `length` numbers for each of the members."""
        told = _told(rows, members, slots, length)
        return {name: self._place(column) for name, column in told.items()}

    def _place(self, column: Numbers) -> int:
        found = self.places.setdefault(tuple(column), len(self.listed))
        if found == len(self.listed):
            self.listed.append(column)
        return found


def _told(
    rows: Mapping[str, Rows],
    members: Sequence[str],
    places: Sequence[int | None] | None,
    length: int,
) -> dict[str, Numbers]:
    """The columns that say anything, one member after the other."""

    def flat(name: str) -> Numbers:
        return [
            number
            for member in members
            for number in _laid(rows[member][name] if member in rows else None, places, length)
        ]

    value, top, bottom = map(flat, COLUMNS)
    if _is_quotient(value, top, bottom):
        return {"numerator": top, "denominator": bottom}
    named = zip(COLUMNS, (value, top, bottom), strict=True)
    return {name: column for name, column in named if any(each is not None for each in column)}


def _laid(column: Column | None, places: Sequence[int | None] | None, length: int) -> Numbers:
    """A member's numbers on the spine, whole ones without a decimal point."""
    if column is None:
        return [None] * length
    laid = column if places is None else [None if at is None else column[at] for at in places]
    return [_told_number(each) for each in laid]


def _told_number(number: float | None) -> Number:
    if number is None:
        return None
    if isnan(number):
        return WITHHELD
    return int(number) if number.is_integer() else number


def _is_quotient(value: Numbers, top: Numbers, bottom: Numbers) -> bool:
    """Whether the parts give every value, to the last bit."""
    if all(each is None for each in bottom):
        return False
    return all(
        whole == _quotient(above, below)
        for whole, above, below in zip(value, top, bottom, strict=True)
    )


def _quotient(above: Number, below: Number) -> Number:
    if isinstance(above, str) or isinstance(below, str):
        return WITHHELD
    return above / below if above is not None and below else None
