"""Where an axis starts and ends, which values it names, and how it writes them.

ticks_over([0.12, 0.31], "percent")         # Ticks(0.0, 0.4, (0.0, 0.1, 0.2, 0.3, 0.4))
tick_labels((0.0, 0.1), "percent", "EUR")   # ("0 %", "10 %")
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samepage.charts.shapes import GROWN_LETTER
from samepage.text import fixed, number

# A level as flat as this is drawn from near its lowest value; anything else starts at zero.
_FLAT = 0.6
_AIR = 1.9  # from label to label, in lengths of the longest
_STEPS = (1, 2, 3, 4, 6, 12, 24)
_UNITS_WITHOUT_ZERO = ("percent", "points", "ratio")


@dataclass(frozen=True)
class Ticks:
    lower: float
    upper: float
    values: tuple[float, ...]


def ticks_over(
    values: Iterable[float | None], unit: str, *, count: int = 5, must_start_at_zero: bool = False
) -> Ticks:
    """Round bounds around the values, with about `count` steps between them.

    Shares and ratios that stay high (a retention near 100 %) are drawn without the zero, whose
    emptiness would hide them; amounts always contain it, since their area is compared.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    is_flat = unit in _UNITS_WITHOUT_ZERO and low > _FLAT * high > 0
    if must_start_at_zero or not is_flat:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    step = _step((high - low) / count, is_whole=unit == "count")
    first, last = math.floor(round(low / step, 9)), math.ceil(round(high / step, 9))
    marks = tuple(round(place * step, 12) for place in range(first, last + 1))
    return Ticks(marks[0], marks[-1], marks)


def tick_labels(values: Sequence[float], unit: str, currency: str) -> tuple[str, ...]:
    """The values as the pages write them, without decimals that are zero on all of them."""
    if unit == "ratio":
        places = next((n for n in (0, 1) if all(round(v, n) == round(v, 9) for v in values)), 2)
        return tuple(f"{fixed(value, places)}×" for value in values)
    labels = tuple(number(value, unit, currency) for value in values)
    if all(".0" in label for label in labels):
        return tuple(label.replace(".0", "", 1) for label in labels)
    return labels


def time_axis(labels: Sequence[tuple[float, str]], room: float) -> dict[str, Any]:
    """As many of the labels as `room` holds on a phone, evenly, counted back from the newest."""
    longest = max(len(label) for _, label in labels) * GROWN_LETTER
    fitting = max(1, int(room / (longest * _AIR)))
    steps = (*_STEPS, len(labels))
    every = next(step for step in steps if len(labels) <= fitting * step)
    days, words = zip(*labels[::-1][::every][::-1], strict=True)
    return {
        "values": list(days),
        "labelExpr": _label_expression(days, words),
        "labelFlush": 30,
        "labelPadding": 8,
        "grid": False,
    }


def value_axis(values: Sequence[float], labels: Sequence[str]) -> dict[str, Any]:
    """Labels stand on their lines, inside the plane: there they can grow on a phone."""
    return {
        "values": list(values),
        "labelExpr": _label_expression(values, labels),
        "labelAlign": "left",
        "labelBaseline": "bottom",
        "labelPadding": 0,
        "labelOffset": -2,
        "grid": True,
    }


def _label_expression(values: Sequence[float], labels: Sequence[str]) -> str:
    """A Vega expression that gives each tick its label."""
    words = ",".join("'" + _escaped(label) + "'" for label in labels)
    return f"[{words}][indexof([{','.join(map(repr, values))}],datum.value)]"


def _step(rough: float, *, is_whole: bool) -> float:
    """The next round number (1, 2 or 5 times a power of ten) at or above `rough`."""
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)
    return max(1.0, math.ceil(step)) if is_whole else step


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")
