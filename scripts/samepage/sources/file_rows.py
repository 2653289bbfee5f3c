"""The rows of a CSV or XLSX file as text, each with its line.

for line, cells in rows_of(Path("leads.csv")):      # 1, ["lead_id", "account_id", ...]
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]

Row = tuple[int, list[str]]


class Unreadable(Exception):
    """The file is not of the kind that its name says."""


def rows_of(path: Path) -> Iterator[Row]:
    """Line (from 1) and cells of every row that is not blank. Raises `Unreadable`."""
    rows = _workbook_rows(path) if path.suffix == ".xlsx" else _csv_rows(path)
    return ((line, cells) for line, cells in rows if any(cells))


def _csv_rows(path: Path) -> Iterator[Row]:
    """Comma-separated UTF-8 as RFC 4180 has it; a row's line is the one it begins on."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"line {line} or after: {error}") from error


def _workbook_rows(path: Path) -> Iterator[Row]:
    """The first sheet of a workbook, without the empty cells at the end of each row."""
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = workbook.worksheets[0]
            found = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        finally:
            workbook.close()
    except Exception as error:  # openpyxl raises whatever the broken part of a file leads to
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    width = max((_filled(row) for row in found[:1]), default=0)
    for line, cells in enumerate(found, start=1):
        kept = max(_filled(cells), width)
        yield line, (cells + [""] * width)[:kept]


def _filled(cells: list[str]) -> int:
    """How many cells there are up to the last one that is not empty."""
    return max((number for number, cell in enumerate(cells, start=1) if cell), default=0)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
    return str(cell)
