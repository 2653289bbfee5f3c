"""One metric by the members of a dimension: value, share, parts, change and course of each.

table(metric("bookings").by("channel"))             # of the newest complete period
table(metric("bookings").by("channel").last(13))    # with the course over the last 13
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isclose

from samepage import text
from samepage.pages import cells, inline, phrases, sparks, tables
from samepage.pages.cells import CHANGE, Cell, Column, Row, Table
from samepage.pages.reading import Reading
from samepage.values import TOTAL

_UNKNOWN = "unknown"
# Shares are told of what can be shared out.
_SHARED = ("count", "currency")


def table(reading: Reading, caption: str = "", top: int = tables.TOP) -> Table:
    """Members that weigh most first. Shares only where the members add up to the whole."""
    shares = _shares(reading, _whole(reading))
    names = tables.members([reading], top)
    shown = [reading, *tables.parts(reading)]
    columns = cells.dated_columns(shown)
    filled = [tables.member_cells(each, names[:top]) for each in shown]
    rows = {row.member: row for row in reading.members}
    if shares:
        columns.insert(1, Column("Share"))
        filled.insert(1, [_share(reading, shares, name) for name in names[:top]])
    columns.append(CHANGE)
    filled.append([cells.change(reading, rows.get(name), name) for name in names[:top]])
    if reading.choice.last:
        columns.append(Column("Course", kind="words"))
        filled.append(_courses(reading, names[:top]))
    caption = caption or f"{reading.label} {phrases.when(reading, reading.shown)}"
    dimension = reading.choice.dimension
    return Table(
        caption=caption,
        corner=phrases.cut_label(dimension),
        columns=columns,
        rows=[
            Row(phrases.member_label(dimension, name), list(across))
            for name, across in zip(names, zip(*filled, strict=True), strict=False)
        ],
        note=tables.note(reading, len(names), top, caption),
    )


def is_told(reading: Reading) -> bool:
    """Whether a breakdown says more than that nothing is known of the members."""
    return {row.member for row in reading.members} != {_UNKNOWN}


def _courses(reading: Reading, names: Sequence[str]) -> list[Cell]:
    return [
        cells.words(
            reading.desk.draw("sparkline", line, inline.follows(reading, None, "course", name))
        )
        for name, line in zip(names, sparks.multiples(reading, names), strict=True)
    ]


def _share(reading: Reading, shares: Mapping[str, str], member: str) -> Cell:
    words = shares.get(member, text.NONE)
    ref = inline.follows(reading, None, "share", member)
    return Cell(reading.desk.draw("plain", words, words, ref))


def _whole(reading: Reading) -> Reading:
    choice = replace(reading.choice, dimension=TOTAL, member=None, last=None)
    return replace(reading, choice=choice)


def _shares(reading: Reading, whole: Reading) -> Mapping[str, str]:
    """Member -> its share of the whole, as it is written; empty where there is none to tell."""
    shown, known = reading.shown, whole.values  # both asked for, whatever they will say
    row = next((row for row in known if shown and row.period_start == shown.period_start), None)
    total = whole.pick(row)
    values = {row.member: reading.pick(row) or 0.0 for row in reading.members}
    adds_up = isclose(sum(values.values()), total or 0.0, rel_tol=1e-6, abs_tol=1e-6)
    if reading.unit not in _SHARED or not total or len(values) < 2 or not adds_up:
        return {}
    return {name: text.number(value / total, "percent") for name, value in values.items()}
