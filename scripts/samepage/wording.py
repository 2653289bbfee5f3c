"""Says in words which rows count, and how.

where("Leads", ["{{ Dimension('lead__is_icp') }} = true"])          # "Leads (ICP)"
where("Bookings", ["{{ Dimension('deal__channel') }} = 'web'"])     # "Bookings (channel = 'web')"
counted("sum_boolean")                                              # "number of rows with"
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from samepage.text import humanise

# What a filter asks about, as authors write it: {{ Dimension('lead__is_icp') }},
# {{ TimeDimension('lead__won_on', 'month') }}, {{ Dimension('metric_time').grain('month') }}
_NAMED = re.compile(
    r"\{\{\s*(?:Dimension|TimeDimension|Entity)\(\s*['\"](?:\w+?__)?(\w+)['\"]([^}]*)\}\}"
)
_GRAIN = re.compile(r"['\"](week|month|quarter|year)['\"]")

# A yes or no, once the dimension is a name: is_icp = true
_FLAG = re.compile(r"\bis_(\w+)\s*=\s*(true|false)\b")


def where(label: str, filters: Iterable[str]) -> str:
    """A label with the conditions of its filters behind it, in brackets."""
    conditions = ", ".join(map(condition, filters))
    return f"{label} ({conditions})" if conditions else label


def condition(written: str) -> str:
    """`is_icp = false` is "not ICP"; everything else keeps its sign."""
    if flag := _FLAG.fullmatch(_NAMED.sub(r"\1", written).strip()):
        name = humanise(flag[1])
        return name if flag[2] == "true" else f"not {name}"
    return " ".join(_NAMED.sub(_in_words, written).split())


def _in_words(found: re.Match[str]) -> str:
    """`month of created on`; the day that dates the metric is "the date"."""
    name = "the date" if found[1] == "metric_time" else found[1].replace("_", " ")
    grain = _GRAIN.search(found[2])
    return f"{grain[1]} of {name}" if grain else name


def counted(agg: str) -> str:
    """How one of dbt's aggregations is said before what it is of: `sum` is "sum of"."""
    return _COUNTED.get(agg, agg)


_COUNTED = {
    "sum": "sum of",
    "count": "number of rows with",
    "sum_boolean": "number of rows with",
    "count_distinct": "number of different",
    "average": "mean of",
    "min": "smallest",
    "max": "largest",
    "median": "median of",
    "percentile": "percentile of",
}
