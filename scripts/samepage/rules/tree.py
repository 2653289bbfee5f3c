"""Rules about the metric tree: every metric hangs below the goal that it serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from samepage.definitions import Definitions
from samepage.documents import items
from samepage.errors import Fault
from samepage.metric_file import MetricFile
from samepage.tree import Edges, circles, grow

_META = ("config", "meta")


def metrics_lead_to_their_goal(definitions: Definitions) -> Iterator[Fault]:
    """From the metrics that measure its goal there is a way to each metric: by drivers, formulas
    and alternatives of metrics that serve the same goal."""
    hanging, goals = _hanging(definitions), _goals(definitions)
    for metric in definitions.metrics if hanging else ():
        goal = metric.text(*_META, "goal")
        is_lost = metric.name not in hanging and metric.meta("status") != "deprecated"
        if is_lost and goal in goals:
            yield Fault(
                metric.at(*_META, "goal"),
                "config.meta.goal",
                goal,
                f"a way from the goal to {metric.name}, by drivers, formulas or alternatives of"
                f" metrics that serve it",
                f"name {metric.name} under `drivers:` of a metric that it moves",
            )


def goals_are_measured_by_their_own(definitions: Definitions) -> Iterator[Fault]:
    """What measures a goal serves that goal."""
    goals = _goals(definitions)
    for name, measured_by in goals.items():
        for each in measured_by:
            metric = definitions.metric(each)
            if metric and metric.text(*_META, "goal") in {*goals} - {name}:
                yield Fault(
                    metric.at(*_META, "goal"),
                    "config.meta.goal",
                    str(metric.meta("goal")),
                    f"{name}, which {each} measures in {definitions.goals.path}",
                    f"write `goal: {name}`, or take {each} off the list there",
                )


def nothing_drives_itself(definitions: Definitions) -> Iterator[Fault]:
    """Drivers lead down the tree, never round in a circle."""
    for way in circles(_limbs(definitions)["driver"]):
        metric = definitions.metric(way[0])
        if metric:
            yield Fault(
                metric.at(*_META, "drivers"),
                "config.meta.drivers",
                " → ".join(way),
                "drivers that move something else than themselves in the end",
                f"take {way[1]} off the drivers of {way[0]}, or break the circle further on",
            )


def teams_lead_to_a_goal(definitions: Definitions) -> Iterator[Fault]:
    """Each team owns a metric, and so leads to a goal, as every metric does."""
    owners = {metric.text("config", "group") for metric in definitions.metrics}
    for keys, team in items(definitions.groups, "groups") if _hanging(definitions) else ():
        name = str(team.get("name"))
        if name not in owners:
            yield Fault(
                definitions.groups.at(*keys),
                "name",
                name,
                "a team that owns a metric which leads to a goal",
                f"write `group: {name}` in such a metric, or remove the team",
            )


def _hanging(definitions: Definitions) -> frozenset[str]:
    """The names of all metrics that hang in the tree.

    None while a name leads nowhere or a metric cannot be read: whatever hangs below it would seem
    to be lost, and it is enough to be told of the one.
    """
    limbs = _limbs(definitions)
    named = (name for edges in limbs.values() for names in edges.values() for name in names)
    is_torn = any(
        metric.document.faults or metric.name != metric.stem for metric in definitions.metrics
    )
    if is_torn or not definitions.names.issuperset(named):
        return frozenset()
    trees = (
        grow(measured_by, limbs, partial(_serves, definitions, goal))
        for goal, measured_by in _goals(definitions).items()
    )
    return frozenset(name for tree in trees for name in tree)


def _serves(definitions: Definitions, goal: str, name: str) -> bool:
    metric = definitions.metric(name)
    return metric is not None and metric.meta("goal") == goal


def _goals(definitions: Definitions) -> Mapping[str, tuple[str, ...]]:
    """Name of a goal -> the metrics that measure it."""
    listed = (
        (str(g.get("name")), g.get("measured_by")) for _, g in items(definitions.goals, "goals")
    )
    return {
        name: tuple(map(str, measured_by)) if isinstance(measured_by, list) else ()
        for name, measured_by in listed
    }


def _limbs(definitions: Definitions) -> Mapping[str, Edges]:
    def listed(key: str) -> Edges:
        return {metric.name: metric.names(key) for metric in definitions.metrics}

    return {
        "driver": listed("drivers"),
        "part": _parts(definitions),
        "alternative": listed("alternatives"),
    }


def _parts(definitions: Definitions) -> Edges:
    def inputs(metric: MetricFile) -> tuple[str, ...]:
        return tuple(part.name for part in metric.inputs)

    return {metric.name: inputs(metric) for metric in definitions.metrics}
