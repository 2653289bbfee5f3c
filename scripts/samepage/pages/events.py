"""What happened to a number while it was counted: its definition changed, or its person moved.

of(reading)                    # what its own chart marks
redefinitions(metric)          # [Event(date(2026, 11, 22), "v2", "Version 2 of the ...")]
moves(site, "rep", "Ada")      # [Event(date(2025, 10, 1), "Pod Elbe", "Ada went from ...")]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from samepage import text
from samepage.catalog import Metric
from samepage.charts.specs import Event
from samepage.pages.desk import Site
from samepage.pages.reading import Reading

# The dimension whose members are people.
PEOPLE = "rep"


def of(reading: Reading) -> list[Event]:
    """The events of a reading's metric, and of the member that it is cut to."""
    choice, site = reading.choice, reading.desk.site
    return [*redefinitions(reading.metric), *moves(site, choice.dimension, choice.member)]


def redefinitions(metric: Metric) -> list[Event]:
    """A version counts from its day on; what it says of the past is computed anew."""
    return [
        Event(
            day=change.day,
            label=f"v{change.version}",
            told=f"Version {change.version} of the definition since {text.day(change.day)}:"
            f" {change.what}",
        )
        for change in metric.history
    ]


def moves(site: Site, dimension: str, member: str | None) -> list[Event]:
    """When a person changed team or pod; none for whoever is no person."""
    if dimension != PEOPLE:
        return []
    return [_moved(site, move) for move in site.health["moves"] if move["member"] == member]


def _moved(site: Site, move: Mapping[str, Any]) -> Event:
    """Called after the team, or after the pod where the team stayed the same."""
    old, new = (_place(site, move[side]) for side in ("from", "to"))
    day = date.fromisoformat(move["on"])
    team, pod = new
    return Event(
        day=day,
        label=team if team != old[0] or not pod else pod,
        told=f"{move['member']} went from {_joined(old)} to {_joined(new)} on {text.day(day)}.",
    )


def _place(site: Site, place: Mapping[str, str | None]) -> tuple[str, str]:
    """Team and pod as people call them; "" for what is not known."""
    team = place["team"] or ""
    known = site.catalog.teams.get(team)
    label = known.label if known else text.humanise(team) if team else ""
    return label, place["pod"] or ""


def _joined(place: Sequence[str]) -> str:
    return ", ".join(filter(None, place)) or "no team"
