"""Tables of readings: periods, members, metrics or grains down the side.

Every cell is drawn by a macro; what stands here is which values go where.
"""

from __future__ import annotations

from collections.abc import Sequence

from samepage import text
from samepage.pages import cells, inline, phrases, sparks
from samepage.pages.cells import CHANGE, Cell, Column, Row, Table
from samepage.pages.reading import Reading

# A breakdown longer than this is cut, and says so.
TOP = 20


def by_period(readings: Sequence[Reading], caption: str = "") -> Table:
    """One row per period, newest first; one column per metric."""
    first = readings[0]
    label = first.desk.site.calendar.label
    starts = {v.period_start: v.is_complete for r in readings for v in r.series}
    rows = [
        Row(
            head=label(first.choice.grain, start),
            cells=[cells.number(reading, reading.on(start)) for reading in readings],
            is_complete=starts[start],
            start=start,
        )
        for start in sorted(starts, reverse=True)
    ]
    caption = caption or f"{_names(readings)} {phrases.span(first)}"
    return Table(caption, first.choice.grain.capitalize(), cells.columns(readings), rows)


def by_member(readings: Sequence[Reading], caption: str = "", top: int = TOP) -> Table:
    """One row per member of the readings' dimension, one column per metric, all for the newest
    complete period. `breakdowns` says more about the members of a single one."""
    first = readings[0]
    ordered = members(readings, top)
    filled = [member_cells(reading, ordered[:top]) for reading in readings]
    caption = caption or f"{_names(readings)} {phrases.when(first, first.shown)}"
    return Table(
        caption=caption,
        corner=phrases.cut_label(first.choice.dimension),
        columns=cells.dated_columns(readings),
        rows=[
            Row(phrases.member_label(first.choice.dimension, member), list(across))
            for member, across in zip(ordered, zip(*filled, strict=True), strict=False)
        ],
        note=note(first, len(ordered), top, caption),
    )


def members(readings: Sequence[Reading], top: int) -> list[str]:
    """Those that weigh most in the first reading first, then those that only others have."""
    first = readings[0]
    found = [row.member for row in first.members]
    others = {row.member for reading in readings for row in reading.members} - set(found)
    ordered = [*found, *sorted(others)]
    if len(ordered) > top:  # a list that has to be cut anyway need not be filled up with zeros
        weighty = {row.member for row in first.members if first.weight(row)}
        ordered = [member for member in ordered if member in weighty] or ordered
    return ordered


def by_metric(readings: Sequence[Reading], caption: str = "") -> Table:
    """One row per metric: value, period, change, trend, and target and owner where they tell the
    rows apart."""
    names = ["Period", "Change on the period before", "Trend"]
    with_target = any(reading.target for reading in readings)
    with_owner = len({reading.metric.owner for reading in readings}) > 1
    names += ["Target"] * with_target + ["Owner"] * with_owner
    return Table(
        caption=caption or _names(readings),
        corner="Metric",
        columns=[Column("Value"), *(Column(name, kind="words") for name in names)],
        rows=[
            Row(
                head=reading.label,
                href=inline.href(reading),
                cells=[
                    *_standing(reading),
                    *([_target(reading)] * with_target),
                    *([cells.words(inline.owner(reading))] * with_owner),
                ],
            )
            for reading in readings
        ],
    )


def by_grain(reading: Reading) -> Table:
    """The newest complete period of each grain, exact to the last digit."""
    made_of = [Column(reading.metric.formula)] if parts(reading) else []
    return Table(
        caption=f"{reading.label} in the newest complete periods",
        corner="Period",
        columns=[Column(reading.label), *made_of, CHANGE],
        rows=[
            _grain_row(reading.grain(name))
            for name in reading.desk.site.catalog.grains_of(reading.metric.name)
        ],
    )


def _standing(reading: Reading) -> list[Cell]:
    """Value, period, change and trend; only the value's place is filled while it waits."""
    shown = reading.shown
    if reading.waits:
        return [cells.number(reading, shown), *[cells.words("")] * 3]
    return [
        cells.number(reading, shown),
        Cell(inline.told_period(reading, shown), "when"),
        cells.change(reading, shown),
        cells.words(
            reading.desk.draw(
                "sparkline", sparks.sparkline(reading), inline.follows(reading, shown, "spark")
            )
        ),
    ]


def _target(reading: Reading) -> Cell:
    health = phrases.health(reading, reading.pick(reading.shown), target_is="")
    if health is None:
        return cells.words("")
    ref = inline.follows(reading, reading.shown, "target")
    return cells.words(reading.desk.draw("verdict", health, ref))


def _grain_row(reading: Reading) -> Row:
    shown = reading.shown
    made_of = [Cell(inline.made_of(reading, shown))] if parts(reading) else []
    return Row(
        head=inline.period(reading, shown),
        cells=[
            Cell(inline.draw_number(reading, shown, phrases.exactly)),
            *made_of,
            cells.change(reading, shown),
        ],
    )


def member_cells(reading: Reading, members: Sequence[str]) -> list[Cell]:
    """A column of a breakdown: 0 where nothing happened to a member that others have something of.
    Only values get bars: parts are there to be read."""
    start = reading.shown.period_start if reading.shown else None
    found = {row.member: row for row in reading.values if row.period_start == start}
    values = {member: reading.pick(found.get(member)) for member in members}
    largest = max((abs(value) for value in values.values() if value is not None), default=0.0)
    drawn = [cells.number(reading, found.get(member), member) for member in members]
    if reading.part != "value":
        return drawn
    return [
        cells.with_bar(cell, values[member], largest)
        for cell, member in zip(drawn, members, strict=True)
    ]


def parts(reading: Reading) -> list[Reading]:
    """Numerator and denominator of a ratio, as readings of their own."""
    is_ratio = reading.metric.kind == "ratio" and reading.part == "value"
    return [reading.numerator, reading.denominator] if is_ratio else []


def note(reading: Reading, count: int, top: int, caption: str) -> str:
    """What stands below a breakdown that is cut, or in place of one in which nothing happened."""
    if not count:
        cut = phrases.lowered(phrases.cut_label(reading.choice.dimension))
        return f"{caption}: nothing in any {cut}."
    return f"The {top} largest of {count:,}." if count > top else ""


def _names(readings: Sequence[Reading]) -> str:
    return text.listed(reading.label for reading in readings)
