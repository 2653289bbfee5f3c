"""Whether goals and identities speak of metrics that exist."""

from __future__ import annotations

from collections.abc import Iterator

from samepage.agreements import NAME, NEXT
from samepage.definitions import Definitions
from samepage.documents import items
from samepage.errors import Fault
from samepage.rules.suggest import unknown

_FIX = "name a metric that exists, or write the one that is missing"


def goals_are_measured_by_metrics(definitions: Definitions) -> Iterator[Fault]:
    """`measured_by` of metrics/goals.yml names metrics that exist."""
    for keys, goal in items(definitions.goals, "goals"):
        measured_by = goal.get("measured_by")
        for number, name in enumerate(measured_by if isinstance(measured_by, list) else ()):
            if name not in definitions.names:
                where = definitions.goals.at(*keys, "measured_by", number)
                yield unknown(where, "measured_by", str(name), "a metric", definitions.names, _FIX)


def identities_are_between_metrics(definitions: Definitions) -> Iterator[Fault]:
    """An identity's `expression` names metrics that exist, and each identity has its own name."""
    taken = set()
    for keys, identity in items(definitions.identities, "identities"):
        name, expression = str(identity.get("name")), str(identity.get("expression"))
        if name in taken:
            where = definitions.identities.at(*keys, "name")
            yield Fault(where, "name", name, "a name of its own", "rename one of the two")
        taken.add(name)
        for used in dict.fromkeys(NAME.findall(expression)):
            if used != NEXT and used not in definitions.names:
                where = definitions.identities.at(*keys, "expression")
                yield unknown(where, "expression", used, "a metric", definitions.names, _FIX)
