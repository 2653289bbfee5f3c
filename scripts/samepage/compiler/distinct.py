"""Leaves that count each thing once in a period: what they count and how they are cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samepage.catalog import Fact
from samepage.compiler import sql
from samepage.compiler.cuts import Cut
from samepage.compiler.plan import Leaf


@dataclass(frozen=True)
class Distinct:
    """A leaf that counts each thing once in a period, and the ways in which it is cut."""

    fact: Fact
    leaf: Leaf
    cuts: list[Cut]

    @property
    def name(self) -> str:
        return self.leaf.column

    @property
    def counted(self) -> str:
        return self.leaf.measure.expr

    @property
    def thing(self) -> sql.Column:
        """What it counts, which other leaves of the fact may count as well."""
        return sql.named("counted", self.counted)

    @property
    def row(self) -> sql.Column:
        return sql.row(self.leaf)

    @property
    def number(self) -> sql.Column:
        """The number of the thing that a row names, where the row counts."""
        number = f"{self.thing.name}_numbers.number"
        if self.leaf.condition:
            number = f"case when {self.fact.name}.{self.name} is not null then {number} end"
        return sql.Column(number, self.name)

    @property
    def is_of_few(self) -> bool:
        """Whether it counts members of a dimension: few beside the rows, so that telling them
        apart by stretch first leaves little to sort."""
        return self.counted in self.fact.dimensions.values()


def things(leaves: Iterable[Distinct]) -> list[sql.Column]:
    """What leaves count, each once."""
    return list(dict.fromkeys(leaf.thing for leaf in leaves))


def cuts(leaves: Iterable[Distinct]) -> list[Cut]:
    """The ways in which any of them is cut."""
    return list(dict.fromkeys(cut for leaf in leaves for cut in leaf.cuts))


def columns(leaves: list[Distinct]) -> list[sql.Column]:
    """What they need of a row of the fact: members, things, and whether it counts."""
    members = {column for cut in cuts(leaves) for column in cut.columns}
    conditional = [leaf.row for leaf in leaves if leaf.leaf.condition]
    return [*sorted(members, key=lambda column: column.name), *things(leaves), *conditional]
