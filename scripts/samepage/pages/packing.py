"""The cube of a page: what a browser needs to show another cut or period of what stands there.

cube_of(site, {"win_rate": Wanted(("month",), ("total", "segment"))})      # a dict for cube.json

{"currency": "EUR", "asOf": "2026-10-05",
 "periods": {"month": {"starts": ["2026-08-01", "2026-09-01", "2026-10-01"],
                       "labels": ["Aug 2026", "Sep 2026"]}},
 "dimensions": {"segment": {"label": "Segment", "members": ["SMB", "Enterprise"],
                            "labels": ["SMB", "Enterprise"]}},
 "metrics": {"win_rate": {"label": "Win rate", "unit": "percent", ...,
     "grains": {"month": {"first": 0, "complete": "10", "cuts": {
         "total": {"numerator": 0, "denominator": 1},
         "segment": {"numerator": 2, "denominator": 3}}}}}},
 "columns": [[12, 9], [40, 30], [7, 5, 5, 4], [30, 22, 10, 8]]}

`starts` has one day more than there are labels: the end of the last period. A column holds one
member after the other, each with a number per period from the `first` on; metrics that share a
part share its column. The value of a ratio is left out where its parts give it to the last bit:
every cut is exact, and nothing is averaged. What is withheld is "?", what there is not is null.

site/theme/js/cube.js reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from samepage.catalog import Metric
from samepage.charts.specs import Event
from samepage.pages import events, phrases
from samepage.pages.columns import Columns
from samepage.pages.cubes import MOST_MEMBERS, Grain, Wanted
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
    columns = Columns()
    return {
        "currency": site.company.currency,
        "asOf": site.health["as_of"],
        "periods": {grain: _periods(site.calendar, grain, days) for grain, days in spines.items()},
        "dimensions": {name: _dimension(site, name, listed) for name, listed in members.items()},
        "metrics": {
            name: _described(site, site.catalog.metrics[name])
            | {"grains": {g: _packed(n, spines[g], members, columns) for g, n in grains.items()}}
            for name, grains in kept.items()
        },
        "columns": columns.listed,
    }


def _grains(site: Site, name: str, wanted: Wanted) -> dict[str, Grain]:
    """The metric's numbers at the grains wanted, with the cuts wanted."""
    found = site.cubes.metrics.get(name, {})
    return {
        grain: Grain(
            found[grain].complete,
            {c: rows for c, rows in found[grain].cuts.items() if c in wanted.dimensions},
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
    """Dimension -> the members that any of the metrics has, in the order of the first that does:
    the same in every file of a page, whichever of its metrics are cut by it there."""
    dimensions = dict.fromkeys(dimension for each in wanted.values() for dimension in each)
    members: dict[str, dict[str, None]] = {}
    for name in wanted:
        for dimension in choosable(site, name, dimensions):
            members.setdefault(dimension, {}).update(
                dict.fromkeys(site.cubes.members[name][dimension])
            )
    return {dimension: list(found) for dimension, found in members.items()}


def choosable(site: Site, name: str, dimensions: Iterable[str]) -> list[str]:
    """Those of the dimensions that have members to choose among: not none, and not hundreds."""
    members = site.cubes.members.get(name, {})
    known = {each: len(members.get(each, ())) for each in dimensions if each != TOTAL}
    return [each for each, count in known.items() if 0 < count <= MOST_MEMBERS]


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
    grain: Grain,
    spine: Sequence[date],
    members: Mapping[str, Sequence[str]],
    columns: Columns,
) -> dict[str, Any]:
    days = list(grain.complete)
    first = spine.index(days[0])
    slots = spine[first : spine.index(days[-1]) + 1]
    places = None if days == slots else [days.index(day) if day in days else None for day in slots]
    return {
        "first": first,
        "complete": "".join("1" if grain.complete.get(day) else "0" for day in slots),
        "cuts": {
            dimension: columns.place(rows, members.get(dimension, [ALL]), places, len(slots))
            for dimension, rows in grain.cuts.items()
            if dimension == TOTAL or dimension in members
        },
    }
