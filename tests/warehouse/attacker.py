"""Somebody who sees every number that is shown, knows what adds up to what, and calculates.

An equation is a sum of cells that comes to zero, as {cell: factor}.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

FIRST = date(2024, 8, 1)
LONGER = {"month": "quarter", "quarter": "year", "year": "all"}


class Cell(NamedTuple):
    """A number that somebody may want to know."""

    part: str
    dimension: str
    member: str
    grain: str
    start: date


Equation = dict[Cell, int]


def worked_out(equations: Iterable[Equation], unknown: Iterable[Cell]) -> set[Cell]:
    """The unknown cells that can have one value only, given all that are known."""
    cells = sorted(set(unknown))
    place = {cell: at for at, cell in enumerate(cells)}
    rows = {
        tuple(sorted((place[cell], by) for cell, by in equation.items() if cell in place))
        for equation in equations
    }
    matrix = np.zeros((len(rows), len(cells)))
    for at, row in enumerate(sorted(rows)):
        for column, by in row:
            matrix[at, column] = by
    if not matrix.size:
        return set()
    _, sizes, moves = np.linalg.svd(matrix)
    free = moves[int((sizes > 1e-8).sum()) :]
    moved = np.abs(free).max(axis=0, initial=0)
    return {cell for cell, by in zip(cells, moved, strict=True) if by < 1e-8}


def sums(cells: Collection[Cell]) -> list[Equation]:
    """Members come to their total, periods to the longer one."""
    wholes: defaultdict[tuple[Cell, str], Equation] = defaultdict(dict)
    for cell in cells:
        if cell.dimension != "total":
            total = cell._replace(dimension="total", member="all")
            wholes[total, cell.dimension][cell] = 1
        if cell.grain in LONGER:
            longer = LONGER[cell.grain]
            start = start_of(longer, cell.start)
            wholes[cell._replace(grain=longer, start=start), cell.grain][cell] = 1
    return [{**parts, whole: -1} for (whole, _), parts in wholes.items()]


def start_of(grain: str, day: date) -> date:
    if grain == "all":
        return FIRST
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[grain]
    return date(day.year, month, 1)
