"""The cube of a page: what a browser needs to show another cut or period of what stands there.

cube_of(site, {"win_rate": Wanted(("month",), ("segment",))})      # a dict for cube.json

{"currency": "EUR", "asOf": "2026-10-05",
 "periods": {"month": {"starts": ["2026-08-01", "2026-09-01", "2026-10-01"],
                       "labels": ["Aug 2026", "Sep 2026"]}},
 "dimensions": {"segment": {"label": "Segment", "members": ["SMB", "Enterprise"],
                            "labels": ["SMB", "Enterprise"]}},
 "metrics": {"win_rate": {"label": "Win rate", "unit": "percent", ...,
     "grains": {"month": {"first": 0, "complete": "10", "cuts": {
         "total": {"numerator": [12, 9], "denominator": [40, 30]},
         "segment": {"numerator": [7, 5, 5, 4], "denominator": [30, 22, 10, 8]}}}}}}}

`starts` has one day more than there are labels: the end of the last period. A column holds one
member after the other, each with a number per period from the `first` on. The value of a ratio is
left out where its parts give it to the last bit: every cut is exact, and nothing is averaged.

site/theme/js/cube.js reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from samepage.catalog import Metric
from samepage.charts.specs import Event
from samepage.pages import events, phrases
from samepage.pages.cubes import COLUMNS, MOST_MEMBERS, Column, Grain, Rows, Wanted
from samepage.pages.desk import Site
from samepage.pages.reading import SPANS
from samepage.periods import Calendar
from samepage.values import ALL, TOTAL


def cube_of(site: Site, wanted: Mapping[str, Wanted]) -> dict[str, Any]:
    """The cube of a page. A metric without values is not in it."""
    kept = {name: _grains(site, name, each) for name, each in wanted.items()}
    kept = {name: grains for name, grains in kept.items() if grains}
    spines = _spines(site.calendar, kept.values())
    members = _members(site, {name: wanted[name].dimensions for name in kept})
    # Too few and none look alike in a column of numbers.
    return ({"nothing": "too few or none"} if site.company.suppress_below else {}) | {
        "currency": site.company.currency,
        "asOf": site.health["as_of"],
        "periods": {grain: _periods(site.calendar, grain, days) for grain, days in spines.items()},
        "dimensions": {name: _dimension(site, name, listed) for name, listed in members.items()},
        "metrics": {
            name: _described(site, site.catalog.metrics[name])
            | {"grains": {g: _packed(each, spines[g], members) for g, each in grains.items()}}
            for name, grains in kept.items()
        },
    }


def _grains(site: Site, name: str, wanted: Wanted) -> dict[str, Grain]:
    """The metric's numbers at the grains wanted, with the cuts wanted."""
    found = site.cubes.metrics.get(name, {})
    return {
        grain: Grain(
            found[grain].complete,
            {c: rows for c, rows in found[grain].cuts.items() if c in (TOTAL, *wanted.dimensions)},
        )
        for grain in wanted.grains
        if grain in found
    }


def _spines(calendar: Calendar, metrics: Iterable[Mapping[str, Grain]]) -> dict[str, list[date]]:
    """Grain -> every period from the first to the last of any metric, and the end of the last."""
    reach: dict[str, list[date]] = {}
    for grains in metrics:
        for grain, each in grains.items():
            reach.setdefault(grain, []).extend(each.complete)
    return {grain: _run(calendar, grain, min(days), max(days)) for grain, days in reach.items()}


def _run(calendar: Calendar, grain: str, first: date, last: date) -> list[date]:
    days = [first]
    while days[-1] <= last and (after := calendar.after(grain, days[-1])):
        days.append(after)
    return days


def _periods(calendar: Calendar, grain: str, spine: Sequence[date]) -> dict[str, Any]:
    named = spine if grain == ALL else spine[:-1]
    return {
        "starts": [day.isoformat() for day in spine],
        "labels": [calendar.label(grain, day) for day in named],
        "span": SPANS[grain],
    }


