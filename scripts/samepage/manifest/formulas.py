"""The calculation of a metric in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from samepage.catalog import Input, Shift
from samepage.wording import where

Node = Mapping[str, Any]


def in_words(
    params: Node,
    numerator: Input | None,
    denominator: Input | None,
    parts: tuple[Input, ...],
    labels: Mapping[str, str],
) -> str:
    """The calculation in words, parts by their labels; empty for a metric that just counts."""
    if numerator and denominator:
        return f"{_part(numerator, labels)} ÷ {_part(denominator, labels)}"
    words = {part.alias: _part(part, labels) for part in parts}
    expr = (params.get("expr") or "").replace("*", "×").replace("-", "−")
    return re.sub(r"[A-Za-z_]\w*", lambda word: words.get(word[0], word[0]), expr)


def _part(part: Input, labels: Mapping[str, str]) -> str:
    label = where(labels.get(part.name, part.name), part.filters)
    return f"{label} {shifted(part.shift)}" if part.shift else label


def shifted(shift: Shift) -> str:
    """Which period is told instead: "1 year before"."""
    return f"{shift.window} before" if shift.window else f"at the start of the {shift.to_grain}"
