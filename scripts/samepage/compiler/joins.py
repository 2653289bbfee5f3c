"""Columns of other models, joined to a fact once, before it is grouped.

A join never multiplies or drops rows: it goes to the one row that bears the key, or to none. That
the key is there once is a dbt test of every cube that joins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True)
class Borrowed:
    """A column of another model, of the one row that a row of the fact points to.

    name   what it is called: customer__segment
    expr   what it is in that model: segment
    by     the entity or date of the fact that points there: customer
    model  the mart that is joined: dim_accounts
    key    SQL over `model`, once for each of its rows: account_id
    on     SQL over the fact that `key` is compared with
    """

    name: str
    expr: str
    by: str
    model: str
    key: str
    on: str


@dataclass(frozen=True)
class Join:
    """Another model, brought to the fact once for all the columns that are borrowed of it."""

    by: str
    model: str
    key: str
    on: str
    columns: tuple[Borrowed, ...]

    @property
    def name(self) -> str:
        """A name that no mart and no column has: dimensions of entities have two underscores."""
        return f"each_{self.by}"

    @property
    def selected(self) -> list[str]:
        """What is read of the model, under names that the fact does not have."""
        columns = (f"{column.expr} as {column.name}" for column in self.columns)
        return [f"{self.key} as {self.name}_key", *columns]

    @property
    def condition(self) -> str:
        return f"{self.name}_key = {self.on}"


def joins(borrowed: Iterable[Borrowed]) -> list[Join]:
    """One join for each thing that points to another model; those that need another one last."""
    each = sorted(set(borrowed), key=lambda column: (column.by.count("__"), column.by, column.name))
    grouped = ((by, tuple(found)) for by, found in groupby(each, key=attrgetter("by")))
    return [Join(by, found[0].model, found[0].key, found[0].on, found) for by, found in grouped]
