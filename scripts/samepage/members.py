"""Members of a pair of dimensions: the first, a comma, the second.

dimension "segment,rep", member "Mid-market,Smith\\, Ann"
join(["Mid-market", "Smith, Ann"])              # "Mid-market,Smith\\, Ann"
split("Mid-market,Smith\\, Ann")                 # ("Mid-market", "Smith, Ann")

A comma or backslash inside a member has a backslash before it, so that both always come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Names of dimensions hold no comma: "segment,rep" is cut at this one.
SEPARATOR = ","

_TO_ESCAPE = re.compile(r"[\\,]")
_TOKEN = re.compile(r"\\(.)|(,)|([^\\,]+)|(\\)$", re.DOTALL)


def join(members: Iterable[str]) -> str:
    """Several members as one."""
    return SEPARATOR.join(_TO_ESCAPE.sub(r"\\\g<0>", member) for member in members)


def split(joined: str) -> tuple[str, ...]:
    """The members that `join` was given."""
    members = [""]
    for escaped, comma, plain, last in _TOKEN.findall(joined):
        if comma:
            members.append("")
        else:
            members[-1] += escaped or plain or last
    return tuple(members)


def dimensions_of(name: str) -> tuple[str, ...]:
    """The dimensions of a cut: `segment,rep` -> ("segment", "rep"), `plan` -> ("plan",)."""
    return tuple(name.split(SEPARATOR))
