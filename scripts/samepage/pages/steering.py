"""What templates write to give a page its controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from samepage.pages import driven
from samepage.pages.choosing import Missing
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure


def steering(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Name in templates -> function."""

    def explore(figure: Figure | Missing) -> Markup:
        """The trend of a metric on its own page, with controls for grain, span and cut."""
        if isinstance(figure, Missing) or figure.waits:
            return Markup("")
        return desk.draw("explorer", driven.of_metric(figure), figure.chart())

    def controls() -> Markup:
        """Controls for period and cut, which everything written below them follows."""
        desk.is_driven = True
        return desk.draw("controls", driven.of_page(desk))

    def still(write: Callable[..., Markup], *given: Any, **named: Any) -> Markup:  # noqa: ANN401
        """What another function writes, of the whole company and the newest period whatever the
        controls ask: for what was chosen because of them."""
        with desk.still():
            return write(*given, **named)

    return {"explore": explore, "controls": controls, "still": still}
