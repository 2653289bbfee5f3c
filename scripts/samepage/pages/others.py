"""Why not the other number? A metric beside its alternatives: the values, and where they part.

told = why_not(figure, alternatives)
told.summary                # a table: every number, its value, and how it counts
told.others[0].because      # "Dividing by 412 instead of 389 makes it 0.3 points lower."
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from markupsafe import Markup

from samepage.pages import cells, differences, inline, phrases, reasons
from samepage.pages.cells import Cell, Column, Row, Table
from samepage.pages.differences import Share, Side
from samepage.pages.reading import Reading

# Members that a difference is laid out by; what is left is one row.
_MOST = 5


@dataclass(frozen=True)
class Other:
    """One alternative. Tables are empty where there is nothing to compare."""

    label: str
    href: str
    rule: str
    because: str
    parts: Markup
    where: Markup


@dataclass(frozen=True)
class WhyNot:
    summary: Markup
    others: Sequence[Other]


def why_not(ours: Reading, others: Sequence[Reading]) -> WhyNot:
    """`ours` beside each of the others, each in the newest period in which both are complete."""
    pairs = [_pair(ours, other) for other in others]
    sides = [pairs[0][0], *(other for _, other in pairs)]
    periods = {inline.period(s.reading, s.row()) for s in sides if not s.reading.waits}
    when = f" {phrases.when(ours, sides[0].row())}" if len(periods) == 1 else ""
    table = Table(
        caption=f"{ours.label} and other numbers for it{when}",
        corner="Number",
        columns=[Column("Value"), Column("How it counts", kind="words")],
        rows=[_row(side, is_dated=not when) for side in sides],
    )
    return WhyNot(ours.desk.draw("table", table), list(starmap(_other, pairs)))


def _pair(ours: Reading, other: Reading) -> tuple[Side, Side]:
    grain = differences.shared_grain(ours.metric, other.metric)
    readings = (each.grain(grain) if grain else each for each in (ours, other))
    names = ours.metric.name, other.metric.name
    mine, theirs = (Side(reading.matured_like(*names)) for reading in readings)
    return mine, theirs


def _row(side: Side, *, is_dated: bool) -> Row:
    reading = side.reading
    rule = _rule(side) if reading.metric.rule else "This number."
    period = inline.period(reading, side.row())
    told = f"{rule} {period[:1].upper()}{period[1:]}." if is_dated and not reading.waits else rule
    number = cells.number(reading, side.row())
    return Row(reading.label, [number, cells.words(told)], inline.href(reading))


def _rule(side: Side) -> str:
    return side.reading.metric.rule.rstrip(".") + "."


def _other(ours: Side, other: Side) -> Other:
    desk = other.reading.desk
    is_known = differences.gap(ours, other) is not None
    tables = [_parts(ours, other), _where(ours, other)]
    drawn = [
        desk.draw("table", table) if is_known and table.rows else Markup("") for table in tables
    ]
    return Other(
        other.reading.label,
        inline.href(other.reading),
        _rule(other),
        " ".join(filter(None, (reasons.because(ours, other), reasons.undated(other)))),
        *drawn,
    )


def _parts(ours: Side, other: Side) -> Table:
    """Above the line, below it, and both: this number, the other one, and what that makes."""
    reading = other.reading
    steps = differences.steps(ours, other) or (None, None)
    values = [cells.number(side.reading, side.row()) for side in (ours, other)]
    apart = differences.gap(ours, other)
    is_divided = ours.is_fraction and other.is_fraction
    lines = [
        Row(
            head=f"{head} the line",
            cells=[*(_counted(side, place) for side in (ours, other)), _makes(step, reading)],
        )
        for head, place, step in zip(("Above", "Below"), ("top", "bottom"), steps, strict=True)
    ]
    return Table(
        caption=f"The difference {phrases.when(reading, other.row())}, by its parts",
        corner="Part",
        columns=[*map(Column, ("This number", "The other")), Column("Makes it", kind="words")],
        rows=[
            *(lines if is_divided else []),
            Row("Together" if is_divided else "Value", [*values, _makes(apart, reading)]),
        ],
    )


def _counted(side: Side, place: str) -> Cell:
    """`412` and what it counts; a link, unless it is what is left of something else."""
    part, amount = reasons.part(side, place), reasons.amount(side, place)
    label, desk = part.own_label, side.reading.desk
    if side.is_rest and place == "top":
        label = f"{side.base.denominator.own_label} − {phrases.lowered(label)}"
        return Cell(desk.draw("counted", desk.draw("plain", amount, amount), label))
    number = inline.draw_number(part, side.base_row(), phrases.tabled)
    return Cell(desk.draw("counted", number, label))


def _makes(apart: float | None, reading: Reading) -> Cell:
    return cells.words(reasons.moved(apart, reading))


def _where(ours: Side, other: Side) -> Table:
    """The members of the most telling dimension, those that differ most first."""
    dimension = differences.telling_dimension(ours, other)
    if dimension is None:
        return Table("", "", [], [])
    mine, theirs = ours.by(dimension), other.by(dimension)
    shares = differences.shares(mine, theirs, (ours, other))
    shown, reading = shares[:_MOST], other.reading
    rows = [_share_row(mine, theirs, dimension, share) for share in shown]
    if len(shares) > _MOST and differences.add_up(ours, other):
        rest = (differences.gap(ours, other) or 0.0) - sum(share.difference for share in shown)
        others = f"{len(shares) - _MOST:,} others"
        rows.append(Row(others, [Cell(""), Cell(""), _makes(rest, reading)]))
    cut = phrases.lowered(phrases.cut_label(dimension))
    return Table(
        caption=f"Where the difference comes from, by {cut}",
        corner=phrases.cut_label(dimension),
        columns=[*map(Column, ("This number", "The other")), Column("Makes it", kind="words")],
        rows=rows,
        note="" if differences.add_up(ours, other) else _ON_ITS_OWN,
    )


_ON_ITS_OWN = "Each on its own: medians, means and percentiles of parts do not add up to the whole."


def _share_row(ours: Side, other: Side, dimension: str, share: Share) -> Row:
    member = share.member
    return Row(
        phrases.member_label(dimension, member),
        [*_member_cells(ours, other, member), _makes(share.difference, other.reading)],
    )


def _member_cells(ours: Side, other: Side, member: str) -> Iterator[Cell]:
    """What each of the two has of a member: its parts, or its value."""
    is_divided = ours.is_fraction and other.is_fraction
    for side in (ours, other):
        value = phrases.tabled(side.reading, side.value(member))
        made_of = " ÷ ".join(reasons.amount(side, place, member) for place in ("top", "bottom"))
        yield Cell(made_of if is_divided else value)
