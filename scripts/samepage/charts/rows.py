"""Charts of rows: members of a dimension, stages of a funnel, movements between two levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from samepage.charts.palette import colours
from samepage.charts.shapes import Bar, Padding, Spec, Words, frame, nothing
from samepage.charts.sheet import Lane, Sheet
from samepage.charts.summaries import Show, of_members, of_moves, of_steps

_CUT = 0.7  # movements are drawn from a cut scale when every level stays above this share


def breakdown(rows: Sequence[Bar], words: Words, target: float | None) -> Spec:
    """Bars from zero; see `specs.breakdown`."""
    paints = _paints(rows)
    lanes = [Lane(bar, 0.0, bar.value or 0.0, paints[bar.series]) for bar in rows]
    return _chart(lanes, words, of_members, target=target)


def funnel(steps: Sequence[Bar], words: Words) -> Spec:
    """Bars from zero with a line under each; see `specs.funnel`."""
    paints = _paints(steps, by_label=True)
    lanes = [Lane(bar, 0.0, bar.value or 0.0, paints[bar.series or bar.label]) for bar in steps]
    return _chart(lanes, words, of_steps)


def waterfall(steps: Sequence[Bar], words: Words) -> Spec:
    """Movements between levels; see `specs.waterfall`."""
    levels = list(accumulate(steps, _level, initial=0.0))
    lanes = [
        _movement(bar, before, after)
        for bar, (before, after) in zip(steps, pairwise(levels), strict=True)
    ]
    lowest = _cut(lanes)
    whole = [
        Lane(lane.bar, lowest, lane.end, lane.paint) if lane.bar.is_total else lane
        for lane in lanes
    ]
    return _chart(whole, words, of_moves, lower=lowest, is_signed=True, levels=levels[1:-1])


def _level(before: float, bar: Bar) -> float:
    value = bar.value or 0.0
    return value if bar.is_total else before + value


def _movement(bar: Bar, before: float, after: float) -> Lane:
    if bar.is_total:
        return Lane(bar, 0.0, after, "series-5")
    return Lane(bar, before, after, "up" if after >= before else "down")


def _cut(lanes: Sequence[Lane]) -> float:
    """Where the scale starts: zero, unless the levels are so high that movements would vanish."""
    reached = [lane.end for lane in lanes]
    low, high = min(reached, default=0.0), max(reached, default=0.0)
    return low - (high - low) if low > _CUT * high > 0 and low < high else 0.0


def _paints(bars: Sequence[Bar], *, by_label: bool = False) -> dict[str, str]:
    return colours(bar.series or (bar.label if by_label else "") for bar in bars)


def _chart(
    lanes: Sequence[Lane],
    words: Words,
    tell: Callable[[Sequence[Bar], Show], str],
    *,
    target: float | None = None,
    lower: float = 0.0,
    is_signed: bool = False,
    levels: Sequence[float] = (),
) -> Spec:
    if not lanes:
        return nothing(words)
    sheet = Sheet.around(lanes, words, lower, target, is_signed)
    layers = [
        *sheet.ground(is_cut=lower > 0),
        *sheet.bars(),
        *sheet.links(levels),
        *sheet.target(target),
        *sheet.words_of_rows(),
        sheet.answers(),
    ]
    padding = Padding(top=28 if target is not None or lower > 0 else 2, right=2, bottom=2)
    told = tell([lane.bar for lane in lanes], sheet.show)
    return frame(layers, words, sheet.height, padding, told)
