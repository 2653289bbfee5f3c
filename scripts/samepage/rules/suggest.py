"""Says what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from samepage.errors import Fault

# Longer lists than this help nobody in the middle of a sentence.
_FEW = 12


def one_of(known: Iterable[str]) -> str:
    """The names in a sentence in the order given, or their number when they are many."""
    names = list(dict.fromkeys(known))
    if len(names) == 1:
        return names[0]
    return f"one of {', '.join(names)}" if len(names) <= _FEW else f"one of {len(names)} names"


def write_instead(value: str, known: Iterable[str], otherwise: str) -> str:
    """The fix for a name that is wrong: the nearest right one, or else what `otherwise` says."""
    near = get_close_matches(value, sorted(set(known)), n=1)
    return f"write `{near[0]}`" if near else otherwise


def unknown(
    where: str, field: str, value: str, kind: str, known: Iterable[str], otherwise: str
) -> Fault:
    """A name that nothing has. `kind` is what it should name: "a team"."""
    names = sorted(set(known))
    expected = f"{kind}, {one_of(names)}" if names else f"{kind}, and there is none yet"
    return Fault(where, field, value, expected, write_instead(value, names, otherwise))
