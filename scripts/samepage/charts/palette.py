"""Colours by meaning. A spec names a paint; the stylesheet decides what it looks like.

A spec carries a paint as a sentinel, a colour that nobody would choose. `render` turns every
sentinel into a class (`sp-fill-series-1`), so that one SVG serves light, dark and print:

paint("series-1")                   # "#5a0007"
paint("series-1", hatched=True)     # "#5a0107": drawn hatched, for what is not complete
paint_of("#5a0007")                 # ("series-1", False)
colours(["Sales", "Inbound"])       # {"Sales": "series-2", "Inbound": "series-5"}

site/theme/css/palette.css gives each paint its colour in both schemes.
"""

from __future__ import annotations

from collections.abc import Iterable

PAINTS = (
    *("ink", "muted", "grid", "paper", "target", "hover", "up", "down"),
    *(f"series-{number}" for number in range(1, 9)),
)

# What a colour means, wherever it appears: the team, or the team that owns the stage.
_TEAMS = {"marketing": 1, "sales": 2, "customer_success": 3, "leadership": 4}
_STAGES = {
    **dict.fromkeys(("lead", "mql", "need_confirmed"), "marketing"),
    **dict.fromkeys(("sal", "sql", "opportunity", "won"), "sales"),
    **dict.fromkeys(("successful", "renewed"), "customer_success"),
}
_MEANINGS = {
    **{team: f"series-{slot}" for team, slot in _TEAMS.items()},
    **{stage: f"series-{_TEAMS[team]}" for stage, team in _STAGES.items()},
}
# The mark of each paint on lines and in keys, as an SVG path in a box from -1 to 1: whoever cannot
# tell the colours apart tells the shapes.
_ROUND = "M-1,0A1,1,0,1,0,1,0A1,1,0,1,0,-1,0Z"
MARKS = dict.fromkeys(PAINTS, _ROUND) | {
    "series-1": "M0,-1.1L1.1,0.9L-1.1,0.9Z",
    "series-2": "M0,-1.25L1.25,0L0,1.25L-1.25,0Z",
    "series-3": "M-0.9,-0.9H0.9V0.9H-0.9Z",
    "series-4": "M-0.4,-1.1H0.4V-0.4H1.1V0.4H0.4V1.1H-0.4V0.4H-1.1V-0.4H-0.4Z",
    "series-6": "M0,1.1L1.1,-0.9L-1.1,-0.9Z",
    "series-7": "M-1.1,0L0.9,-1.1L0.9,1.1Z",
    "series-8": "M1.1,0L-0.9,-1.1L-0.9,1.1Z",
}
# Whatever has no fixed meaning starts with the house colour and comes to the teams' colours last.
_FREE = tuple(f"series-{slot}" for slot in (5, 6, 7, 8, 4, 3, 2, 1))


def paint(name: str, *, hatched: bool = False) -> str:
    """The sentinel of a paint. Raises `ValueError` for a paint that does not exist."""
    return f"#5a{int(hatched):02x}{PAINTS.index(name):02x}"


def paint_of(colour: str) -> tuple[str, bool] | None:
    """The paint that a sentinel stands for and whether it is hatched; None for other colours."""
    if not (colour.startswith("#5a0") and len(colour) == 7):
        return None
    return PAINTS[int(colour[5:], 16)], colour[4] == "1"


def colours(names: Iterable[str]) -> dict[str, str]:
    """A paint per name: by meaning where the name has one, else the next that is free.

    At most eight paints exist; further names share the muted one.
    """
    wanted = dict.fromkeys(names)
    chosen = {name: _MEANINGS[key] for name in wanted if (key := _key(name)) in _MEANINGS}
    free = [paint for paint in _FREE if paint not in chosen.values()]
    others = [name for name in wanted if name not in chosen]
    padded = [*free, *["muted"] * len(others)]
    return {**chosen, **dict(zip(others, padded, strict=False))}


def _key(name: str) -> str:
    """ "Customer success" and "customer_success" mean the same, and so do "MQLs" and "mql"."""
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    singular = "opportunity" if key == "opportunities" else key.removesuffix("s")
    return key if key in _MEANINGS else singular
