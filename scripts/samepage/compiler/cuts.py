"""How a fact is cut: by nothing, by each dimension, by pairs of them, all in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field

from samepage.catalog import Fact
from samepage.compiler.sql import Column


@dataclass(frozen=True)
class Cut:
    """A way to group a fact: by a dimension such as `segment`, or by a pair, `segment,rep`.

    `columns` are grouped by; they are null exactly where something else is grouped by, because
    what is not known is a member too. The members of a pair are written with a comma between
    them, and a backslash before every comma or backslash of their own.
    """

    fact: Fact = field(compare=False)
    dimension: str

    @property
    def columns(self) -> list[Column]:
        return [
            Column(f"coalesce(cast({self._sql(name)} as varchar), 'unknown')", name)
            for name in self.dimension.split(",")
        ]

    def _sql(self, name: str) -> str:
        """A dimension of another model is joined under its own name: `customer__segment`."""
        return self.fact.dimensions.get(name, name)

    @property
    def is_pair(self) -> bool:
        return "," in self.dimension

    @property
    def is_grouped(self) -> str:
        return " and ".join(f"{column.name} is not null" for column in self.columns)

    @property
    def name(self) -> str:
        """A column for the member; dimensions of other models have two underscores already."""
        return self.dimension.replace(",", "__and__")

    @property
    def member(self) -> str:
        return self.member_in("")

    def member_in(self, table: str) -> str:
        """The member, of columns of `table`."""
        prefix = f"{table}." if table else ""
        names = [f"{prefix}{column.name}" for column in self.columns]
        separated = "\n                    || ',' || ".join(map(_escaped, names))
        return separated if self.is_pair else names[0]


def dimension_of(cuts: list[Cut]) -> str:
    """The name of what a group is grouped by; pairs come first among the cuts."""
    whens = [f"when {cut.is_grouped} then '{cut.dimension}'" for cut in cuts]
    return _case(whens, "'total'")


def member_of(cuts: list[Cut]) -> str:
    """The member that a group stands for."""
    pairs, singles = [cut for cut in cuts if cut.is_pair], [cut for cut in cuts if not cut.is_pair]
    whens = [f"when {pair.is_grouped}\n                then {pair.member}" for pair in pairs]
    names = ", ".join([*(single.member for single in singles), "'all'"])
    return _case(whens, f"coalesce({names})" if singles else names)


def group_by(keys: list[str], cuts: list[Cut]) -> str:
    """Once over the rows: the total, and each cut. A cut is null wherever it is not grouped by."""
    if not cuts:
        return f"group by {', '.join(keys)}"
    sets = [keys, *([*keys, *(column.name for column in cut.columns)] for cut in cuts)]
    listed = ",\n        ".join(f"({', '.join(each)})" for each in sets)
    return f"group by grouping sets (\n        {listed}\n    )"


def _case(whens: list[str], otherwise: str) -> str:
    if not whens:
        return otherwise
    lines = "".join(f"\n            {when}" for when in whens)
    return f"case{lines}\n            else {otherwise}\n        end"


def _escaped(member: str) -> str:
    return rf"replace(replace({member}, '\', '\\'), ',', '\,')"
