"""What is said about values in words: titles of pictures, changes, health against a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samepage import changes, text
from samepage.members import dimensions_of, split
from samepage.pages.reading import Reading
from samepage.values import ALL, TOTAL, Value

# A member with less than this share of all is too small to be called the highest.
_ENOUGH = 0.05


@dataclass(frozen=True)
class Verdict:
    """Words, and for their looks some of: up down good warn bad. Looks never say more."""

    words: str
    looks: tuple[str, ...] = ()


def written(reading: Reading, value: float | None) -> str:
    """A value in the unit of a reading, short."""
    return text.number(value, reading.unit, reading.desk.site.company.currency)


def lacking(value: Value | None) -> str:
    """What stands in place of a number that is not there."""
    return "too few to show" if value and value.is_withheld else "no value"


def why_lacking(reading: Reading) -> str:
    """Why too few are not shown."""
    limit = reading.desk.site.company.suppress_below
    return f"rests on fewer than {limit} records, or would give such a number away"


def tabled(reading: Reading, value: float | None) -> str:
    """The same in a column of a table, where money has to add up."""
    currency = reading.desk.site.company.currency
    return text.number(value, reading.unit, currency, is_scaled=False)


def exactly(reading: Reading, value: float | None) -> str:
    """The same to the last digit that means something."""
    return text.exact(value, reading.unit, reading.desk.site.company.currency)


def change(reading: Reading, value: Value | None, before: Value | None) -> Verdict:
    """`▲ +2.1 points, better`. Parts of a ratio move without being better or worse."""
    pair = reading.pick(value), reading.pick(before)
    direction = changes.direction(*pair, reading.unit)
    moved = changes.change(*pair, reading.unit)
    if not direction:
        return Verdict(moved)
    arrow, way = ("▲", "up") if direction > 0 else ("▼", "down")
    words = f"{arrow}{text.THIN}{moved}"
    if reading.part != "value":
        return Verdict(words, (way,))
    is_better = (direction > 0) == (reading.metric.better == "higher")
    judged, looks = ("better", "good") if is_better else ("worse", "bad")
    return Verdict(f"{words}, {judged}", (way, looks))


def health(
    reading: Reading, value: float | None, target_is: str = "the target of "
) -> Verdict | None:
    """How a value stands to the metric's target; None without target or value.

    A column headed "Target" needs no `target_is`.
    """
    target = reading.target
    if target is None or value is None:
        return None
    sign = 1 if reading.metric.better == "higher" else -1
    goal = written(reading, target.value)
    if sign * (value - target.value) >= 0:
        return Verdict(f"meets {target_is}{goal}", ("good",))
    if target.warn is not None and sign * (value - target.warn) >= 0:
        return Verdict(f"close to {target_is}{goal}", ("warn",))
    return Verdict(f"misses {target_is}{goal}", ("bad",))


def subject(reading: Reading) -> str:
    """What a reading is about, under its own name: `Win rate`, or `Win rate, channel web`."""
    ask = reading.choice
    if ask.dimension == TOTAL or ask.member is None:
        return reading.own_label
    return f"{reading.own_label}, {member_of(ask.dimension, ask.member)}"


def moved(reading: Reading) -> str:
    """`Win rate fell 2.1 points to 31.4 % in Sep 2026`, or `Win rate: 31.4 % in Sep 2026`"""
    shown = reading.shown
    value, before = reading.pick(shown), reading.pick(reading.before(shown))
    name, period = subject(reading), when(reading, shown)
    if value is None:
        return f"{name}: {lacking(shown)} {period}"
    step = changes.change(value, before, reading.unit)
    direction = changes.direction(value, before, reading.unit)
    number = written(reading, value)
    if step == text.NONE:
        return f"{name}: {number} {period}"
    if not direction:
        return f"{name} stayed at {number} {period}"
    verb = "rose" if direction > 0 else "fell"
    return f"{name} {verb} {step[1:]} to {number} {period}"


def highest(reading: Reading) -> str:
    """`Channel web had the highest win rate: 41.0 % in Sep 2026`, of the members that weigh
    enough."""
    rows = [row for row in reading.members if row.member != "unknown"]
    enough = sum(map(reading.weight, rows)) * _ENOUGH
    ranked = [
        row for row in rows if reading.weight(row) >= enough and reading.pick(row) is not None
    ]
    if not ranked:
        return f"{reading.label}: {lacking(reading.shown)} {when(reading, reading.shown)}"
    best = max(ranked, key=lambda row: reading.pick(row) or 0.0)
    member = member_of(reading.choice.dimension, best.member)
    most = "most" if reading.unit == "count" else "highest"
    about = f"{member[:1].upper()}{member[1:]} had the {most} {lowered(reading.label)}"
    return f"{about}: {written(reading, reading.pick(best))} {when(reading, best)}"


def reached(steps: Sequence[Reading]) -> str:
    """`3.1 % of leads (Q4 2024) went all the way to renewed`"""
    first, last = steps[0], steps[-1]
    whole, part = first.pick(first.shown), last.pick(last.shown)
    if not whole or part is None:
        return f"{first.label} to {last.label}: no value"
    share = text.number(part / whole, "percent")
    period = first.period(first.shown)
    return f"{share} of {lowered(first.label)} ({period}) went all the way to {lowered(last.label)}"


def span(reading: Reading) -> str:
    """`by month, Oct 2024 to Sep 2026`"""
    series = reading.series
    if not series:
        return f"by {reading.choice.grain}"
    first, last = (reading.period(value) for value in (series[0], series[-1]))
    return f"by {reading.choice.grain}, {first} to {last}"


def hatched(reading: Reading) -> str:
    """What a picture adds when some of its periods are not complete."""
    is_whole = all(value.is_complete for value in reading.series)
    return "" if is_whole else "; hatched: not complete yet"


def when(reading: Reading, value: Value | None) -> str:
    """`in Sep 2026`, `over all time`"""
    period = reading.period(value)
    return f"over {period}" if reading.choice.grain == ALL else f"in {period}"


def lowered(label: str) -> str:
    """A label inside a sentence: `Leads` -> `leads`, but `MRR` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def cut_label(dimension: str) -> str:
    """`Segment`, and of a pair `Segment and rep`."""
    first, *second = map(text.humanise, dimensions_of(dimension))
    return text.listed([first, *map(lowered, second)])


def member_of(dimension: str, member: str) -> str:
    """`channel web`, but `Pod Elbe` and `not ICP`, which say it already."""
    cut, label = lowered(cut_label(dimension)), member_label(dimension, member)
    if dimension.startswith("is_"):
        return label
    return label if label.casefold().startswith(f"{cut.casefold()} ") else f"{cut} {label}"


def member_label(dimension: str, member: str) -> str:
    """A member as a person reads it: `paid_search` is "paid search", those of `is_icp` are "ICP"
    and "not ICP", and those of a pair stand side by side."""
    names = dimensions_of(dimension)
    if len(names) > 1:
        return ", ".join(map(member_label, names, split(member)))
    if dimension.startswith("is_") and member in ("true", "false"):
        name = text.humanise(dimension.removeprefix("is_"))
        return name if member == "true" else f"not {name}"
    return member.replace("_", " ") if _CODE.fullmatch(member) else member


# What systems write where a person would write words.
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")
