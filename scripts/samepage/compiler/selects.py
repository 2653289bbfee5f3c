"""A select as its parts, for `templates/short.sql.j2` to lay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samepage.compiler.joins import Join
from samepage.compiler.sql import Column


@dataclass(frozen=True)
class Select:
    """keys      how many of the first columns are grouped by; 0 for no grouping
    source      what stands behind `from`, a line for each join
    conditions  all of them have to hold
    """

    name: str
    columns: Sequence[Column]
    source: Sequence[str]
    conditions: Sequence[str] = ()
    keys: int = 0
    joins: Sequence[Join] = ()


def names(columns: Sequence[Column]) -> list[Column]:
    """The columns of a relation, as another one selects them."""
    return [Column(column.name, column.name) for column in columns]
