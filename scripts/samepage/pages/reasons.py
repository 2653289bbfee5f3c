"""Says in a sentence why two definitions give two numbers."""

from __future__ import annotations

from dataclasses import replace

from samepage import changes, text
from samepage.pages import phrases
from samepage.pages.differences import Parts, Side, gap, steps
from samepage.pages.reading import Reading
from samepage.values import ALL, Ask

_DURATIONS = ("months", "days", "hours", "minutes")


def because(ours: Side, other: Side) -> str:
    """`Dividing by 412 instead of 389 makes it 0.3 points lower.`"""
    apart = gap(ours, other)
    if apart is None:
        return _incomparable(ours, other)
    first, second = ours.parts(), other.parts()
    both = steps(ours, other)
    if first and second and both:
        return _by_steps(ours, other, first, second, both)
    if first and second:
        return _by_parts(ours, other, apart)
    if not apart:
        return _same(ours, other)
    mine, theirs = (phrases.tabled(side.reading, side.value()) for side in (ours, other))
    return f"It comes to {theirs} instead of {mine}: {moved(apart, other.reading)}."


def undated(side: Side) -> str:
    """`3 of its 4 have no day: they belong to all time, but to no period.`"""
    reading, metric = side.reading, side.reading.metric
    is_counted = metric.kind == "simple" and metric.unit == "count"
    if not is_counted or ALL not in reading.desk.site.catalog.grains_of(metric.name):
        return ""
    whole, dated = (
        sum(row.value or 0 for row in replace(reading, choice=Ask(metric.name, grain)).values)
        for grain in (ALL, reading.choice.grain)
    )
    if whole <= dated:
        return ""
    missing, of_all = (phrases.tabled(reading, count) for count in (whole - dated, whole))
    return f"{missing} of its {of_all} have no day: they belong to all time, but to no period."


def moved(apart: float | None, reading: Reading) -> str:
    """`0.3 points lower`; `no change` where there is none."""
    if apart is None:
        return text.NONE
    if not apart:
        return "no change"
    higher, lower = ("longer", "shorter") if reading.unit in _DURATIONS else ("higher", "lower")
    far = changes.difference(apart, reading.unit, reading.desk.site.company.currency)
    return f"{far} {higher if apart > 0 else lower}"


def part(side: Side, place: str) -> Reading:
    """The reading of what stands above ("top") or below ("bottom") the line."""
    return side.base.numerator if place == "top" else side.base.denominator


def amount(side: Side, place: str, member: str = ALL) -> str:
    """How much of it there is, in its unit."""
    parts = side.parts(member)
    return phrases.tabled(part(side, place), getattr(parts, place) if parts else None)


def _same(ours: Side, other: Side) -> str:
    """That there is no difference now, and when there was one last."""
    when = phrases.when(ours.reading, ours.row())
    same = f"Both come to the same {when}"
    for row in reversed(ours.reading.values):
        against = other.reading.on(row.period_start)
        pair = ours.reading.pick(row), other.reading.pick(against)
        if row.is_complete and None not in pair and pair[0] != pair[1]:
            mine, theirs = (phrases.exactly(ours.reading, value) for value in pair)
            last = phrases.when(ours.reading, row)
            return f"{same}. They last differed {last}: {theirs} instead of {mine}."
    return f"{same}, as they always have: nothing happened that the two rules treat differently."


def _by_steps(
    ours: Side, other: Side, first: Parts, second: Parts, both: tuple[float, float]
) -> str:
    above, below = (moved(step, other.reading) for step in both)
    top, bottom = (f"{amount(other, p)} instead of {amount(ours, p)}" for p in ("top", "bottom"))
    if first == second:
        return _same(ours, other)
    if first.top == second.top:
        return f"Dividing by {bottom} makes it {below}."
    if first.bottom == second.bottom:
        return f"With {top} above the line, it is {above}."
    together = moved(sum(both), other.reading)
    return (
        f"Above the line, {top} makes it {above}; below it, {bottom} makes it {below}."
        f" Together: {together}."
    )


def _by_parts(ours: Side, other: Side, apart: float) -> str:
    """Parts of different kinds, such as deals and their amounts, cannot be changed one by one."""
    mine, theirs = (f"{amount(side, 'top')} by {amount(side, 'bottom')}" for side in (ours, other))
    return f"It divides {theirs} instead of {mine}, and is {moved(apart, other.reading)}."


def _incomparable(ours: Side, other: Side) -> str:
    if other.reading.waits or ours.reading.waits:
        return ""
    for side in (other, ours):
        if side.row() and side.value() is None:
            when = phrases.when(side.reading, side.row())
            return f"{side.reading.own_label} has no value {when}, so there is nothing to compare."
    if ours.reading.unit != other.reading.unit:
        return f"The one is in {ours.reading.unit}, the other in {other.reading.unit}."
    return "There is no period yet for which both are complete."
