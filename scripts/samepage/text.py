"""Text for people: the one encoder into Markdown and HTML, and how numbers and days are written.

encode("a|b <i>")                        # "a&#124;b&#32;&#60;i&#62;"
number(0.6315, "percent")                # "63.2 %"
number(1_234_567, "currency", "EUR")     # "€ 1.2 M"
exact(1_234_567, "currency", "EUR")      # "€ 1,234,567"
exact(0.6315, "percent")                 # "63.15 %"
number(None, "days")                     # "–"
day(date(2026, 10, 5))                   # "5 Oct 2026"

The rules of numbers: percentages have one decimal; money below 10,000 is exact, above it is
rounded to k, M or bn; counts are whole, with thousands separated by commas; durations and
ratios have one decimal where it says something, and ratios below 2 have two; a plain number, such
as a parameter of a fitted curve, has three. Percentages and points are fractions in the data. A
minus is a minus, not a hyphen; a number and its unit are never torn apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

UNITS = (
    *("count", "currency", "percent", "points", "ratio", "number"),
    *("months", "days", "hours", "minutes"),
)
NONE = "–"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "PLN": "zł", "CHF": "CHF"}
# One of it, and several.
DURATIONS = {
    "months": ("month", "months"),
    "days": ("day", "days"),
    "hours": ("h", "h"),
    "minutes": ("min", "min"),
}
# From where, divided by, decimals, letter: a scale starts where rounding reaches its 1.0.
_SCALES = ((999.95e6, 1e9, 1, "bn"), (999.5e3, 1e6, 1, "M"), (10e3, 1e3, 0, "k"))
# Below this a ratio has two decimals: 0.71× is not 0.75×.
_SMALL_RATIO = 2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _References(dict[int, str]):
    """Code point -> what stands for it in Markdown and HTML; filled as characters turn up.

    HTML has no reference for control characters: they become their visible pictures, so that
    nothing is lost and nothing reaches the parser's own placeholders.
    """

    def __missing__(self, code: int) -> str:
        self[code] = reference = self._reference(code)
        return reference

    @staticmethod
    def _reference(code: int) -> str:
        if chr(code).isalnum():
            return chr(code)
        if code < 0x20 and code not in (0x09, 0x0A, 0x0D):
            code += 0x2400
        elif code == 0x7F:
            code = 0x2421
        elif (
            0x80 <= code < 0xA0
            or 0xD800 <= code < 0xE000
            or code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
        ):
            code = 0xFFFD
        return f"&#{code};"


_REFERENCES = _References()


def encode(text: str) -> str:
    """`text` with every non-alphanumeric character as a numeric reference.

    The result is plain text to Markdown and all its extensions, to HTML, and inside quoted
    attributes. `html.escape` would not do: attr_list, abbr, snippets and tables fire on
    characters that it leaves alone.
    """
    return text.translate(_REFERENCES)


def number(value: float | None, unit: str, currency: str = "EUR", *, is_scaled: bool = True) -> str:
    """A value of one of UNITS as a person reads it; NONE when there is no value.

    Columns of a table are not scaled: there, money has to add up.
    """
    if value is None or math.isnan(value):
        return NONE
    if unit == "currency" and is_scaled:
        return _money(value, currency)
    return in_unit(value, unit, currency, 1)


def exact(value: float | None, unit: str, currency: str = "EUR") -> str:
    """The same to the last digit that means something: for tooltips."""
    return NONE if value is None or math.isnan(value) else in_unit(value, unit, currency, 2)


def in_unit(value: float, unit: str, currency: str, decimals: int) -> str:
    """A value with so many decimals, where they say something."""
    if unit == "percent":
        return f"{fixed(value * 100, decimals)}{THIN}%"
    if unit == "currency":
        return f"{_sign(value, 0)}{_symbol(currency)}{THIN}{abs(value):,.0f}"
    if unit == "points":
        return f"{fixed(value * 100, decimals)}{THIN}points"
    if unit == "ratio":
        return f"{fixed(value, max(decimals, 2) if abs(value) < _SMALL_RATIO else decimals)}×"
    if unit == "number":
        return _short(value, decimals + 2)
    if unit in DURATIONS:
        one, several = DURATIONS[unit]
        return f"{_short(value, decimals)}{THIN}{one if value == 1 else several}"
    if unit == "count":
        return _short(value, decimals)
    raise ValueError(f"unit {unit!r} is none of {', '.join(UNITS)}")


def day(when: date) -> str:
    return f"{when.day} {month(when)}"


def month(when: date) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`"""
    *head, tail = list(words) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def humanise(name: str) -> str:
    """A name out of a file as words: `icp_tier` -> "ICP tier"."""
    words = [word.upper() if word in _INITIALS else word for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


_INITIALS = frozenset({"icp", "mrr", "arr", "mql", "sal", "sql", "nps", "crm"})


def _money(value: float, currency: str) -> str:
    for start, divisor, decimals, letter in _SCALES:
        if abs(value) >= start:
            amount = f"{abs(value) / divisor:,.{decimals}f}"
            return f"{_sign(value, 0)}{_symbol(currency)}{THIN}{amount}{THIN}{letter}"
    return in_unit(value, "currency", currency, 0)


def _symbol(currency: str) -> str:
    return _SYMBOLS.get(currency, currency)


def _short(value: float, decimals: int) -> str:
    return fixed(value, 0 if float(value).is_integer() else decimals)


def fixed(value: float, decimals: int) -> str:
    """Thousands with commas, and a minus that is one."""
    return f"{_sign(value, decimals)}{abs(value):,.{decimals}f}"


def _sign(value: float, decimals: int) -> str:
    """A minus, but none for what rounds to zero."""
    return MINUS if value < 0 and float(f"{value:.{decimals}f}") else ""
