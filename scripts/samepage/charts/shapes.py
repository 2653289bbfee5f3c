"""What charts are made of: the data that callers hand in, and the frame around every drawing.

Sizes are in units of a drawing 640 wide. On a phone the same drawing is half as wide and the
stylesheet makes its words 1.6 times as large, so every layout leaves them room to grow. Nothing
is placed by measuring text: the fonts of the machine that builds must not change a byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samepage.charts.palette import paint

Spec = dict[str, Any]
Row = dict[str, Any]

WIDTH = 640
TEXT = 12
GROWN_LETTER = 10.4  # width of an average letter at the size that words have on a phone
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Point:
    """One period of a series. `value` in the metric's own terms (0.6315 is 63.2 %), None a gap."""

    label: str
    start: date
    value: float | None
    is_complete: bool = True
    series: str = ""


@dataclass(frozen=True)
class Bar:
    """One member, stage or movement.

    series    what the colour means: a team, a stage; "" is the house colour
    is_total  a level rather than a movement (waterfall)
    note      a line under the bar, such as the conversion to the next stage (funnel)
    """

    label: str
    value: float | None
    is_complete: bool = True
    series: str = ""
    is_total: bool = False
    note: str = ""


@dataclass(frozen=True)
class Event:
    """What happened on a day: a word at its mark, and the sentence that the word stands for."""

    day: date
    label: str
    told: str


@dataclass(frozen=True)
class Words:
    """How a chart is spoken of, and how its values are written; `better` is higher or lower."""

    title: str
    subtitle: str
    unit: str
    currency: str
    better: str = "higher"


@dataclass(frozen=True)
class Padding:
    top: int
    right: int
    bottom: int
    left: int = 2


def frame(layers: Sequence[Spec], words: Words, height: float, padding: Padding, told: str) -> Spec:
    """The whole spec. `told` says in words what the drawing shows, for those who cannot see it."""
    return {
        "$schema": SCHEMA,
        "description": told,
        "usermeta": {"title": words.title, "subtitle": words.subtitle},
        "width": WIDTH - padding.left - padding.right,
        "height": height,
        "padding": vars(padding).copy(),
        "autosize": {"type": "none"},
        "background": None,
        "config": _CONFIG,
        "layer": list(layers),
    }


def nothing(words: Words) -> Spec:
    """A drawing that says that there is nothing to draw."""
    said = "No values to show"
    channels = {"x": {"value": WIDTH / 2}, "y": {"value": 24}, "text": {"field": "text"}}
    texts = layer("nothing", "text", [{"text": said}], channels, fill=paint("muted"))
    return frame([texts], words, 44, Padding(top=2, right=2, bottom=2), f"{said}.")


def layer(name: str, mark: str, rows: Sequence[Row], channels: Spec, **style: object) -> Spec:
    """One layer of marks over its own rows; `name` becomes a class of the group in the SVG."""
    return {
        "name": name,
        "data": {"values": list(rows)},
        "mark": {"type": mark, **style},
        "encoding": channels,
    }


def place(field: str, lower: float, upper: float, **more: object) -> Spec:
    """A quantitative position channel with exactly this domain."""
    scale = {"domain": [lower, upper], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, **more}


def shortened(label: str, letters: int) -> str:
    """The label, cut to a number of letters; its full form stands in the tip."""
    return label if len(label) <= letters else f"{label[: letters - 1].rstrip()}…"


_CONFIG: Spec = {
    "aria": False,
    "view": {"stroke": None},
    "text": {"fontSize": TEXT, "fill": paint("ink")},
    "rule": {"stroke": paint("grid")},
    "axis": {
        "title": None,
        "domain": False,
        "ticks": False,
        "labelFontSize": TEXT,
        "labelColor": paint("muted"),
        "labelOverlap": False,
        "labelBound": False,
        "gridColor": paint("grid"),
    },
}
