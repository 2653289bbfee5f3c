"""An answer as a table for people, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from samepage import text
from samepage.company import Company
from samepage.periods import Calendar
from samepage.query.answer import Answer, Row

_NOT_YET = "*"
_NOTHING = (
    "Nothing was counted. Whether a name is written as the data have it, --by its dimension shows."
)


def as_table(company: Company, answer: Answer, limit: int) -> Group:
    """The newest `limit` rows as a person reads them; 0 shows all."""
    shown = answer.rows[-limit:]
    if not shown:
        return Group(Text("\n".join([_NOTHING, *_notes(answer, shown)])))
    return Group(_table(company, answer, shown), Text("\n".join(_notes(answer, shown))))


def _table(company: Company, answer: Answer, shown: Sequence[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Period", *map(text.humanise, answer.question.by)):
        table.add_column(heading, no_wrap=True)
    for metric in answer.question.metrics:
        table.add_column(metric.label, justify="right")
    calendar = Calendar(company.fiscal_year_starts_in, company.week_starts_on)
    for period, rows in groupby(shown, key=lambda row: row.period_start):
        label = calendar.label(answer.question.grain, period or answer.as_of)
        for row in rows:
            members = map(_plain, row.members)
            table.add_row(label, *members, *_figures(answer, row, company.currency))
            label = ""
    return table


def as_csv(answer: Answer) -> str:
    """A header, then one line per row; numbers in full."""
    written = io.StringIO()
    records = [*_records(answer)]
    writer = csv.DictWriter(written, _columns(answer), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return written.getvalue()


def as_json(answer: Answer) -> Mapping[str, Any]:
    question = answer.question
    return {
        "metrics": [metric.name for metric in question.metrics],
        "grain": question.grain,
        "by": question.by,
        "as_of": answer.as_of,
        "sql": answer.sql,
        "rows": [*_records(answer)],
    }


def _columns(answer: Answer) -> list[str]:
    question = answer.question
    period = [] if question.grain == "all" else ["period_start"]
    return [*period, *question.by, *(metric.name for metric in question.metrics), "is_complete"]


def _records(answer: Answer) -> Iterator[dict[str, Any]]:
    """Each row by the names of the statement's columns, and whether all of it is complete."""
    for row in answer.rows:
        period = [row.period_start] if row.period_start else []
        cells = [*period, *row.members, *row.values, all(row.is_complete)]
        yield dict(zip(_columns(answer), cells, strict=True))


def _figures(answer: Answer, row: Row, currency: str) -> Iterator[str]:
    metrics = answer.question.metrics
    for metric, value, complete in zip(metrics, row.values, row.is_complete, strict=True):
        number = text.exact(value, metric.unit, currency)
        yield f"{number} " if complete else f"{number}{_NOT_YET}"


def _notes(answer: Answer, shown: Sequence[Row]) -> list[str]:
    """How much of the answer the table is, and how far the data reach."""
    lines = [f"Data as of {text.day(answer.as_of)}."]
    if any(not all(row.is_complete) for row in shown):
        lines.append(f"{_NOT_YET} not complete: the period or its cohort's window is not over.")
    if len(shown) < len(answer.rows):
        rows = f"the newest {len(shown):,} of {len(answer.rows):,} rows"
        lines.append(f"These are {rows}; --limit 0 shows all.")
    return lines


def _plain(member: str) -> Text:
    """Text of the data as it is: no markup, and nothing that a terminal would obey."""
    return Text("".join(map(_shown, member)))


def _shown(letter: str) -> str:
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter)[0] == "C" else letter
