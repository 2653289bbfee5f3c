"""Pictures of readings that have axes; they go into slots.

A chart's title says what is to be seen, in words made from the numbers; its subtitle says what
the numbers are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from samepage import text
from samepage.charts import specs
from samepage.charts.specs import Bar, Point, Spec
from samepage.pages import events, phrases
from samepage.pages.reading import Reading
from samepage.values import TOTAL, Value

_MOST_SERIES = 5  # more cannot be told apart in one picture
_MOST_BARS = 20


def trend(reading: Reading) -> Spec:
    """One line over time, with the target where there is one."""
    target = reading.target
    aim = f"; target {phrases.written(reading, target.value)}" if target else ""
    about = f"{phrases.subject(reading)} {phrases.span(reading)}"
    return specs.trend(
        [_point(reading, value) for value in reading.series],
        title=phrases.moved(reading),
        subtitle=f"{about}{phrases.hatched(reading)}{aim}",
        target=target.value if target else None,
        better=reading.metric.better,
        events=events.of(reading),
        unit=reading.unit,
        currency=_currency(reading),
    )


def lines(readings: Sequence[Reading]) -> Spec:
    """Several metrics of one unit over time; the title is about the first."""
    first = readings[0]
    names = text.listed(reading.own_label for reading in readings)
    return specs.trend(
        [_point(each, value, each.label) for each in readings for value in each.series],
        title=phrases.moved(first),
        subtitle=f"{names} {phrases.span(first)}{phrases.hatched(first)}",
        unit=first.unit,
        currency=_currency(first),
    )


def breakdown(reading: Reading) -> Spec:
    """The members of a dimension in the period shown."""
    rows = reading.members[:_MOST_BARS]
    of_all = f"; the {_MOST_BARS} largest of {len(reading.members)}"
    cut = phrases.lowered(phrases.cut_label(reading.choice.dimension))
    return specs.breakdown(
        [Bar(_member(reading, row), reading.pick(row), row.is_complete) for row in rows],
        title=phrases.highest(reading),
        subtitle=f"{reading.label} by {cut} {phrases.when(reading, reading.shown)}"
        f"{of_all * (len(rows) < len(reading.members))}",
        unit=reading.unit,
        currency=_currency(reading),
    )


def members_over_time(reading: Reading) -> Spec:
    """The largest members of the whole time shown: stacked where they add up, else as lines."""
    drawn = largest(reading)
    points = [
        _point(reading, value, _member(reading, value))
        for value in reading.series
        if value.member in drawn
    ]
    draw = specs.stacked if is_stacked(reading) else specs.trend
    cut = phrases.lowered(phrases.cut_label(reading.choice.dimension))
    span = phrases.span(reading).removeprefix("by ")
    subtitle = f"{reading.own_label} by {cut} and {span}{phrases.hatched(reading)}"
    return draw(
        points,
        title=phrases.highest(reading),
        subtitle=subtitle,
        unit=reading.unit,
        currency=_currency(reading),
        events=events.of(reading),
    )


def largest(reading: Reading) -> list[str]:
    """The members that are drawn over time, in the order in which they have their paints."""
    weights: defaultdict[str, float] = defaultdict(float)
    for value in reading.series:
        weights[value.member] += reading.weight(value)
    ranked = sorted(weights, key=lambda name: (name == "unknown", -weights[name], name))
    kept = [name for name in ranked if weights[name]][:_MOST_SERIES]
    return [each for each in dict.fromkeys(v.member for v in reading.series) if each in kept]


def is_stacked(reading: Reading) -> bool:
    """Whether members over time stand on each other: they add up."""
    return reading.unit in ("count", "currency")


def funnel(steps: Sequence[Reading]) -> Spec:
    """Stages of one cohort, first to last; their names tell whose colour they have."""
    first = steps[0]
    return specs.funnel(
        [replace(_bar(step), note=_share(step)) for step in steps],
        title=phrases.reached(steps),
        subtitle=f"{first.label} {phrases.when(first, first.shown)} and what became of them",
        unit=first.unit,
        currency=_currency(first),
    )


def waterfall(opening: Reading, movements: Sequence[Reading], closing: Reading) -> Spec:
    """A roll-forward. Movements whose metric is better when lower are drawn downwards."""
    return specs.waterfall(
        [
            _bar(opening, is_total=True),
            *(_bar(each, sign=1 if each.metric.better == "higher" else -1) for each in movements),
            _bar(closing, is_total=True),
        ],
        title=phrases.moved(closing),
        subtitle=f"{opening.label} to {phrases.lowered(closing.label)}"
        f" {phrases.when(closing, closing.shown)}",
        unit=closing.unit,
        currency=_currency(closing),
    )


def picture(reading: Reading) -> Spec:
    """The chart that suits what was asked: over time, by member, or both."""
    ask = reading.choice
    if ask.dimension == TOTAL or ask.member is not None:
        return trend(reading)
    return members_over_time(reading) if ask.last else breakdown(reading)


def _point(reading: Reading, value: Value, series: str = "") -> Point:
    label = reading.desk.site.calendar.label(reading.choice.grain, value.period_start)
    return Point(label, value.period_start, reading.pick(value), value.is_complete, series)


def _bar(reading: Reading, *, sign: int = 1, is_total: bool = False) -> Bar:
    value = reading.pick(reading.shown)
    return Bar(reading.label, None if value is None else sign * value, is_total=is_total)


def _share(reading: Reading) -> str:
    """What a stage is of the first one, where it is the numerator of such a rate."""
    value = reading.shown
    if reading.part != "numerator" or value is None:
        return ""
    whole = replace(reading, part="value")
    of = phrases.lowered(replace(reading, part="denominator").own_label)
    return f"{phrases.written(whole, whole.pick(value))} of {of}"


def _member(reading: Reading, value: Value) -> str:
    return phrases.member_label(reading.choice.dimension, value.member)


def _currency(reading: Reading) -> str:
    return reading.desk.site.company.currency
