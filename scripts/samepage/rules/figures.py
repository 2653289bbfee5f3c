"""Tells figures from the other numbers that stand in prose: dates, windows, ordinals, names.

    figures("We won 4,238 of them in 2026, 63 % within 90 days.")   # 4,238 and 63 %

Allowed are years, dates and quarters; a window ("within 90 days", "the last 12 months", "90-day");
ordinals ("1.", "2nd"); a number that belongs to a name ("Tier 1", "step 2", "B2B", "P90").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TIME = r"(?:minute|hour|day|week|month|quarter|year)s?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WINDOW = r"(?:within|last|past|first|next|previous|trailing|every|after|before|than|those|these)"
_NAME = r"(?:tier|step|stage|phase|part|level|section|chapter|version|note|figure|iso|fy|week)"
_NOT_MONEY = r"(?![\d.,]*\d|\s*[%‰€$£¥k])"

_ALLOWED = re.compile(
    "|".join(
        (
            r"\b\d{4}-\d{2}(?:-\d{2})?\b",  # 2026-09-30
            rf"\b\d{{1,2}}\.? {_MONTH}\b(?: \d{{4}})?",  # 30 September 2026
            rf"\b{_MONTH} \d{{1,2}}\b(?:, \d{{4}})?(?!\s*[%\d])",  # September 30, 2026
            rf"(?<![\d.,€$£¥-])\b(?:19|20)\d{{2}}\b{_NOT_MONEY}",  # 2026
            rf"\b{_WINDOW} \d+ {_TIME}\b",  # within 90 days
            rf"\b\d+-{_TIME}\b",  # 90-day
            rf"\b{_NAME} \d+\b{_NOT_MONEY}",  # Tier 1
            r"\b\d+(?:st|nd|rd|th)\b",  # 2nd
            r"^\s*(?:[-*>]\s+)?(?:#+\s+)?\d+[.)](?=\s)",  # 1. in lists and headings
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)

# A number that is no part of a word, with its sign and unit. Thin spaces group digits too.
_FIGURE = re.compile(
    r"(?:[€$£¥]\s?)?(?<![\w.,])(?<![A-Za-z]-)[-−+]?\d+(?:[.,'\u2009\u202f]\d+)*(?:\s?[%‰€$£¥]|[a-z]+\b)?"
)


def figures(words: str) -> Iterator[tuple[int, str]]:
    """Every figure typed into prose, with its position."""
    rest = _ALLOWED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), words)
    for found in _FIGURE.finditer(rest):
        yield found.start(), found[0]
