"""`--where` as people write it, turned into a filter of dbt's language.

read_where("segment = 'Enterprise' and not is_icp", known)
# "{{ Dimension('segment') }} = 'Enterprise' and not {{ Dimension('is_icp') }}"

Names are dimensions, text stands between single quotes, and SQL says the rest: comparisons, `and`,
`or`, `not`, `in`, `between`, `like`, `is null`, brackets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from samepage.errors import Fault
from samepage.rules.suggest import unknown

WORDS = frozenset({"and", "or", "not", "in", "is", "null", "between", "like", "true", "false"})

_TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*')
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign><>|!=|<=|>=|[=<>(),])
      | (?P<space>\s+)
      | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def read_where(written: str, known: Collection[str]) -> tuple[str, list[Fault]]:
    """The filter, and everything that is wrong with what was written."""
    pieces: list[str] = []
    faults: list[Fault] = []
    for token in _TOKEN.finditer(written):
        piece = token[0]
        if token.lastgroup == "name" and piece.lower() not in WORDS:
            faults += _unknown(piece, known)
            piece = f"{{{{ Dimension('{piece}') }}}}"
        if token.lastgroup == "other":
            faults.append(_unreadable(piece))
        pieces.append(piece)
    return "".join(pieces), [*faults, *_unbalanced(written)]


def _unknown(name: str, known: Collection[str]) -> Iterator[Fault]:
    if name not in known:
        kind = "a dimension or a date of all these metrics"
        otherwise = "name a dimension, and put text between single quotes"
        yield unknown("query", "--where", name, kind, known, otherwise)


def _unreadable(piece: str) -> Fault:
    fix = "write text as 'Enterprise', and a quote in it twice: 'O''Brien'"
    return Fault("query", "--where", piece, "names, numbers, text, comparisons and brackets", fix)


def _unbalanced(written: str) -> Iterator[Fault]:
    signs = [token["sign"] for token in _TOKEN.finditer(written)]
    depths = [signs[: n + 1].count("(") - signs[: n + 1].count(")") for n in range(len(signs))]
    if depths and (min(depths) < 0 or depths[-1]):
        yield Fault("query", "--where", written, "as many ( as )", "close each bracket once")
