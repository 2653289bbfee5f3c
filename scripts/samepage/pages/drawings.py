"""How the browser draws a chart anew, as the cube of its page tells it.

{"kind": "lines", "labels": ["Customers", "Revenue"], "paints": ["series-5", "series-6"],
 "figures": [["drawn", "customer_churn_rate", ...], ["drawn", ...]], "periods": 13}

site/theme/js/pictures.js reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from samepage.charts.palette import colours
from samepage.pages import inline, phrases, pictures
from samepage.pages.reading import Reading
from samepage.values import Value


def drawing(kind: str, readings: Sequence[Reading]) -> dict[str, Any]:
    """ "lines" over time, the lines of all "members" of a breakdown, or the rows of a "funnel" or a
    "waterfall", whose movements go down where less is better."""
    if kind == "members":
        return _members(readings[0])
    labels = [reading.label for reading in readings]
    paints = colours(labels if kind != "lines" or len(labels) > 1 else [""])
    drawn: dict[str, Any] = {
        "kind": kind,
        "labels": labels,
        "figures": [_figure(reading, reading.shown) for reading in readings],
        "paints": list(paints.values()),
    }
    if kind == "lines":
        return drawn | {"periods": _periods(readings[0])}
    if kind == "waterfall":
        drawn["down"] = [at for at, each in enumerate(readings) if each.metric.better == "lower"]
    return drawn


def _members(reading: Reading) -> dict[str, Any]:
    """A line for each member that the picture has, the same ones whatever is chosen."""
    dimension, shown = reading.choice.dimension, reading.shown
    labels = {each: phrases.member_label(dimension, each) for each in pictures.largest(reading)}
    paints = colours(labels.values())
    return {
        "kind": "lines",
        "about": f"{reading.label} by {phrases.lowered(phrases.cut_label(dimension))}",
        "labels": list(labels.values()),
        "figures": [_figure(reading, shown and replace(shown, member=each)) for each in labels],
        "paints": [paints[label] for label in labels.values()],
        "periods": _periods(reading),
    }


def _periods(reading: Reading) -> int:
    return len({value.period_start for value in reading.series})


def _figure(reading: Reading, value: Value | None) -> list[Any] | None:
    if value is None:
        return None
    shown = inline.shown(reading, value, "drawn")
    reading.desk.number_of(shown)  # the cube holds it, though no mark stands for it
    return shown.told
