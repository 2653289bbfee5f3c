"""Tables with values in both directions: cohorts by age, and one dimension by another.

heatmap(metric("cohort_retention").grain("quarter").by("months_since_start"))   # periods by age
matrix(metric("win_rate").grain("year").by("segment,rep"))                      # reps by segment
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from samepage.members import dimensions_of, join, split
from samepage.pages import cells, phrases
from samepage.pages.cells import Cell, Column, Row, Table
from samepage.pages.reading import SPANS, Reading
from samepage.values import ALL, TOTAL, Value

# Shades of a heat map; site/theme/css/tables.css has as many.
_SHADES = 8

# How many standard errors from the whole a share has to be before it is called out. Of a hundred
# cells that differ by chance alone, not one is.
_FAR = 2.5
# How many of each kind, those that did and those that did not, a cell must have by the rate of all
# before it is judged: with fewer, standard errors say nothing.
_ENOUGH = 5


def heatmap(reading: Reading, caption: str = "", every: int = 1) -> Table:
    """One row per period, oldest first; one column per member, or per n-th of numbered ones."""
    choice = reading.choice
    wide = replace(reading, choice=replace(choice, last=choice.last or SPANS[choice.grain]))
    found = _by_period(wide, every)
    members = sorted({member for row in found.values() for member in row})
    known = [amount for row in found.values() for amount in map(reading.pick, row.values())]
    amounts = [amount for amount in known if amount is not None]
    low, high = min(amounts, default=0.0), max(amounts, default=0.0)
    label = reading.desk.site.calendar.label
    rows = [
        Row(
            head=label(choice.grain, start),
            cells=[_shaded(reading, row.get(member), low, high) for member in members],
            start=start,
        )
        for start, row in sorted(found.items())
    ]
    axis = phrases.lowered(phrases.cut_label(choice.dimension))
    return Table(
        caption=caption or f"{reading.label} by {choice.grain} and {axis}",
        corner=choice.grain.capitalize(),
        columns=[Column(_short(choice.dimension, member)) for member in members],
        rows=rows,
    )


def _by_period(reading: Reading, every: int) -> dict[date, dict[str, Value]]:
    """Period -> member -> value, without those that only a part of a cohort has reached."""
    found: dict[date, dict[str, Value]] = {}
    for value in reading.series:
        if reading.pick(value) is not None and _is_nth(value.member, every):
            found.setdefault(value.period_start, {})[value.member] = value
    return {
        start: {name: value for name, value in row.items() if _is_whole(value, row[min(row)])}
        for start, row in found.items()
    }


def _is_whole(value: Value, first: Value) -> bool:
    """Whether all are still followed at an age that were at the first: of a quarter's customers
    those of its last month grow old last."""
    if not value.member.isdigit() or value.denominator is None or first.denominator is None:
        return True
    return value.denominator >= first.denominator


def _is_nth(member: str, every: int) -> bool:
    return not member.isdigit() or int(member) % every == 0


def _short(dimension: str, member: str) -> str:
    """A column's name; numbers without the zeros that sort them."""
    return str(int(member)) if member.isdigit() else phrases.member_label(dimension, member)


def _shaded(reading: Reading, value: Value | None, low: float, high: float) -> Cell:
    """A number on a ground that is the darker, the higher it is; empty where there is none."""
    amount = reading.pick(value)
    if amount is None:
        return Cell("")
    share = (amount - low) / (high - low) if high > low else 0.0
    return replace(cells.number(reading, value), heat=round(share * _SHADES))


