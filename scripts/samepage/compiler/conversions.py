"""Whether an event is followed by another: the condition that makes a leaf a conversion.

MetricFlow credits each later event to the newest event before it, so that one lead with two
opportunities converts twice, and of two leads before one opportunity only the second does. Here
each base event counts once if any such event follows, so that a rate is a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samepage.catalog import Catalog, Fact, Measure, Metric
from samepage.compiler.filters import Refused, condition
from samepage.compiler.reach import Reach
from samepage.errors import Fault

# The row of the event that follows, inside the subquery.
_LATER = "later"

# Text in quotes, and names that have no table in front and are no functions.
_WORDS = re.compile(r"'(?:[^']|'')*'|(?<![\w.])[A-Za-z_]\w*(?![\w.(])")

# Indented as it stands in a list of columns.
_AND = "\n                and "
_EXISTS = """exists (
            select 1
            from {model} as later
            where
                {conditions}
        )"""


def followed(catalog: Catalog, metric: Metric) -> str:
    """SQL over the base fact: an event of the other measure follows within the window.

    Days are compared: the same day is no earlier, and a window of 30 days ends with the
    twenty-ninth day after. The mart of the later event is read under its own name.
    """
    conversion = metric.conversion
    assert conversion
    base, later = (catalog.fact_of(each.name) for each in metric.measures)
    first = _day(base, base.measures[conversion.base.name], base.model)
    second = _day(later, later.measures[conversion.followed_by.name], _LATER)
    same = [(base.entities[conversion.entity].expr, later.entities[conversion.entity].expr)]
    same += [(base.dimensions[plain(a)], later.dimensions[plain(b)]) for a, b in conversion.same]
    conditions = [
        f"{qualified(theirs, later, _LATER)} = {qualified(ours, base, base.model)}"
        for ours, theirs in same
    ]
    conditions.append(f"{second} >= {first}")
    if conversion.window:
        count, unit = conversion.window.in_units
        conditions.append(f"{second} < {first} + interval '{count}' {unit}")
    conditions += _counted(later, later.measures[conversion.followed_by.name])
    clock = later.measures[conversion.followed_by.name].clock
    own = condition(conversion.followed_by.filters, Reach(catalog, later, clock), metric)
    if own.borrowed:
        raise Refused(_borrowed(metric, later, own.borrowed[0].name))
    conditions += [own.sql] if own.sql else []
    return _EXISTS.format(model=later.model, conditions=_AND.join(map(_in_brackets, conditions)))


def plain(dimension: str) -> str:
    """A dimension without its entity: `lead__channel` is `channel`."""
    return dimension.rpartition("__")[2]


def qualified(written: str, fact: Fact, table: str) -> str:
    """SQL over a fact with the table in front of its columns."""
    if written.isidentifier():
        return f"{table}.{written}"
    columns = fact.columns.keys()
    return _WORDS.sub(lambda word: f"{table}.{word[0]}" if word[0] in columns else word[0], written)


def _day(fact: Fact, measure: Measure, table: str) -> str:
    return f"cast({qualified(fact.clocks[measure.clock].expr, fact, table)} as date)"


def _counted(fact: Fact, measure: Measure) -> Iterator[str]:
    """What makes a row an event of the measure."""
    expr = qualified(measure.expr, fact, _LATER)
    if measure.agg == "sum_boolean":
        yield expr
    elif not measure.expr.isdigit():
        yield f"{expr} is not null"


def _in_brackets(condition: str) -> str:
    return f"({condition})" if re.search(r"\bor\b", condition, re.IGNORECASE) else condition


def _borrowed(metric: Metric, later: Fact, name: str) -> Fault:
    return Fault(
        metric.path,
        "conversion_measure filter",
        name,
        f"a dimension that {later.model} has itself: nothing is joined to the event that follows",
        f"add it as a column to models/marts/{later.model}.sql",
    )
