"""The views that the macro `table` draws, and the cells that hold one number of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from samepage import text
from samepage.catalog import Metric
from samepage.pages import inline, phrases
from samepage.pages.reading import Reading
from samepage.values import Value


@dataclass(frozen=True)
class Column:
    """href leads to the page of the column's metric; empty where a column is no metric.

    tip   id of the tooltip that says what the numbers below do not, and about what metric
    """

    label: str
    href: str = ""
    kind: str = "num"
    tip: Markup | str = ""
    metric: Metric | None = None
    owner: str = ""


@dataclass(frozen=True)
class Cell:
    """kind: "num", "when" or "words"; bar: length of the bar below a number, 0 to 100, or None;
    heat: how dark the ground is, 0 to 8, or None; flag: a word that calls the cell out."""

    content: Markup | str
    kind: str = "num"
    bar: int | None = None
    is_negative: bool = False
    heat: int | None = None
    flag: str = ""


@dataclass(frozen=True)
class Row:
    """start: the day on which the period of a row begins that stands for one."""

    head: str
    cells: Sequence[Cell]
    href: str = ""
    is_complete: bool = True
    start: date | None = None


@dataclass(frozen=True)
class Table:
    """note: what the table leaves out."""

    caption: str
    corner: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""


CHANGE = Column("Change on the period before", kind="words")


def words(content: Markup | str) -> Cell:
    """A cell that is read, not compared."""
    return Cell(content, "words")


def number(reading: Reading, value: Value | None, member: str | None = None) -> Cell:
    """A row's number; `member` names what has no row in the period shown."""
    if reading.waits:
        return Cell(inline.draw_waiting(reading))
    return Cell(inline.draw_number(reading, value, phrases.tabled, member))


def nothing(reading: Reading, member: str) -> Cell:
    """What has no row, without the way to its metric that stands in all cells around it."""
    ref = inline.follows(reading, None, "tabled", member)
    return Cell(reading.desk.draw("plain", text.NONE, text.NONE, ref))


def change(reading: Reading, value: Value | None, member: str | None = None) -> Cell:
    verdict = phrases.change(reading, value, reading.before(value))
    ref = inline.follows(reading, value, "change", member)
    return words(reading.desk.draw("verdict", verdict, ref))


def with_bar(cell: Cell, value: float | None, largest: float) -> Cell:
    """The cell with a bar as long as its share of the largest value."""
    if value is None or not largest:
        return cell
    return replace(cell, bar=round(abs(value) / largest * 100), is_negative=value < 0)


def columns(readings: Iterable[Reading]) -> list[Column]:
    return [_column(reading) for reading in readings]


def _column(reading: Reading) -> Column:
    column = Column(reading.label, inline.href(reading))
    if not (reading.desk.is_lean and column.href):
        return column
    tip, owner = reading.desk.next_tip(), inline.owner(reading)
    return replace(column, tip=tip, metric=reading.metric, owner=owner)


def dated_columns(readings: Sequence[Reading]) -> list[Column]:
    """Columns that say their period where it is not the first one's; what waits has none."""
    periods = [None if each.waits else each.period(each.shown) for each in readings]
    usual = next((period for period in periods if period), None)
    return [
        column if period in (None, usual) else replace(column, label=f"{column.label} ({period})")
        for column, period in zip(columns(readings), periods, strict=True)
    ]
