"""Which numbers can change together while every other one stays: won and lost, but closed not.

Numbers of one group of records are bound to each other: won and lost add up to closed. Who hides
one of them has to hide a second. Such relations are found in the numbers themselves, so that
nobody has to declare them, and those that happen to hold in the data are found too.

    columns = {"closed": closed, "won": won, "lost": lost}      # arrays with a number per cell
    Relations(columns).lightest({"closed": 137, "won": 121, "lost": 16})
    # {"closed": ["closed", "lost"], "won": ["lost", "won"], "lost": ["lost", "won"]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

# Relations are found exactly, in whole numbers modulo a prime; products still fit 64 bits.
_PRIME = 2**31 - 1
# Money has four decimals.
_SCALE = 10_000
# So many random sums of rows are bound as the rows are. Were they ever bound more, more is hidden.
_SUMS = 512

Column = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
# Column -> by how much it moves: a change of the data that respects every relation.
Move = dict[str, int]


@dataclass(frozen=True)
class Relations:
    """The relations that hold in every row of `columns`; those of `fixed` may not move."""

    columns: Mapping[str, Column]
    fixed: frozenset[str] = frozenset()

    def lightest(self, weights: Mapping[str, int]) -> dict[str, list[str]]:
        """Each column that can move with what moves along: of several such sets the lightest."""
        moves = sorted(
            (sum(weights[name] for name in move), sorted(move)) for move in self._moves()
        )
        # The lightest is written last.
        return {name: move for _, move in reversed(moves) for name in move}

    def bound(self) -> dict[str, list[str]]:
        """Each column with every other that any chain of relations binds it to."""
        group = {name: {name} for name in self.columns}
        for dependent in self._dependent:
            names = [dependent, *(pivot for pivot, move in self._basis if dependent in move)]
            merged = set().union(*(group[name] for name in names))
            group.update(dict.fromkeys(merged, merged))
        return {name: sorted(names) for name, names in group.items()}

    def _moves(self) -> Iterator[Move]:
        """One independent column with all that depend on it, or two of them so that something
        that depends on both stays."""
        free = [move for pivot, move in self._basis if pivot not in self.fixed]
        yield from free
        for one, other in combinations(free, 2):
            for name in one.keys() & other.keys():
                yield _sum(one, other, -one[name] * pow(other[name], -1, _PRIME))

    @property
    def _dependent(self) -> list[str]:
        pivots = {pivot for pivot, _ in self._basis}
        return [name for name in self._names if name not in pivots]

    @cached_property
    def _names(self) -> list[str]:
        """Fixed columns first: what is independent of them leaves them in their place."""
        return sorted(self.columns, key=lambda name: (name not in self.fixed, name))

    @cached_property
    def _basis(self) -> list[tuple[str, Move]]:
        """Independent column -> 1 for itself, and what that adds to every column made of it."""
        rows = np.array([self.columns[name] for name in self._names], dtype=np.float64).T
        whole = np.round(rows * _SCALE).astype(np.int64) % _PRIME
        reduced, pivots = _reduced(_sums(whole))
        return [
            (self._names[pivot], {self._names[at]: int(row[at]) for at in np.flatnonzero(row)})
            for row, pivot in zip(reduced, pivots, strict=False)
        ]


def _sum(one: Move, other: Move, factor: int) -> Move:
    names = dict.fromkeys([*one, *other])
    moved = {n: (one.get(n, 0) + factor * other.get(n, 0)) % _PRIME for n in names}
    return {name: by for name, by in moved.items() if by}


def _sums(rows: Whole) -> Whole:
    weights = np.random.default_rng(0).integers(1, _PRIME, len(rows))[:, None]
    missing = np.zeros((_SUMS - len(rows) % _SUMS, rows.shape[1]), dtype=np.int64)
    stacked = np.concatenate([rows * weights % _PRIME, missing])
    summed: Whole = stacked.reshape(-1, _SUMS, rows.shape[1]).sum(axis=0) % _PRIME
    return summed


def _reduced(matrix: Whole) -> tuple[Whole, list[int]]:
    """The reduced row echelon form modulo the prime, and its pivot columns."""
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        top = len(pivots)
        below = np.flatnonzero(matrix[top:, column])
        if not below.size:
            continue
        found = top + int(below[0])
        matrix[[top, found]] = matrix[[found, top]]
        matrix[top] = matrix[top] * pow(int(matrix[top, column]), -1, _PRIME) % _PRIME
        others = np.flatnonzero(matrix[:, column])
        others = others[others != top]
        steps = matrix[others, column][:, None] * matrix[top] % _PRIME
        matrix[others] = (matrix[others] - steps) % _PRIME
        pivots.append(column)
    return matrix, pivots
