"""Curves along a numbered dimension: what became of customers, month by month of their age.

curve([metric("observed").all_time().by("months_since_start"), metric("projected")...])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from samepage import text
from samepage.charts import specs
from samepage.charts.specs import Point, Spec
from samepage.pages import cells, phrases
from samepage.pages.cells import Row, Table
from samepage.pages.reading import Reading
from samepage.values import Value

# A point rests on at least this share of what the first one rests on. Where a curve follows those
# who started together, few of them are old yet, and the end of the line would be chance.
_ENOUGH = 0.1


def curve(readings: Sequence[Reading]) -> Spec:
    """One line per metric over the members, which are numbers; all of the period shown. It ends
    where fewer than a tenth of those who started have got."""
    first = readings[0]
    axis = phrases.lowered(phrases.cut_label(first.choice.dimension))
    names = text.listed(reading.own_label for reading in readings)
    return specs.trend(
        [point for reading in readings for point in _points(reading)],
        title=_at_the_end(readings, axis),
        subtitle=f"{names} by {axis} {phrases.when(first, first.shown)}",
        unit=first.unit,
        currency=first.desk.site.company.currency,
    )


def table(readings: Sequence[Reading]) -> Table:
    """The same as numbers: one row per member, one column per metric."""
    first = readings[0]
    found = [_by_number(reading) for reading in readings]
    return Table(
        caption=f"{text.listed(r.label for r in readings)} {phrases.when(first, first.shown)}",
        corner=phrases.cut_label(first.choice.dimension),
        columns=cells.dated_columns(readings),
        rows=[
            Row(
                str(number),
                [
                    cells.number(r, rows.get(number))
                    for r, rows in zip(readings, found, strict=True)
                ],
            )
            for number in sorted({number for rows in found for number in rows})
        ],
    )


def _by_number(reading: Reading) -> dict[int, Value]:
    """The rows of the period shown by the number that their member is, those with enough in it."""
    rows = [row for row in reading.members if row.member.isdigit()]
    most = max(map(reading.weight, rows), default=0.0)
    return {int(row.member): row for row in rows if reading.weight(row) >= _ENOUGH * most}


def _points(reading: Reading) -> Iterator[Point]:
    """Charts have days along their axis: here the number of a member stands for one."""
    for number, row in sorted(_by_number(reading).items()):
        place = date.fromordinal(number + 1)
        yield Point(str(number), place, reading.pick(row), row.is_complete, reading.label)


def _at_the_end(readings: Sequence[Reading], axis: str) -> str:
    """`Observed 41.0 % and Projected 43.2 % at 12 months since start`, the last where all are."""
    found = [{point.label: point.value for point in _points(reading)} for reading in readings]
    shared = [label for label in found[0] if all(each.get(label) is not None for each in found)]
    if not shared:
        return f"{readings[0].label}: no value {phrases.when(readings[0], readings[0].shown)}"
    last = shared[-1]
    ends = [
        f"{reading.label} {phrases.written(reading, values[last])}"
        for reading, values in zip(readings, found, strict=True)
    ]
    return f"{text.listed(ends)} at {last} {axis}"
