"""What the company has agreed on about its metrics and dbt has no word for: goals and identities.

read_goals(root)[0].measured_by          # ("lead_to_success_rate", ...)
read_identities(root)[0].left            # "opening_mrr + new_mrr"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from samepage.documents import items, read_yaml
from samepage.errors import stop_on

GOALS = "metrics/goals.yml"
IDENTITIES = "metrics/identities.yml"
AMBIGUOUS = "metrics/ambiguous.yml"

# Two sides of numbers, metrics, next(metric), + - * and brackets, and how they compare.
EXPRESSION = re.compile(r"^([\w\s+*().-]+?)\s*(<=|>=|=)\s*([\w\s+*().-]+)$")
# Names of metrics, and of the one function.
NAME = re.compile(r"[A-Za-z_]\w*")
NEXT = "next"


@dataclass(frozen=True)
class Goal:
    """A root of the metric tree; `measured_by` are the names of the metrics below it."""

    name: str
    label: str
    description: str
    measured_by: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """What must hold between published numbers, such as `closing_mrr = next(opening_mrr)`.

    grains     the only grains it holds for; empty for all
    except_by  dimensions whose members it does not hold for
    """

    name: str
    description: str
    expression: str
    grains: tuple[str, ...] = ()
    except_by: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, str, str]:
        """Left side, comparison (`=`, `<=` or `>=`), right side."""
        found = EXPRESSION.match(self.expression.strip())
        assert found, f"{self.expression} passed the schema"
        return found[1], found[2], found[3]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names in it, each once, in the order of the expression."""
        names = dict.fromkeys(NAME.findall(self.expression))
        return tuple(name for name in names if name != NEXT)


def read_goals(root: Path) -> list[Goal]:
    """The goals of metrics/goals.yml. Raises `Faulty` when it cannot be read."""
    document = read_yaml(root, GOALS)
    stop_on(document.faults)
    return [
        Goal(each["name"], each["label"], each["description"], tuple(each["measured_by"]))
        for _, each in items(document, "goals")
    ]


def read_identities(root: Path) -> list[Identity]:
    """The identities of metrics/identities.yml. Raises `Faulty` when it cannot be read."""
    document = read_yaml(root, IDENTITIES)
    stop_on(document.faults)
    return [
        Identity(
            each["name"],
            each["description"],
            each["expression"],
            tuple(each.get("grains") or ()),
            tuple(each.get("except_by") or ()),
        )
        for _, each in items(document, "identities")
    ]
