"""An XLSX file as CSV, so that both are read, checked and reported in the same way."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]


def as_csv(path: Path, target: Path) -> None:
    """Write the workbook's first sheet as CSV; row n of the one is row n of the other."""
    workbook = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = [_trimmed(row) for row in workbook.worksheets[0].iter_rows(values_only=True)]
    finally:
        workbook.close()
    while rows and not rows[-1]:
        rows.pop()
    width = len(rows[0]) if rows else 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(row + [""] * (width - len(row)) for row in rows)


def _trimmed(cells: Iterable[object]) -> list[str]:
    """The cells as text, without the empty ones at the end."""
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
    return str(cell)
