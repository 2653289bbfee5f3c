"""Text for people: the one encoder into Markdown and HTML, and how numbers and days are written.

encode("a|b <i>")                        # "a&#124;b&#32;&#60;i&#62;"
number(0.6315, "percent")                # "63.2 %"
number(1_234_567, "currency", "EUR")     # "€ 1.2 M"
exact(1_234_567, "currency", "EUR")      # "€ 1,234,567"
exact(0.6315, "percent")                 # "63.15 %"
number(None, "days")                     # "–"
change(0.314, 0.335, "percent")          # "−2.1 points"
day(date(2026, 10, 5))                   # "5 Oct 2026"

The rules of numbers: percentages have one decimal; money below 10,000 is exact, above it is
rounded to k, M or bn; counts are whole, with thousands separated by commas; durations and
ratios have one decimal where it says something; a plain number, such as a parameter of a fitted
curve, has three. Percentages and points are fractions in the data. A minus is a minus, not a
hyphen; a number and its unit are never torn apart.
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
_DURATIONS = {
    "months": ("month", "months"),
    "days": ("day", "days"),
    "hours": ("h", "h"),
    "minutes": ("min", "min"),
}
# From where, divided by, decimals, letter: a scale starts where rounding reaches its 1.0.
_SCALES = ((999.95e6, 1e9, 1, "bn"), (999.5e3, 1e6, 1, "M"), (10e3, 1e3, 0, "k"))
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
        elif 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
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
    return _in_unit(value, unit, currency, 1)


def exact(value: float | None, unit: str, currency: str = "EUR") -> str:
    """The same to the last digit that means something: for tooltips."""
    return NONE if value is None or math.isnan(value) else _in_unit(value, unit, currency, 2)


def _in_unit(value: float, unit: str, currency: str, decimals: int) -> str:
    if unit == "percent":
        return f"{_fixed(value * 100, decimals)}{THIN}%"
    if unit == "currency":
        return f"{_sign(value, 0)}{_symbol(currency)}{THIN}{abs(value):,.0f}"
    if unit == "points":
        return f"{_fixed(value * 100, decimals)}{THIN}points"
    if unit == "ratio":
        return f"{_fixed(value, decimals)}×"
    if unit == "number":
        return _short(value, decimals + 2)
    if unit in _DURATIONS:
        one, several = _DURATIONS[unit]
        return f"{_short(value, decimals)}{THIN}{one if value == 1 else several}"
    if unit == "count":
        return _short(value, decimals)
    raise ValueError(f"unit {unit!r} is none of {', '.join(UNITS)}")


def change(value: float | None, before: float | None, unit: str) -> str:
    """How a value moved: shares in points, durations in their own unit, the rest in per cent."""
    if value is None or before is None:
        return NONE
    if unit in ("percent", "points"):
        return f"{_signed((value - before) * 100)} points"
    if unit in _DURATIONS:
        return f"{_signed(value - before)}{THIN}{_DURATIONS[unit][1]}"
    if before == 0:
        return NONE if value else f"0.0{THIN}%"
    return f"{_signed((value - before) / abs(before) * 100)}{THIN}%"


def difference(value: float, unit: str, currency: str = "EUR") -> str:
    """How far apart two values are, in their unit and without a sign; 0 only where it is none."""
    unit = "points" if unit == "percent" else unit
    scaled = abs(value) * (100 if unit == "points" else 1)
    decimals = next((places for places in (1, 2, 3) if float(f"{scaled:.{places}f}")), 1)
    return _in_unit(abs(value), unit, currency, decimals)


def direction(value: float | None, before: float | None, unit: str) -> int:
    """1 when the change as written is up, -1 when it is down, 0 when it is neither."""
    written = change(value, before, unit)
    return {"+": 1, MINUS: -1}.get(written[0], 0)


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
    return _in_unit(value, "currency", currency, 0)


def _symbol(currency: str) -> str:
    return _SYMBOLS.get(currency, currency)


def _short(value: float, decimals: int) -> str:
    return _fixed(value, 0 if float(value).is_integer() else decimals)


def _fixed(value: float, decimals: int) -> str:
    return f"{_sign(value, decimals)}{abs(value):,.{decimals}f}"


def _signed(value: float) -> str:
    is_zero = not float(f"{value:.1f}")
    plus = "+" if value > 0 and not is_zero else ""
    return f"{plus}{_fixed(value, 1)}"


def _sign(value: float, decimals: int) -> str:
    """A minus, but none for what rounds to zero."""
    return MINUS if value < 0 and float(f"{value:.{decimals}f}") else ""
