"""The page of a team: what it owns, what becomes of its work, and what else it shares.

A hand-off is measured by the team that receives and shared with the one that gives. So whoever owns
a metric of the hand-offs that a team shares, receives from it; and what the receivers own and share
with it, rates and waiting times, tells what became of its work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from samepage.catalog import Catalog, Metric, Team

HANDOFFS = "handoffs"
# Amounts tell how much was handed over, not what became of it.
_AMOUNTS = ("count", "currency", "number")


def about(catalog: Catalog, team: Team) -> Mapping[str, Any]:
    """What templates/team.md.j2 is given: metrics in several lists, each in one of them."""
    owned, shared = catalog.owned_by(team.name), catalog.shared_with(team.name)
    became = {
        catalog.teams[name]: [each for each in shared if _tells(each, name)]
        for name in receivers(catalog, team.name)
    }
    told = {each.name for metrics in became.values() for each in metrics}
    return {
        "team": team,
        "owned": owned,
        "became": {receiver: metrics for receiver, metrics in became.items() if metrics},
        "shared": [each for each in shared if each.name not in told],
        "headlines": _headlines(catalog, owned),
    }


def receivers(catalog: Catalog, giver: str) -> list[str]:
    """The teams that a team hands its work to, and those that they hand it to, nearest first."""
    found: list[str] = []
    waiting = [giver]
    while waiting:
        shared = catalog.shared_with(waiting.pop(0))
        owners = {each.owner for each in shared if each.domain == HANDOFFS}
        new = sorted(owners - {giver, *found})
        found += new
        waiting += new
    return found


def _tells(metric: Metric, receiver: str) -> bool:
    is_told = metric.status == "certified" and metric.unit not in _AMOUNTS
    return is_told and metric.owner == receiver


def _headlines(catalog: Catalog, owned: Sequence[Metric]) -> Sequence[Metric]:
    """What a team looks at first: certified metrics that have a target, else all certified ones;
    a handful, those on which most others lean in front."""
    others = catalog.metrics.values()
    certified = [metric for metric in owned if metric.status == "certified"]
    return sorted(
        [metric for metric in certified if metric.target] or certified,
        key=lambda metric: (
            -sum(
                metric.name in (*other.inputs, *other.drivers, other.balanced_by)
                for other in others
            )
        ),
    )[:6]
