"""How values move, and how far apart they are.

change(0.314, 0.335, "percent")          # "−2.1 points"
step(0.314, 0.335, "percent")            # -0.021
change(1_100, 1_000, "currency")         # "+10.0 %"
difference(0.314, "percent")             # "31.4 points"
"""

from __future__ import annotations

from samepage import text


def change(value: float | None, before: float | None, unit: str) -> str:
    """How a value moved: shares in points, durations in their own unit, the rest in per cent."""
    moved = step(value, before, unit)
    return text.NONE if moved is None else stepped(moved, unit)


def stepped(moved: float, unit: str) -> str:
    """A `step` with its sign: `−2.1 points`."""
    if unit in ("percent", "points"):
        return f"{_signed(moved * 100)} points"
    if unit in text.DURATIONS:
        return f"{_signed(moved)}{text.THIN}{text.DURATIONS[unit][1]}"
    return f"{_signed(moved * 100)}{text.THIN}%"


def step(value: float | None, before: float | None, unit: str) -> float | None:
    """What `change` writes: a difference of shares and durations, else a share of what was before;
    None where there is nothing to compare, or no share of it: from a loss to a gain, say."""
    if value is None or before is None:
        return None
    if unit in ("percent", "points", *text.DURATIONS):
        return value - before
    if before == 0 or value * before < 0:
        return None if value else 0.0
    return (value - before) / abs(before)


def difference(value: float, unit: str, currency: str = "EUR") -> str:
    """How far apart two values are, in their unit and without a sign; 0 only where it is none."""
    unit = "points" if unit == "percent" else unit
    scaled = abs(value) * (100 if unit == "points" else 1)
    decimals = next((places for places in (1, 2, 3) if float(f"{scaled:.{places}f}")), 1)
    return text.in_unit(abs(value), unit, currency, decimals)


def direction(value: float | None, before: float | None, unit: str) -> int:
    """1 when the change as written is up, -1 when it is down, 0 when it is neither."""
    written = change(value, before, unit)
    return {"+": 1, text.MINUS: -1}.get(written[0], 0)


def _signed(value: float) -> str:
    is_zero = not float(f"{value:.1f}")
    plus = "+" if value > 0 and not is_zero else ""
    return f"{plus}{text.fixed(value, 1)}"
