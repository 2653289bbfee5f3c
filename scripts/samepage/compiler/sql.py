"""The SQL of a leaf at each step: a column of the fact's rows, of its days, of its periods.

Additive leaves are grouped once by day and then added up to longer periods; so are extremes, and
averages as a sum and a count. A distinct count adds up too: a thing counts in the period of a row
if the row before that tells of it lies before the period. Medians and percentiles cannot be put
together from days: they are grouped from the rows for each grain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from samepage.compiler.aggregations import AVERAGED, DISTINCT, EXTREME, RANKED
from samepage.compiler.filters import all_of
from samepage.compiler.plan import Derived, Formula, Leaf, Ratio, leaves


@dataclass(frozen=True)
class Column:
    """An expression and the name it gets; printed as a select lists it."""

    sql: str
    name: str

    def __str__(self) -> str:
        return self.name if self.sql == self.name else f"{self.sql} as {self.name}"


def row(leaf: Leaf) -> Column:
    """What one row of the fact brings to the leaf; null when it brings nothing."""
    expr, when = leaf.measure.expr, [leaf.condition] if leaf.condition else []
    if leaf.measure.agg == "sum_boolean":
        expr, when = "1", [*when, expr]
    if when:
        expr = f"case when {all_of(when)} then {expr} end"
    return Column(expr, leaf.column)


def by_day(leaf: Leaf) -> list[Column]:
    """The leaf grouped by day and member: what can be added up later."""
    name, agg = leaf.column, leaf.measure.agg
    # To a sum, a row of nothing brings nothing: the MRR of one that left rests on one record.
    is_sum = agg == "sum" and not leaf.counts_rows
    records = Column(f"count(nullif({name}, 0))" if is_sum else f"count({name})", leaf.records)
    if leaf.counts_rows or agg in (*DISTINCT, *RANKED):
        return [records]
    grouped = agg if agg in EXTREME else "sum"
    return [Column(f"{grouped}({name})", name), records]


def by_period(leaf: Leaf) -> list[Column]:
    """The leaf's days put together to periods; of other days, those of its base."""
    of = leaf.base
    if leaf.measure.edge:
        edge = "first_day" if leaf.measure.edge.day == "min" else "last_day"
        return [
            Column(f"sum(case when date_day = {edge} then {name} end)", told)
            for name, told in {of.column: leaf.column, of.records: leaf.records}.items()
        ]
    records = Column(f"sum({of.records})", leaf.records)
    if leaf.counts_rows or leaf.measure.agg in (*DISTINCT, *RANKED):
        return [records]
    if leaf.measure.agg in AVERAGED:
        mean = f"1.0 * sum({of.column}) / nullif(sum({of.records}), 0)"
        return [Column(mean, leaf.column), records]
    grouped = leaf.measure.agg if leaf.measure.agg in EXTREME else "sum"
    return [Column(f"{grouped}({of.column})", leaf.column), records]


def ranked(leaf: Leaf) -> list[Column]:
    """The leaf grouped from the rows themselves, for what cannot be put together from days."""
    return by_row(leaf) if leaf.measure.agg in RANKED else []


def by_row(leaf: Leaf) -> list[Column]:
    """The same for distinct counts of other days: nothing tells since when a thing was not seen."""
    if leaf.measure.agg not in (*DISTINCT, *RANKED):
        return []
    return [Column(direct(leaf, leaf.base.column), leaf.column)]


def held(leaf: Leaf) -> list[Column]:
    """A balance of many: of each, the rows of its own first or last day."""
    edge = "first_day" if leaf.measure.edge and leaf.measure.edge.day == "min" else "last_day"
    row = f"case when date_day = {edge} then {leaf.base.column} end"
    records = Column(f"count({row})", leaf.records)
    value = Column(direct(leaf, row), leaf.column)
    return [value] if leaf.counts_rows else [value, records]


def averaged(column: Column, leaf: Leaf) -> Column:
    """What the days of a period come to; of counts and sums the total, to be divided by days."""
    if column.name == leaf.records:
        return Column(f"max({column.name})", column.name)
    over_days = "sum" if leaf.is_zero_when_nothing_happened else "avg"
    return Column(f"{over_days}({column.name})", column.name)


def direct(leaf: Leaf, of: str) -> str:
    """The leaf's aggregate over rows in one step, where `of` is the SQL of its row."""
    measure = leaf.measure
    match measure.agg:
        case "count_distinct":
            return f"count(distinct {of})"
        case "median":
            return f"percentile_cont(0.5) within group (order by {of})"
        case "percentile":
            kind = "disc" if measure.is_discrete else "cont"
            return f"percentile_{kind}({measure.percentile}) within group (order by {of})"
        case "average":
            return f"avg({of})"
        case "min" | "max" | "count" as agg:
            return f"{agg}({of})"
        case _:
            return f"count({of})" if leaf.counts_rows else f"sum({of})"


def filled(leaf: Leaf, days: str = "") -> list[Column]:
    """The leaf where nothing happened: 0 for counts and sums, null for the others.

    `days` is the SQL of how many of its days lie in the data, where that may be none.
    """
    of = leaf.unfilled
    value, records = of.column, f"coalesce({of.records}, 0)"
    if of.is_zero_when_nothing_happened:
        value = f"coalesce({value}, 0)"
        if of.is_average:
            value = f"1.0 * {value} / {days}"
        elif of.shift:
            value = f"case when {days} > 0 then {value} end"
    if leaf.fill is not None:
        # The sum of rows of 0 is 0 and is no hole; a count of 0 is that nothing happened.
        counts = of.counts_rows or of.measure.agg in DISTINCT
        happened = f"{records} > 0" if counts else f"{of.column} is not null"
        value = f"case when {happened} then {value} else {leaf.fill:g} end"
    columns = [Column(f"cast({value} as double precision)", leaf.column)]
    return columns if leaf.records == leaf.column else [*columns, Column(records, leaf.records)]


def per(expr: str) -> Column:
    """A column of the rows by which balances are told apart."""
    return named("per", expr)


def named(prefix: str, expr: str) -> Column:
    """An expression under a name made of its words."""
    return Column(expr, "_".join([prefix, *re.findall(r"[A-Za-z0-9]+", expr)]).lower())


def value(formula: Formula, of: Callable[[Leaf], str]) -> str:
    """A formula as SQL, where `of` gives the SQL of a leaf."""
    match formula:
        case Leaf():
            return of(formula)
        case Ratio(numerator, denominator):
            return f"1.0 * {_operand(numerator, of)} / nullif({value(denominator, of)}, 0)"
        case Derived(expr, parts):
            return _NAME.sub(
                lambda word: _operand(parts[word[0]], of) if word[0] in parts else word[0], expr
            )


def records(formula: Formula, of: Callable[[Leaf], str]) -> str:
    """How many rows a value rests on: of a ratio its denominator's, else the most of any part."""
    counted = formula.denominator if isinstance(formula, Ratio) else formula
    columns = list(dict.fromkeys(of(leaf) for leaf in leaves(counted)))
    return columns[0] if len(columns) == 1 else f"greatest({', '.join(columns)})"


def _operand(formula: Formula, of: Callable[[Leaf], str]) -> str:
    """A formula as part of another: in brackets unless it is a single column."""
    inner = value(formula, of)
    return inner if isinstance(formula, Leaf) else f"({inner})"


_NAME = re.compile(r"[A-Za-z_]\w*")
