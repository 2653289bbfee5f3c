"""What can go wrong, and how it is said.

    SamepageError           base; carries the exit code of the verbs
    ├── Faulty        1     something in the project or its data is wrong: a list of faults
    ├── Usage         2     the command was given something it cannot use
    └── Busy          3     another build of the same folder is running

A fault is one wrong thing, told so that a tired person can act on it. Whoever looks
for faults collects all of them and raises `Faulty` once:

    faults = [fault for rule in RULES for fault in rule(project)]
    stop_on(faults)                      # raises Faulty when there is any
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One wrong thing: where it is, what stands there, what was expected, what mends it.

    where     file, and line or column of a table where that is known: `metrics/funnel/leads.yml:7`
    field     the key, column or block that is wrong: `config.meta.unit`
    value     what stands there, as the author wrote it; "" when something is missing
    expected  what would have been right, in words
    fix       the command to run or the edit to make
    """

    where: str
    field: str
    value: str
    expected: str
    fix: str

    def __str__(self) -> str:
        found = f"found {self.value!r}, " if self.value else ""
        return (
            f"{self.where}: {self.field}: {found}expected {self.expected}\n    to mend: {self.fix}"
        )


class SamepageError(Exception):
    """Base of everything this project raises on purpose."""

    exit_code = 1


class Faulty(SamepageError):
    """Checks failed and nothing was published. `faults` holds every one of them, sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Usage(SamepageError):
    """The command was given something it cannot use."""

    exit_code = 2


class Busy(SamepageError):
    """Another build holds the lock of the same build folder."""

    exit_code = 3


def stop_on(faults: Iterable[Fault]) -> None:
    """Raise `Faulty` with all of them when there is at least one."""
    collected = list(faults)
    if collected:
        raise Faulty(collected)