def _members(site: Site, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Dimension -> the members that any of the metrics has, in the order of the first that does."""
    members: dict[str, dict[str, None]] = {}
    for name, dimensions in wanted.items():
        for dimension in choosable(site, name, dimensions):
            members.setdefault(dimension, {}).update(
                dict.fromkeys(site.cubes.members[name][dimension])
            )
    return {dimension: list(found) for dimension, found in members.items()}


def choosable(site: Site, name: str, dimensions: Iterable[str]) -> list[str]:
    """Those of the dimensions that have members to choose among: not none, and not hundreds."""
    members = site.cubes.members.get(name, {})
    return [each for each in dimensions if 0 < len(members.get(each, ())) <= MOST_MEMBERS]


def _dimension(site: Site, name: str, members: Sequence[str]) -> dict[str, Any]:
    told = {
        "label": phrases.cut_label(name),
        "members": members,
        "labels": [phrases.member_label(name, member) for member in members],
    }
    happened = {member: _events(events.moves(site, name, member)) for member in members}
    found = {member: each for member, each in happened.items() if each}
    return told | ({"events": found} if found else {})


def _events(happened: Iterable[Event]) -> list[tuple[str, str, str]]:
    return [(event.day.isoformat(), event.label, event.told) for event in happened]


def _described(site: Site, metric: Metric) -> dict[str, Any]:
    """What the browser must know to write a value and to judge it."""
    told: dict[str, Any] = {"label": metric.label, "unit": metric.unit, "better": metric.better}
    if metric.target:
        aim = {
            "value": metric.target.value,
            "warn": metric.target.warn,
            "grain": metric.target.grain,
        }
        told["target"] = {key: each for key, each in aim.items() if each is not None}
    if metric.kind == "ratio" and metric.numerator and metric.denominator:
        parts = {"numerator": metric.numerator, "denominator": metric.denominator}
        metrics = site.catalog.metrics
        told["parts"] = {name: metrics[part.name].unit for name, part in parts.items()}
    if metric.history:
        told["events"] = _events(events.redefinitions(metric))
    return told


def _packed(
    grain: Grain, spine: Sequence[date], members: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    days = list(grain.complete)
    first = spine.index(days[0])
    slots = spine[first : spine.index(days[-1]) + 1]
    places = None if days == slots else [days.index(day) if day in days else None for day in slots]
    return {
        "first": first,
        "complete": "".join("1" if grain.complete.get(day) else "0" for day in slots),
        "cuts": {
            dimension: _columns(rows, members.get(dimension, [ALL]), places, len(slots))
            for dimension, rows in grain.cuts.items()
            if dimension == TOTAL or dimension in members
        },
    }


def _columns(
    rows: Mapping[str, Rows],
    members: Sequence[str],
    places: Sequence[int | None] | None,
    length: int,
) -> dict[str, list[float | int | None]]:
    """The columns that say anything, one member after the other."""

    def flat(name: str) -> list[float | int | None]:
        return [
            number
            for member in members
            for number in _laid(rows[member][name] if member in rows else None, places, length)
        ]

    value, top, bottom = map(flat, COLUMNS)
    if _is_quotient(value, top, bottom):
        return {"numerator": top, "denominator": bottom}
    named = zip(COLUMNS, (value, top, bottom), strict=True)
    return {name: column for name, column in named if any(each is not None for each in column)}


def _laid(
    column: Column | None, places: Sequence[int | None] | None, length: int
) -> list[float | int | None]:
    """A member's numbers on the spine, whole ones without a decimal point."""
    if column is None:
        return [None] * length
    laid = column if places is None else [None if at is None else column[at] for at in places]
    return [int(each) if each is not None and each.is_integer() else each for each in laid]


def _is_quotient(value: Column, top: Column, bottom: Column) -> bool:
    """Whether the parts give every value, to the last bit."""
    if all(each is None for each in bottom):
        return False
    return all(
        whole == (above / below if above is not None and below else None)
        for whole, above, below in zip(value, top, bottom, strict=True)
    )
