"""Says in words which rows count, and how.

where("Leads", ["{{ Dimension('lead__is_icp') }} = true"])          # "Leads (ICP)"
where("Bookings", ["{{ Dimension('deal__channel') }} = 'web'"])     # "Bookings (channel = 'web')"
counted("sum_boolean")                                              # "number of rows with"
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from samepage.text import humanise

# A dimension in a filter as authors write it: {{ Dimension('lead__is_icp') }}
_DIMENSION = re.compile(r"\{\{\s*Dimension\(\s*['\"](?:\w+?__)?(\w+)['\"]\s*\)\s*\}\}")

# {{ Entity('customer') }}, {{ TimeDimension('lead__created_on', 'month') }}
_ENTITY = re.compile(r"\{\{\s*Entity\(\s*['\"](?:\w+?__)?(\w+)['\"]\s*\)\s*\}\}")
_DATE = re.compile(
    r"\{\{\s*TimeDimension\(\s*['\"](?:\w+?__)?(\w+)['\"](?:,\s*['\"](\w+)['\"])?\s*\)\s*\}\}"
)

# A yes or no, once the dimension is a name: is_icp = true
_FLAG = re.compile(r"\bis_(\w+)\s*=\s*(true|false)\b")


def where(label: str, filters: Iterable[str]) -> str:
    """A label with the conditions of its filters behind it, in brackets."""
    conditions = ", ".join(map(condition, filters))
    return f"{label} ({conditions})" if conditions else label


def condition(written: str) -> str:
    """`is_icp = false` is "not ICP"; everything else keeps its sign."""
    named = _DIMENSION.sub(r"\1", written)
    if flag := _FLAG.fullmatch(named.strip()):
        name = humanise(flag[1])
        return name if flag[2] == "true" else f"not {name}"
    for names in (_DIMENSION, _ENTITY):
        written = names.sub(lambda found: found[1].replace("_", " "), written)
    return " ".join(_DATE.sub(_date, written).split())


def _date(found: re.Match[str]) -> str:
    """`month of created on`; the day that dates the metric is "the date"."""
    name = "the date" if found[1] == "metric_time" else found[1].replace("_", " ")
    return f"{found[2]} of {name}" if found[2] not in (None, "day") else name


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
