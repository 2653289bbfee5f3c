"""The metric tree as it is drawn: an outline of rows, tied to each other by lines.

for goal in metric_goals(desk):          # in the order of metrics/goals.yml
    goal.label, goal.description
    for branch in goal.branches:         # one for each metric that measures the goal
        branch.rows                      # from the top down, with their places in the drawing
        branch.root                      # the same, nested
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from samepage import text
from samepage.agreements import Goal
from samepage.pages import inline, phrases
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, everyday
from samepage.pages.phrases import Verdict
from samepage.tree import Place

# In the drawing's own units, of which site/templates/tree.md.j2 knows the columns.
_GOAL = 34
_INDENT = 20
_GAP = 5
_HEIGHTS = {"measure": 44, "driver": 34, "part": 24, "alternative": 24}


@dataclass(frozen=True)
class Standing:
    """What a row says of its metric; empty where there is nothing to say.

    words  all of it in a sentence, for those who hear it
    """

    words: str
    number: str = ""
    waiting: str = ""
    change: Verdict | None = None
    health: Verdict | None = None


@dataclass(frozen=True)
class Node:
    """A metric in the tree.

    left, top, height   its row
    limb                the line to it from the row above, as an SVG path
    """

    figure: Figure
    kind: str
    href: Markup
    says: Standing
    left: int
    top: int
    height: int
    limb: Markup
    below: Sequence[Node]

    @property
    def middle(self) -> int:
        return self.top + self.height // 2

    @property
    def rows(self) -> Iterator[Node]:
        """Itself and all below it, in the order of their rows."""
        yield self
        for node in self.below:
            yield from node.rows


@dataclass(frozen=True)
class Branch:
    root: Node
    height: int

    @property
    def rows(self) -> Sequence[Node]:
        return list(self.root.rows)


@dataclass(frozen=True)
class DrawnGoal:
    label: str
    description: str
    branches: Sequence[Branch]


def metric_goals(desk: Desk) -> list[DrawnGoal]:
    """Every goal with all that hangs below it."""
    return [_drawn(desk, goal) for goal in desk.site.catalog.goals.values()]


def _drawn(desk: Desk, goal: Goal) -> DrawnGoal:
    tree = desk.site.trees[goal.name]
    below: dict[str | None, list[Place]] = {}
    for place in tree.values():
        below.setdefault(place.above, []).append(place)
    branches = []
    for place in below.get(None, ()):
        pen = _Pen(desk, below)
        root = pen.node(place, depth=1, tied_at=(_INDENT // 2, _GOAL - _GAP))
        branches.append(Branch(root, pen.top))
    return DrawnGoal(goal.label, goal.description, branches)


@dataclass
class _Pen:
    """Writes one branch from the top down. `top` is where the next row begins."""

    desk: Desk
    below: Mapping[str | None, Sequence[Place]]
    top: int = field(default=_GOAL)

    def node(self, place: Place, depth: int, tied_at: tuple[int, int]) -> Node:
        figure = everyday(self.desk, self.desk.site.catalog.metrics[place.name])
        left, top, height = depth * _INDENT, self.top, _HEIGHTS[place.kind]
        self.top += height + _GAP
        knot = left + _INDENT // 2, top + height
        across, down = tied_at
        limb = Markup(f"M{across} {down}V{top + height // 2}H{left}")
        return Node(
            figure=figure,
            kind=place.kind,
            href=self.desk.link(figure.metric.url),
            says=_standing(figure),
            left=left,
            top=top,
            height=height,
            limb=limb,
            below=[self.node(each, depth + 1, knot) for each in self.below.get(place.name, ())],
        )


def _standing(figure: Figure) -> Standing:
    label = figure.metric.label
    if figure.waits:
        waiting = f"waiting for: {text.listed(map(inline.in_words, figure.waits))}"
        return Standing(f"{label}, {waiting}", waiting=waiting)
    shown, before = figure.shown, figure.before(figure.shown)
    number = phrases.written(figure, figure.pick(shown))
    moved = phrases.change(figure, shown, before) if before else None
    change = moved if moved and moved.words != text.NONE else None
    health = phrases.health(figure, figure.pick(shown), target_is="")
    said = [f"{label}: {number} {phrases.when(figure, shown)}"]
    said += [f"{change.words} on the {figure.choice.grain} before"] if change else []
    said += [health.words] if health else []
    return Standing("; ".join(said), number, "", change, health)
