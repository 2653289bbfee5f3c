"""What a drawing shows, in a sentence below it: only values that are in the drawing.

over_time(plane, 0.45)     # "29.5 % in Oct 2024, 38.0 % in Sep 2026; lowest 21.0 % in Jan 2025 ..."
of_members(bars, show)     # "Highest: Referral, 20.2 %; lowest: Event, 4.1 %; 7 shown."
of_steps(bars, show)       # "Leads 1,344, Renewed 64. The steepest step: Need confirmed 359 to ..."
of_moves(bars, show)       # "Opening €912k, Closing €939k. The largest movement: New, +€41k."
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from samepage.charts.plane import Plane
from samepage.charts.shapes import Bar

Show = Callable[[Bar], str]
_FEW = 3  # so few values are all told


def over_time(plane: Plane, target: float | None = None) -> str:
    """Where each series starts and newly stands; of one alone also its range and its target."""
    names = plane.series
    told = "; ".join(_way(plane, name) for name in names)
    if len(names) > 1:
        return f"{told}."
    return f"{told}{_range(plane, names[0])}.{_reached(plane, names[0], target)}"


def _way(plane: Plane, name: str) -> str:
    known = plane.known(name)
    about = f"{name}: " if name else ""
    if not known:
        return f"{about}no complete value" if about else "No complete value"
    (first, start), (last, end) = known[0], known[-1]
    now = f"{plane.show(end)} in {last}"
    return f"{about}{now}" if len(known) == 1 else f"{about}{plane.show(start)} in {first}, {now}"


def _range(plane: Plane, name: str) -> str:
    known = plane.known(name)
    if len(known) <= _FEW:
        return ""
    ends = [min(known, key=_value), max(known, key=_value)]
    if _value(ends[0]) == _value(ends[1]):
        return "; the same throughout"
    (lowest, low), (highest, high) = ends
    return f"; lowest {plane.show(low)} in {lowest}, highest {plane.show(high)} in {highest}"


def _reached(plane: Plane, name: str, target: float | None) -> str:
    known = plane.known(name)
    if target is None or not known:
        return ""
    is_low = plane.words.better == "lower"
    reached = sum(value <= target if is_low else value >= target for _, value in known)
    side, aim = "below" if is_low else "above", plane.show(target)
    return f" At or {side} the target of {aim} in {reached} of {len(known)} complete periods."


def _value(known: tuple[str, float]) -> float:
    return known[1]


def of_members(bars: Sequence[Bar], show: Show) -> str:
    """The highest and the lowest of many, each of few."""
    known = [bar for bar in bars if bar.value is not None]
    if len(known) <= _FEW:
        return "; ".join(f"{bar.label}: {show(bar)}{_open(bar)}" for bar in bars) + "."
    lowest, highest = min(known, key=_reach), max(known, key=_reach)
    without = (
        f", {len(bars) - len(known)} of them without a value" if len(known) < len(bars) else ""
    )
    ends = f"Highest: {_named(highest, show)}; lowest: {_named(lowest, show)}"
    return f"{ends}; {len(bars)} shown{without}."


def of_steps(steps: Sequence[Bar], show: Show) -> str:
    """From the first stage to the last, and where the smallest share goes on."""
    ends = f"{steps[0].label} {show(steps[0])}"
    if len(steps) > 1:
        ends += f", {steps[-1].label} {show(steps[-1])}"
    pairs = [(before, after) for before, after in pairwise(steps) if before.value]
    if len(pairs) < _FEW - 1:
        return f"{ends}."
    before, after = min(pairs, key=lambda pair: _reach(pair[1]) / _reach(pair[0]))
    step = f"{before.label} {show(before)} to {after.label} {show(after)}"
    return f"{ends}. The steepest step: {step}."


def of_moves(steps: Sequence[Bar], show: Show) -> str:
    """From level to level, and the movement that counts most."""
    levels = [bar for bar in steps if bar.is_total]
    moves = [bar for bar in steps if not bar.is_total and bar.value]
    outer = dict.fromkeys(levels[:1] + levels[-1:])
    ends = ", ".join(f"{bar.label} {show(bar)}" for bar in outer)
    if not moves:
        return f"{ends}. Nothing moved."
    largest = max(moves, key=lambda bar: abs(_reach(bar)))
    return f"{ends}. The largest movement: {_named(largest, show)}."


def _reach(bar: Bar) -> float:
    return bar.value or 0.0


def _named(bar: Bar, show: Show) -> str:
    return f"{bar.label}, {show(bar)}{_open(bar)}"


def _open(bar: Bar) -> str:
    return "" if bar.is_complete else " (not complete)"
