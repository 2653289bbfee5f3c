"""The metric tree: from a goal by what measures it, and by what moves that, down to every metric.

limbs = {"driver": {"win_rate": ("mql_to_sal_rate",)}, "part": {...}, "alternative": {...}}
tree = grow(["new_mrr"], limbs, is_of_goal)
tree["win_rate"]                     # Place(name='win_rate', above='bookings', kind='driver')
way(tree, "win_rate")                # ("new_mrr", "bookings", "win_rate")
circles(limbs["driver"])             # [("a", "b", "a")] where metrics drive themselves

A metric may be reached in many ways. It hangs where the way to it is shortest; a step to a driver
is shorter than one to a part of a formula, and that is shorter than one to an alternative.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

MEASURE = "measure"
_STEPS = {"driver": 2, "part": 3, "alternative": 4}

Edges = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Place:
    """Where a metric hangs. kind: how it is tied to the one above: "measure" (of the goal itself,
    above is None), "driver", "part" of its formula, or "alternative"."""

    name: str
    above: str | None
    kind: str


def grow(
    roots: Sequence[str], limbs: Mapping[str, Edges], belongs: Callable[[str], bool]
) -> Mapping[str, Place]:
    """Every metric that can be reached from the roots through metrics that belong, by name; those
    above come before those below, and siblings stand in the order in which they are named."""
    found: dict[str, Place] = {}
    order = count()
    waiting = [(0, next(order), Place(name, None, MEASURE)) for name in roots]
    heapq.heapify(waiting)
    while waiting:
        length, _, place = heapq.heappop(waiting)
        if place.name in found or not belongs(place.name):
            continue
        found[place.name] = place
        for kind, step in _STEPS.items():
            for name in limbs[kind].get(place.name, ()):
                heapq.heappush(waiting, (length + step, next(order), Place(name, place.name, kind)))
    return found


def way(tree: Mapping[str, Place], name: str) -> tuple[str, ...]:
    """The names from the top of the tree down to a metric."""
    above = tree[name].above
    return (*way(tree, above), name) if above else (name,)


def circles(edges: Edges) -> Iterable[tuple[str, ...]]:
    """The ways that lead back to where they began; of each name, one is told."""
    told: set[str] = set()
    for start in edges:
        if start not in told and (found := _way_back(edges, start)):
            told.update(found)
            yield found


def _way_back(edges: Edges, start: str) -> tuple[str, ...]:
    """The shortest way from a name to itself; () when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way_so_far in ways:
        for name in edges.get(way_so_far[-1], ()):
            if name == start:
                return (*way_so_far, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way_so_far, name))
    return ()
