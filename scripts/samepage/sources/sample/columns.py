"""Tables as named columns of numpy arrays, and how they become Parquet in the contract's types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from samepage.sources.sample.world import Flags, Numbers


@dataclass(frozen=True)
class Ids:
    """Identifiers of one kind: Ids("L", [0, -1]) is 'L0000000' and null."""

    prefix: str
    numbers: Numbers

    def only(self, wanted: Flags) -> Ids:
        """The same, null where not wanted."""
        return Ids(self.prefix, np.where(wanted, self.numbers, -1))


@dataclass(frozen=True)
class Words:
    """A column of few words: codes into `words`, -1 for null."""

    words: tuple[str, ...]
    codes: Numbers


Column = Ids | Words | NDArray[Any]
Table = dict[str, Column]


def values(column: Column) -> NDArray[Any]:
    """The array behind a column."""
    match column:
        case Ids():
            return column.numbers
        case Words():
            return column.codes
    return column


def rows(table: Table, wanted: NDArray[Any]) -> Table:
    """The rows of a table that a mask or an index chooses."""
    return {name: _with(column, values(column)[wanted]) for name, column in table.items()}


def stacked(*tables: Table) -> Table:
    """Tables of the same columns, one below the other.

    Raises ValueError when ids have different prefixes, or words do not begin with the same ones.
    """
    return {name: _stacked([table[name] for table in tables]) for name in tables[0]}


def numbered(key: str, prefix: str, table: Table, by: str) -> Table:
    """The table in order of a column, with a key that counts the rows."""
    ordered = rows(table, np.argsort(values(table[by]), kind="stable"))
    return {key: Ids(prefix, np.arange(size(table))), **ordered}


def size(table: Table) -> int:
    """Number of rows."""
    return len(values(next(iter(table.values()))))


def write(table: Table, contract: Mapping[str, str], path: Path) -> int:
    """Write the columns of the contract ({name: SQL type}) as Parquet; returns the row count.

    Raises KeyError when the table lacks a column of the contract.
    """
    selected = ", ".join(
        f'cast({_sql(name, table[name])} as {kind}) as "{name}"' for name, kind in contract.items()
    )
    arrays = {name: _known_to_duckdb(values(table[name])) for name in contract}
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("drawn", arrays)
        connection.execute(f"copy (select {selected} from drawn) to '{path}' (format parquet)")
    return size(table)


def _stacked(columns: Sequence[Column]) -> Column:
    widest = max(columns, key=lambda each: len(each.words) if isinstance(each, Words) else 0)
    if not all(_agree(each, widest) for each in columns):
        raise ValueError(f"columns that cannot be stacked: {columns}")
    return _with(widest, np.concatenate([values(each) for each in columns]))


def _agree(column: Column, widest: Column) -> bool:
    match column, widest:
        case Ids(), Ids():
            return column.prefix == widest.prefix
        case Words(), Words():
            return column.words == widest.words[: len(column.words)]
    return isinstance(column, np.ndarray) and isinstance(widest, np.ndarray)


def _with(column: Column, array: NDArray[Any]) -> Column:
    match column:
        case Ids():
            return Ids(column.prefix, array)
        case Words():
            return Words(column.words, array)
    return array


def _known_to_duckdb(array: NDArray[Any]) -> NDArray[Any]:
    """DuckDB reads seconds, not days."""
    return array.astype("datetime64[s]") if array.dtype.kind == "M" else array


def _sql(name: str, column: Column) -> str:
    match column:
        case Ids():
            return f'case when "{name}" >= 0 then format(\'{column.prefix}{{:07d}}\', "{name}") end'
        case Words():
            words = ", ".join("'" + word.replace("'", "''") + "'" for word in column.words)
            return f'list_extract([{words}], "{name}" + 1)'
    if column.dtype == np.float64:
        return f'case when isnan("{name}") then null else "{name}" end'
    return f'"{name}"'
