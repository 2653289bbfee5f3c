"""What templates write to have sentences made from the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from samepage.catalog import Change, Metric
from samepage.pages import monday as mondays
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure
from samepage.pages.monday import Monday
from samepage.pages.news import Move


def telling(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Name in templates -> function."""

    def monday() -> Monday:
        """What moved, and what is off target, in the order of its importance."""
        return mondays.monday(desk)

    def move_in_words(move: Move) -> Markup:
        """`Win rate fell 6.1 points to 31.4 % in Sep 2026, worse, the largest fall since ...`"""
        with desk.still():
            return desk.draw("move_in_words", move, desk.link(move.figure.metric.url))

    def moves(told: Sequence[Move]) -> Markup:
        """Unusual changes as a list of sentences."""
        with desk.still():
            return desk.draw("moves", [(move, move_in_words(move)) for move in told])

    def standings(figures: Sequence[Figure]) -> Markup:
        """How some figures stand to their targets, as a list of sentences."""
        with desk.still():
            return desk.draw("standings", [(each, desk.link(each.metric.url)) for each in figures])

    def off_target(figures: Sequence[Figure]) -> list[Figure]:
        """Those that are on the bad side of their targets, the most urgent first."""
        return mondays.off_target([each for each in figures if not each.waits])

    def redefinitions(changed: Sequence[tuple[Metric, Change]]) -> Markup:
        """What changed in the definitions of metrics, as a list of sentences."""
        return desk.draw("redefinitions", [(desk.link(m.url), m.label, c) for m, c in changed])

    told = (monday, move_in_words, moves, standings, off_target, redefinitions)
    return {each.__name__: each for each in told}
