"""Reads CSV, XLSX and Parquet files into tables of declared columns. Nothing is guessed.

loaded = load(Source(path, columns, "Europe/Berlin"), target=folder / "leads.parquet")
loaded.rows, loaded.rejects

Whatever the kind of file, its cells become text with a line number first, and then what the
columns are declared to be. Timestamps become naive UTC: an offset in the value is honoured, a
moment without one is UTC, and a day without a time is midnight of the reporting time zone, so
that it stays the same day there.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from samepage.sources.file_rows import Unreadable, rows_of

EXPECTED = {
    "varchar": "text",
    "integer": "a whole number",
    "double precision": "a number such as 1234.5",
    "boolean": "true or false",
    "date": "a day such as 2026-01-31",
    "timestamp": "a day such as 2026-01-31 or a moment such as 2026-01-31T09:30:00+01:00",
}
_DAY = r"\d{4}-\d{1,2}-\d{1,2}"


@dataclass(frozen=True)
class Source:
    """A file to be read: its columns with their SQL types, and the zone of days without a time."""

    path: Path
    columns: Mapping[str, str]
    time_zone: str


@dataclass(frozen=True, order=True)
class Reject:
    """A cell, or a whole row, that could not be read. Line 1 is the header, in Parquet row 1."""

    line: int
    field: str
    value: str
    expected: str


@dataclass(frozen=True)
class Loaded:
    """How many rows were written, and what is wrong with those that were not."""

    rows: int
    rejects: tuple[Reject, ...]

    @property
    def rejected_rows(self) -> int:
        return len({reject.line for reject in self.rejects})


def header(path: Path) -> list[str]:
    """The names of a file's columns; an empty file has none. Raises `Unreadable`."""
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            return list(_types_of_parquet(connection, path))
    _, cells = next(rows_of(path), (1, []))
    return [cell.strip() for cell in cells]


def load(source: Source, target: Path) -> Loaded:
    """Write the rows of a file with the right header as Parquet. Raises `Unreadable`."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        if source.path.suffix == ".parquet":
            rejects = _read_parquet(connection, source)
        else:
            rejects = _read_text(connection, source, target.with_suffix(".txt"))
        rejects += _wrong_cells(connection, source)
        return Loaded(_write(connection, source, target), tuple(sorted(rejects)))


def _read_parquet(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Reject]:
    texts = ", ".join(f'"{name}"::varchar as "{name}"' for name in source.columns)
    connection.execute(
        f"create table cells as select file_row_number + 1 as line, {texts} "
        "from read_parquet(?, file_row_number = true)",
        [str(source.path)],
    )
    return []


def _read_text(connection: duckdb.DuckDBPyConnection, source: Source, copy: Path) -> list[Reject]:
    """Fill the table `cells` through a clean copy of the file; rows of a wrong width stay out."""
    rows = rows_of(source.path)
    _, names = next(rows)
    rejects = []
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line, cells in rows:
            if len(cells) == len(names):
                writer.writerow([line, *cells])
            else:
                expected = f"{len(names)} columns, as in the header"
                rejects.append(Reject(line, "row", f"{len(cells)} columns", expected))
    columns = {"line": "bigint", **{name.strip(): "varchar" for name in names}}
    connection.execute(
        "create table cells as from read_csv(?, auto_detect = false, header = false, "
        f"delim = ',', quote = '\"', escape = '\"', new_line = '\\n', columns = {columns})",
        [str(copy)],
    )
    copy.unlink()
    return rejects


def _wrong_cells(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Reject]:
    """Every cell that cannot become what its column is declared to be."""
    rejects = []
    for name, kind in source.columns.items():
        query = f'select line, "{name}" from cells where {_is_wrong(name, kind, source.time_zone)}'
        found = connection.execute(query).fetchall()
        rejects += [Reject(line, name, value, EXPECTED[kind]) for line, value in found]
    return rejects


def _write(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> int:
    """Write the rows in which no cell is wrong, in the order of the file."""
    zone, columns = source.time_zone, source.columns
    typed = ", ".join(f'{_typed(name, kind, zone)} as "{name}"' for name, kind in columns.items())
    wrong = " or ".join(f"({_is_wrong(name, kind, zone)})" for name, kind in columns.items())
    copied = connection.execute(
        f"copy (select {typed} from cells where not ({wrong}) order by line) "
        f"to '{_quoted(target)}' (format parquet)"
    ).fetchall()
    return int(copied[0][0])


def _is_wrong(name: str, kind: str, zone: str) -> str:
    return f'"{name}" is not null and {_typed(name, kind, zone)} is null'


def _typed(name: str, kind: str, zone: str) -> str:
    """SQL that turns a text into a type; null where the text does not say such a thing."""
    text = f'trim("{name}")'
    if kind == "varchar":
        return f'"{name}"'
    if kind == "integer":  # a cast alone would round 9.5
        return _where(text, r"[+-]?\d+(\.0+)?", f"try_cast({text} as integer)")
    if kind == "double precision":  # a cast alone would let nan and inf through
        return _where(text, r"[+-]?[\d.]+([eE][+-]?\d+)?", f"try_cast({text} as double)")
    if kind == "boolean":
        return f"try_cast({text} as boolean)"
    if kind == "date":
        return _where(text, _DAY, f"try_cast({text} as date)")
    midnight = f"(try_cast({text} as date)::timestamp at time zone '{zone}') at time zone 'UTC'"
    moment = _where(text, f"{_DAY}[ T].+", f"try_cast({text} as timestamptz) at time zone 'UTC'")
    return f"coalesce({_where(text, _DAY, midnight)}, {moment})"


def _where(text: str, pattern: str, value: str) -> str:
    return f"case when regexp_full_match({text}, '{pattern}') then {value} end"


def _types_of_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    try:
        found = connection.execute(f"describe from read_parquet('{_quoted(path)}')").fetchall()
    except duckdb.Error as error:
        raise Unreadable(str(error).splitlines()[0]) from error
    return {str(name): str(kind) for name, kind, *_ in found}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
