"""What follows the controls of a page, and the controls themselves.

A page with controls marks everything that they change, `data-f`; what the first, the second and
every other of these marks stands for is in the page's cube, in the same order: numbers at all of
them would be a tenth of a large page. Without a script nobody sees any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samepage.pages import phrases
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
_FINE = ("day", "week")
_NUMBERED = re.compile(r' data-f="(\d+)"')

# Name of a metric -> what a file holds of it.
Contents = Mapping[str, Wanted]


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
    reading.desk.wanted[metric.name] = Wanted(metric.grains, (TOTAL, *metric.dimensions))
    known = site.cubes.metrics.get(metric.name, {})
    grains = [Option(grain, grain.capitalize()) for grain in metric.grains if grain in known]
    return Controls(_cuts(site, [metric.name], metric.dimensions), grains, reading.choice.grain)


def of_page(desk: Desk) -> Controls:
    """The controls of a whole page, by what its first pass has asked for."""
    names = sorted({ask.metric for ask in desk.asked})
    return Controls(_cuts(desk.site, names, CUTS), periods=_periods(desk.site, desk.asked))


def placed(desk: Desk, markdown: str) -> str:
    """The page with bare marks; the desk knows then which figure stands at each of them."""
    known = list(desk.figures)
    desk.placed = [known[int(number)] for number in _NUMBERED.findall(markdown)]
    return _NUMBERED.sub(" data-f", markdown)


def cubes(desk: Desk) -> dict[str, dict[str, Any]]:
    """Name -> content of the files beside a page; {} for a page without controls.

    What is seldom asked for are files of their own, named in `later`: the days and weeks of a
    metric, which are most of its numbers, and each of the cuts that a whole page can be shown by.
    """
    figures = [each.told for each in desk.placed]
    if not figures and not desk.wanted:
        return {}
    first, late = _of_metric(desk) if desk.wanted else _of_page(desk)
    told = {"later": list(late), "figures": figures, "drawings": desk.drawings}
    more = {f"cube-{name}.json": cube_of(desk.site, wanted) for name, wanted in late.items()}
    return {"cube.json": cube_of(desk.site, first) | told, **more}


def _of_metric(desk: Desk) -> tuple[Contents, dict[str, Contents]]:
    """All of a metric, its fine grains later unless it has no others."""
    ((name, wanted),) = desk.wanted.items()
    known = desk.site.cubes.metrics.get(name, {})
    first = [grain for grain in wanted.grains if grain not in _FINE] or wanted.grains
    late = [grain for grain in wanted.grains if grain in known and grain not in first]
    return (
        {name: replace(wanted, grains=first)},
        {grain: {name: replace(wanted, grains=[grain])} for grain in late},
    )


def _of_page(desk: Desk) -> tuple[Contents, dict[str, Contents]]:
    """Of each metric on the page the grains and cuts shown; later, every cut that can be chosen."""
    first: dict[str, Wanted] = {}
    late: dict[str, dict[str, Wanted]] = {}
    for name in sorted({each.metric for each in desk.figures}):
        shown = [each for each in desk.figures if each.metric == name]
        grains = sorted({each.grain for each in shown})
        cuts = {each.dimension for each in shown} - {TOTAL}
        first[name] = Wanted(grains, [TOTAL, *choosable(desk.site, name, sorted(cuts))])
        own = choosable(desk.site, name, desk.site.catalog.metrics[name].dimensions)
        for cut in CUTS:
            both = {join for each in cuts for join in (f"{each},{cut}", f"{cut},{each}")}
            added = [each for each in own if each in {cut, *both} - cuts]
            late.setdefault(cut, {})[name] = Wanted(grains, added)
    return first, {
        cut: wanted
        for cut, wanted in late.items()
        if any(each.dimensions for each in wanted.values())
    }


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