def matrix(reading: Reading, caption: str = "", top: int = 20) -> Table:
    """A pair of dimensions: the first across, the second down the side, those that weigh most
    first, and, where the metric is cut by one alone, what it comes to over the other. Cells that
    are far from the whole say so."""
    across, down = dimensions_of(reading.choice.dimension)
    pairs = {split(row.member): row for row in reading.members}
    columns, ordered = (_by_weight(reading, pairs, place) for place in (0, 1))
    whole = _whole(reading)
    below, beside = _margin(reading, across), _margin(reading, down)

    def judged(own: Reading, values: Mapping[str, Value | None]) -> list[Cell]:
        return [_judged(own, value, whole, name) for name, value in values.items()]

    rows = [
        Row(
            phrases.member_label(down, name),
            judged(reading, {join((each, name)): pairs.get((each, name)) for each in columns}),
        )
        for name in ordered[:top]
    ]
    if below:
        all_of_them = judged(_by(reading, across), {each: below.get(each) for each in columns})
        rows.append(Row("All", all_of_them))
    if beside:
        ends = judged(_by(reading, down), {each: beside.get(each) for each in ordered[:top]})
        ends += judged(_by(reading, TOTAL), {ALL: whole}) if below else []
        added = zip(rows, ends, strict=True)
        rows = [replace(row, cells=[*row.cells, end]) for row, end in added]
    heads = [phrases.member_label(across, column) for column in columns]
    names = phrases.lowered(phrases.cut_label(f"{down},{across}"))
    return Table(
        caption=caption or f"{reading.label} by {names} {phrases.when(reading, reading.shown)}",
        corner=phrases.cut_label(down),
        columns=[Column(head) for head in [*heads, *(["All"] if beside else [])]],
        rows=rows,
        note=_note(reading, whole, rows, len(ordered), top),
    )


def _by_weight(reading: Reading, pairs: dict[tuple[str, ...], Value], place: int) -> list[str]:
    """The members of one side of the pairs; "unknown" last."""
    weights: dict[str, float] = {}
    for pair, value in pairs.items():
        weights[pair[place]] = weights.get(pair[place], 0.0) + reading.weight(value)
    return sorted(weights, key=lambda name: (name == "unknown", -weights[name], name))


def _by(reading: Reading, dimension: str) -> Reading:
    """The same by one dimension of the pair, or by none."""
    return replace(reading, choice=replace(reading.choice, dimension=dimension, member=None))


def _whole(reading: Reading) -> Value | None:
    return _by(reading, TOTAL).on(reading.shown.period_start if reading.shown else None)


def _margin(reading: Reading, dimension: str) -> dict[str, Value]:
    """What each member comes to over the other dimension; {} where the metric has no such cut."""
    if dimension not in reading.metric.dimensions:
        return {}
    return {value.member: value for value in _by(reading, dimension).members}


def _judged(reading: Reading, value: Value | None, whole: Value | None, member: str) -> Cell:
    if value is None:
        return cells.nothing(reading, member)
    return replace(cells.number(reading, value), flag=_flag(reading, value, whole))


def _flag(reading: Reading, value: Value, whole: Value | None) -> str:
    """`low` or `high`, whichever is bad, where a share of counted things is too far from that of
    all to be chance."""
    of_all, of_these, size = reading.pick(whole), reading.pick(value), value.denominator
    if not _can_be_judged(reading) or of_all is None or of_these is None or not size:
        return ""
    if size * min(of_all, 1 - of_all) < _ENOUGH:
        return ""
    error = math.sqrt(of_all * (1 - of_all) / size)
    distance = of_these - of_all
    if reading.metric.better == "higher":
        return "low" if distance < -_FAR * error else ""
    return "high" if distance > _FAR * error else ""


def _can_be_judged(reading: Reading) -> bool:
    """Chance is known for shares of things that are counted, not for amounts."""
    metric, units = reading.metric, {reading.numerator.unit, reading.denominator.unit}
    return metric.kind == "ratio" and reading.part == "value" and units == {"count"}


def _note(
    reading: Reading, whole: Value | None, rows: Sequence[Row], members: int, top: int
) -> str:
    told = [f"The {top} largest of {members:,}."] if members > top else []
    if not members and reading.desk.site.company.suppress_below:
        told.append("Some of these groups are too few to show, so none of them is shown.")
    flags = {cell.flag for row in rows for cell in row.cells if cell.flag}
    for flag in sorted(flags):
        way = "below" if flag == "low" else "above"
        of_all = phrases.written(reading, reading.pick(whole))
        told.append(
            f"“{flag}” is what lies further {way} the {of_all} of all than chance explains; "
            "cells of few records are not judged."
        )
    return " ".join(told)
