"""Which numbers rest on too few records to be shown, and which others would give them away.

A part is what metrics are made of: one measure under one condition. A cell is one number of it: of
a member of a dimension, in a period. A cell with fewer records than the limit, but any, is a seed.
With it go (sql/withhold.sql), so that no sum of what is shown tells it:

1. A second member: the smallest that is large enough itself, so that the two together are too.
   Where none is, all members of the dimension. With a total, all members of all dimensions.
2. A second period: the one beside it within the next longer one, such as another month of the
   quarter, and the first of all shorter ones within both. A year is summed up to nothing but all
   time, so it goes with that. Periods have to lie in each other for this, so days and weeks are
   never shown; nor are pairs of dimensions, which belong to two sums at once.
3. The parts that would tell it in the same cell (relations.py): lost with won, where closed is
   shown. A share also tells what it leaves of its whole, so that is a part too.

Every seed is thereby the corner of a box of withheld cells. Add one to it, take one away from the
second member, the other way round in the second period, and let the other parts follow: no sum of
members, of periods or of parts changes. So what is shown fits another number as well as the true
one, and no sum of it tells which.

A balance is no sum over time: a period closes with what the next one opens with. There a customer
who joined one period later changes nothing else, so the balances and all that flows between them
go together in the periods that end and begin on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from samepage.warehouse.relations import Column, Relations

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Part:
    """A part as its cube holds it.

    size        SQL over the cube: how many records count against the limit
    numbers     SQL over the cube: what is shown of it; empty where a number does not add up
    dimensions  by which any metric cuts it, besides the total
    edge        of a balance the day that counts: "min" for the first of a period, "max"; or "none"
    is_shown    whether any metric shows it; what a share leaves of its whole is only worked out
    """

    name: str
    size: str
    numbers: frozenset[str]
    dimensions: frozenset[str]
    edge: str = "none"
    is_shown: bool = True


def withhold(
    connection: DuckDBPyConnection, cubes: Mapping[str, Sequence[Part]], limit: int
) -> None:
    """Fill the temporary table `withheld` (part, dimension, member, grain, period_start) from the
    cubes and dim_periods."""
    connection.execute(_TABLE)
    for cube, parts in cubes.items():
        connection.execute(f"create or replace temp view cube as from {cube}")
        _run(connection, "lay_out")
        _fill(connection, parts)
        _run(connection, "withhold", limit=limit)


def _run(connection: DuckDBPyConnection, name: str, **given: object) -> None:
    connection.execute((_SQL / f"{name}.sql").read_text("utf-8"), given or None)


def _fill(connection: DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """The parts of one cube with their cells, and which of them move together."""
    number = {part.name: at for at, part in enumerate(parts)}
    _write(connection, "parts", [(number[part.name], part.name) for part in parts])
    for part in parts:
        cells = (
            f"insert into cells select {number[part.name]}, cut, period, {part.size}"
            " from numbered where list_contains($dimensions, dimension)"
        )
        connection.execute(cells, {"dimensions": ["total", *sorted(part.dimensions)]})
    edges, together = _bindings(connection, parts)
    moves = [(number[name], number[other]) for name in together for other in together[name]]
    _write(connection, "edges", [(number[name], edge) for name, edge in edges.items()])
    _write(connection, "moves", moves)


def _write(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[int, object]]) -> None:
    columns = [[row[side] for row in rows] for side in (0, 1)]
    connection.execute(f"insert into {table} select unnest(?), unnest(?)", columns)


def _bindings(
    connection: DuckDBPyConnection, parts: Sequence[Part]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Part -> the edge at which it changes, and the parts that are withheld with it.

    What cannot change while the balances stay, changes with them where the period ends.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        for number in part.numbers:
            owners[number].add(part.name)
            if part.edge == "min":
                owners[_NEXT.format(number)].add(part.name)
    standing = {part.name for part in parts if part.edge != "none"}
    fixed = frozenset(number for number in owners if owners[number] & standing)
    relations = Relations(_columns(connection, sorted(owners)), fixed)
    lightest = relations.lightest(_weights(connection, parts, owners))
    bound = relations.bound()
    edges, together = {}, {}
    for part in parts:
        is_free = part.numbers <= lightest.keys()
        edges[part.name] = "max" if part.edge == "none" and not is_free else part.edge
        moved = {
            other for number in part.numbers for other in (lightest if is_free else bound)[number]
        }
        together[part.name] = {part.name}.union(*(owners[number] for number in moved))
    return edges, together


def _columns(connection: DuckDBPyConnection, numbers: Sequence[str]) -> dict[str, Column]:
    """The numbers of every member in the shortest periods, but for the last, which has no next."""
    listed = ", ".join(f"coalesce({number}, 0) as c{at}" for at, number in enumerate(numbers))
    found = connection.execute(_COLUMNS.format(listed)).fetchnumpy()
    return {number: found[f"c{at}"] for at, number in enumerate(numbers)}


def _weights(
    connection: DuckDBPyConnection, parts: Sequence[Part], owners: Mapping[str, set[str]]
) -> dict[str, int]:
    """How many records each number would take with it, of parts that are shown."""
    query = "select name, sum(size) from cells inner join parts using (part) group by name"
    sizes = dict(connection.sql(query).fetchall())
    shown = {part.name for part in parts if part.is_shown}
    return {
        number: sum(int(sizes.get(name) or 0) for name in names & shown)
        for number, names in owners.items()
    }


# What a period opens with, as the period before knows it.
_NEXT = "lead({}) over (partition by cut order by period)"

_COLUMNS = """
select {}
from numbered
where length = (select min(length) from numbered)
qualify
    lead(period) over (partition by cut order by period) is not null
    or count(*) over (partition by cut) = 1
order by cut, period
"""
_TABLE = """
create or replace temp table withheld (
    part varchar,
    dimension varchar,
    member varchar,
    grain varchar,
    period_start date
)
"""
