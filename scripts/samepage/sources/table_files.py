"""Reads CSV, Parquet and XLSX files into tables of declared columns. Nothing is guessed.

with reading() as connection:
    loaded = load(connection, source, folder / "leads.parquet")
    loaded.rows, loaded.rejects

Timestamps become naive UTC: an offset in the value is honoured, a value without one is UTC, and
a day without a time is midnight of the reporting time zone, so that it stays the same day there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from samepage.sources.workbook import as_csv

_CSV = "auto_detect=false, header=true, delim=',', quote='\"', escape='\"', store_rejects=true"
_NOT_CONVERTED = re.compile(r'Could not convert string "(.*)" to', re.DOTALL)
EXPECTED = {
    "varchar": "text",
    "integer": "a whole number",
    "double": "a number such as 1234.5",
    "boolean": "true or false",
    "date": "a day such as 2026-01-31",
    "timestamp": "a day such as 2026-01-31 or a moment such as 2026-01-31T09:30:00+01:00",
}


@dataclass(frozen=True)
class Source:
    """A file to be read: its columns with their SQL types, and the zone of days without a time."""

    path: Path
    columns: Mapping[str, str]
    time_zone: str


@dataclass(frozen=True, order=True)
class Reject:
    """A row that could not be read. `line` counts rows of the file from 1, the header included."""

    line: int
    field: str
    value: str
    expected: str


@dataclass(frozen=True)
class Loaded:
    """How many rows were written, and the rejected ones (one element per wrong cell)."""

    rows: int
    rejects: tuple[Reject, ...]

    @property
    def rejected_rows(self) -> int:
        return len({reject.line for reject in self.rejects})


class Unreadable(Exception):
    """The file is not of the kind that its name says."""


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own in which times without an offset are UTC."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def header(source: Source) -> list[str]:
    """The names of the file's columns. Raises `Unreadable`; an empty file has none."""
    try:
        if source.path.suffix == ".parquet":
            with reading() as connection:
                found = connection.execute(f"describe select * from {_parquet(source.path)}")
                return [str(row[0]) for row in found.fetchall() if row[0] != "file_row_number"]
        with source.path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file), [])]
    except (duckdb.Error, UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(str(error).splitlines()[0]) from error


def load(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Loaded:
    """Write the rows of a file whose header is right as Parquet in the declared types."""
    if source.path.suffix == ".parquet":
        return _load_parquet(connection, source, target)
    return _load_csv(connection, source, target)


def csv_of(source: Source, folder: Path) -> Source:
    """A workbook's rows as a CSV file with the same row numbers. Raises `Unreadable`."""
    path = folder / f"{source.path.name}.csv"
    try:
        as_csv(source.path, path)
    except Exception as error:  # openpyxl raises whatever the broken part of a file leads to
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return Source(path, source.columns, source.time_zone)


def _load_csv(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Loaded:
    """Reads times as text first, to tell days from moments; again as times if one is wrong."""
    as_text = _replaced(source.columns, "timestamp", "varchar")
    _read_csv(connection, source, as_text)
    rejects = _csv_rejects(connection, source)
    wrong, rows = _write(connection, source, as_text, target)
    if wrong:
        _read_csv(connection, source, _replaced(source.columns, "timestamp", "timestamptz"))
        rejects = _csv_rejects(connection, source)
    return Loaded(rows, tuple(sorted(rejects)))


def _read_csv(
    connection: duckdb.DuckDBPyConnection, source: Source, types: Mapping[str, str]
) -> None:
    connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    columns = {name: types[name] for name in header(source)}
    connection.execute(
        f"create or replace temp table read as from read_csv(?, columns={columns}, {_CSV})",
        [str(source.path)],
    )


def _csv_rejects(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Reject]:
    found = connection.execute(
        "select line, column_name, error_type::varchar, error_message from reject_errors"
    ).fetchall()
    return [_reject(source, *row) for row in found]


def _reject(source: Source, line: int, column: str | None, kind: str, message: str) -> Reject:
    if kind == "CAST" and column:
        value = _NOT_CONVERTED.search(message)
        shown = value.group(1) if value else message
        return Reject(line, column, shown, EXPECTED[source.columns[column]])
    found = re.search(r"Found: (\d+)", message)
    if kind in ("TOO MANY COLUMNS", "MISSING COLUMNS") and found:
        expected = f"{len(source.columns)} columns, as in the header"
        return Reject(line, "row", f"{found.group(1)} columns", expected)
    return Reject(line, "row", message, "a row of comma-separated UTF-8 text")


def _load_parquet(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Loaded:
    connection.execute(
        f"create or replace temp table read as select * from {_parquet(source.path)}"
    )
    described = connection.execute("describe read").fetchall()
    types = {str(row[0]): str(row[1]).lower() for row in described}
    rejects = []
    for name, kind in source.columns.items():
        wrong = _wrong(name, types[name], kind, source.time_zone)
        query = f'select file_row_number + 1, "{name}"::varchar from read where {wrong}'
        for line, value in connection.execute(query).fetchall():
            rejects.append(Reject(line, name, value, EXPECTED[kind]))
    _, rows = _write(connection, source, types, target)
    return Loaded(rows, tuple(sorted(rejects)))


def _write(
    connection: duckdb.DuckDBPyConnection, source: Source, types: Mapping[str, str], target: Path
) -> tuple[int, int]:
    """Write the rows of `read` that convert; returns how many do not, and how many do."""
    zone, columns = source.time_zone, source.columns
    wrong = " or ".join(f"({_wrong(n, types[n], kind, zone)})" for n, kind in columns.items())
    selected = ", ".join(
        f'{_converted(n, types[n], kind, zone)} as "{n}"' for n, kind in columns.items()
    )
    counted = connection.execute(f"select count(*) filter ({wrong}), count(*) from read").fetchone()
    assert counted is not None
    connection.execute(f"copy (select {selected} from read where not ({wrong})) to '{target}'")
    return int(counted[0]), int(counted[1] - counted[0])


def _wrong(name: str, found: str, kind: str, zone: str) -> str:
    return f'"{name}" is not null and {_converted(name, found, kind, zone)} is null'


def _converted(name: str, found: str, kind: str, zone: str) -> str:
    """SQL that turns a column of type `found` into `kind`; null where that is impossible."""
    value = f'"{name}"'
    if kind != "timestamp" or found == "timestamp":
        return f"try_cast({value} as {kind})"
    day = f"(try_cast({value} as date)::timestamp at time zone '{zone}') at time zone 'UTC'"
    moment = f"try_cast({value} as timestamptz) at time zone 'UTC'"
    if found == "varchar":
        return f"case when length(trim({value})) <= 10 then {day} else {moment} end"
    return day if found == "date" else moment


def _replaced(columns: Mapping[str, str], kind: str, by: str) -> dict[str, str]:
    return {name: by if found == kind else found for name, found in columns.items()}


def _parquet(path: Path) -> str:
    return "read_parquet('{}', file_row_number=true)".format(str(path).replace("'", "''"))
