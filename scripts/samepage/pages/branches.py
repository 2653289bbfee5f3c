"""The metric tree as a page shows it: a list in lists, with what each metric says of itself.

for goal in metric_goals(desk):          # in the order of metrics/goals.yml
    goal.label, goal.description
    for node in goal.measures:           # the metrics that measure the goal
        node.figure, node.change, node.below
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samepage import text
from samepage.agreements import Goal
from samepage.pages import phrases
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, everyday
from samepage.pages.phrases import Verdict
from samepage.tree import Place


@dataclass(frozen=True)
class Node:
    """A metric in the tree. `change` and `health` are None where there is nothing to say."""

    figure: Figure
    kind: str
    href: Markup
    change: Verdict | None
    health: Verdict | None
    below: Sequence[Node]


@dataclass(frozen=True)
class ShownGoal:
    label: str
    description: str
    measures: Sequence[Node]


def metric_goals(desk: Desk) -> list[ShownGoal]:
    """Every goal with all that hangs below it."""
    return [_shown(desk, goal) for goal in desk.site.catalog.goals.values()]


def _shown(desk: Desk, goal: Goal) -> ShownGoal:
    below: dict[str | None, list[Place]] = {}
    for place in desk.site.trees[goal.name].values():
        below.setdefault(place.above, []).append(place)
    measures = [_node(desk, below, place) for place in below.get(None, ())]
    return ShownGoal(goal.label, goal.description, measures)


def _node(desk: Desk, below: Mapping[str | None, Sequence[Place]], place: Place) -> Node:
    figure = everyday(desk, desk.site.catalog.metrics[place.name])
    return Node(
        figure=figure,
        kind=place.kind,
        href=desk.link(figure.metric.url),
        change=_change(figure),
        health=phrases.health(figure, figure.pick(figure.shown), target_is=""),
        below=[_node(desk, below, each) for each in below.get(place.name, ())],
    )


def _change(figure: Figure) -> Verdict | None:
    """On the period before, if both have a value."""
    before = figure.before(figure.shown)
    moved = phrases.change(figure, figure.shown, before) if before else None
    return moved if moved and moved.words != text.NONE else None
