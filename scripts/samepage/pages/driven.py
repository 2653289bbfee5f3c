"""What follows the controls of a page, and the controls themselves.

A page with controls carries a small number at everything that they change, `data-f="17"`; what the
17 stands for is in the page's cube. Without a script nobody sees any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samepage.charts.palette import colours
from samepage.pages import inline, phrases
from samepage.pages.cubes import Wanted
from samepage.pages.desk import Desk, Site
from samepage.pages.packing import choosable, cube_of
from samepage.pages.reading import Reading
from samepage.values import TOTAL, Ask

# By what a whole page can be cut: what marketing, sales and customer success have in common.
CUTS = ("segment", "icp_tier", "channel", "region", "pod")

# The grain by which a page's period is chosen: the first of these that the page shows.
_STEPS = ("month", "quarter", "year", "week", "day")
_MOST_PERIODS = 36


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Cut:
    """A dimension and what somebody can choose of it."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Controls:
    """What the macros `explorer` and `controls` draw; empty where there is nothing to choose."""

    cuts: Sequence[Cut]
    grains: Sequence[Option] = ()
    grain: str = ""
    periods: Sequence[Option] = ()


def of_metric(reading: Reading) -> Controls:
    """The controls above the chart on a metric's own page; notes what its cube has to hold."""
    metric, site = reading.metric, reading.desk.site
    reading.desk.wanted[metric.name] = Wanted(metric.grains, metric.dimensions)
    known = site.cubes.metrics.get(metric.name, {})
    grains = [Option(grain, grain.capitalize()) for grain in metric.grains if grain in known]
    return Controls(_cuts(site, [metric.name], metric.dimensions), grains, reading.choice.grain)


def of_page(desk: Desk) -> Controls:
    """The controls of a whole page, by what its first pass has asked for."""
    names = sorted({ask.metric for ask in desk.asked})
    return Controls(_cuts(desk.site, names, CUTS), periods=_periods(desk.site, desk.asked))


def drawing(kind: str, readings: Sequence[Reading]) -> dict[str, Any]:
    """How the browser draws a chart anew: "lines" over time, or the rows of a "funnel" or a
    "waterfall", whose movements go down where less is better."""
    labels = [reading.label for reading in readings]
    paints = colours(labels if kind != "lines" or len(labels) > 1 else [""])
    drawn: dict[str, Any] = {
        "kind": kind,
        "labels": labels,
        "figures": [inline.number_in_page(reading, reading.shown, "drawn") for reading in readings],
        "paints": list(paints.values()),
    }
    if kind == "lines":
        return drawn | {"periods": len({value.period_start for value in readings[0].series})}
    if kind == "waterfall":
        drawn["down"] = [at for at, each in enumerate(readings) if each.metric.better == "lower"]
    return drawn


def cube(desk: Desk) -> dict[str, Any]:
    """What stands in cube.json beside the page; {} for a page without controls."""
    if desk.wanted:
        return cube_of(desk.site, desk.wanted)
    if not desk.figures:
        return {}
    return cube_of(desk.site, _wanted(desk)) | {
        "figures": [list(vars(each).values()) for each in desk.figures],
        "drawings": desk.drawings,
    }


def _wanted(desk: Desk) -> dict[str, Wanted]:
    """Of each metric on the page the grains shown, and every cut that is shown or can be chosen."""
    wanted: dict[str, Wanted] = {}
    for name in sorted({each.metric for each in desk.figures}):
        shown = [each for each in desk.figures if each.metric == name]
        own = desk.site.catalog.metrics[name].dimensions
        cuts = {each.dimension for each in shown} - {TOTAL} | {each for each in CUTS if each in own}
        grains = {each.grain for each in shown}
        wanted[name] = Wanted(sorted(grains), sorted(choosable(desk.site, name, cuts)))
    return wanted


def _cuts(site: Site, names: Iterable[str], dimensions: Sequence[str]) -> list[Cut]:
    """The dimensions that any of the metrics has, with the members of all of them."""
    members: dict[str, dict[str, None]] = {each: {} for each in dimensions}
    for name in names:
        for dimension in choosable(site, name, dimensions):
            if dimension in site.catalog.metrics[name].dimensions:
                members[dimension] |= dict.fromkeys(site.cubes.members[name][dimension])
    return [_cut(dimension, found) for dimension, found in members.items() if len(found) > 1]


def _cut(dimension: str, members: Iterable[str]) -> Cut:
    options = [
        Option(f"{dimension}:{member}", phrases.member_label(dimension, member))
        for member in sorted(members, key=lambda member: member == "unknown")
    ]
    return Cut(phrases.cut_label(dimension), options)


def _periods(site: Site, asked: Iterable[Ask]) -> list[Option]:
    """The periods that are over, newest first; the newest stands for what the page shows."""
    grains: Mapping[str, list[str]] = {step: [] for step in _STEPS}
    for ask in asked:
        grains.get(ask.grain, []).append(ask.metric)
    step = next((step for step in _STEPS if grains[step]), None)
    if step is None:
        return []
    starts = {
        start
        for name in grains[step]
        if step in site.cubes.metrics.get(name, {})
        for start in site.cubes.metrics[name][step].complete
    }
    over = [s for s in sorted(starts, reverse=True) if site.is_over(step, s)]
    return [
        Option(each.isoformat(), site.calendar.label(step, each)) for each in over[:_MOST_PERIODS]
    ]
