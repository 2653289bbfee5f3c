"""What follows the controls of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shown:
    """Something on a page that follows the page's controls.

    form    how it is told: written, tabled, exact, period, change, year, health, target, spark,
            share, course
    start   the period that it is about, as a day
    """

    form: str
    metric: str
    grain: str
    start: str
    part: str
    dimension: str
    member: str
    is_fixed: bool

    @property
    def told(self) -> list[Any]:
        """As the page's cube has it; js/retell.js reads it."""
        return list(vars(self).values())
