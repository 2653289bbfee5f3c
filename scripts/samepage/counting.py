"""Says how a metric that is no formula is counted.

counting(catalog, catalog.metrics["bookings_to_date"])
# Counting("sum of", "amount", "fct_opportunities", "closed_on",
#          "from the start of the year up to the last day of the period")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samepage.catalog import Catalog, Conversion, Input, Metric, Span
from samepage.wording import condition, counted


@dataclass(frozen=True)
class Counting:
    """`sum of`, `mrr`, `fct_account_months`, and which of these rows.

    date   SQL of the day that puts a row into a period
    of     empty where rows themselves are counted
    which  empty where all rows of the period are
    """

    how: str
    of: str
    mart: str
    date: str
    which: str


def counting(catalog: Catalog, metric: Metric) -> Counting | None:
    """None for a formula, which is told by its parts."""
    if not metric.measures:
        return None
    base = metric.measures[0]
    fact = catalog.fact_of(base.name)
    measure = fact.measures[base.name]
    is_row = measure.expr == "1"
    return Counting(
        how="number of rows" if is_row else counted(measure.agg),
        of="" if is_row else " ".join(measure.expr.split()),
        mart=fact.model,
        date=fact.clocks[measure.clock].expr,
        which=", ".join(_which(catalog, metric, base)),
    )


def _which(catalog: Catalog, metric: Metric, base: Input) -> Iterator[str]:
    edge = catalog.fact_of(base.name).measures[base.name].edge
    if edge:
        day = "first" if edge.day == "min" else "last"
        per = f", of each {' and '.join(edge.per)}" if edge.per else ""
        yield f"on the {day} day of the period that has any{per}"
    yield from map(condition, base.filters)
    if metric.span:
        yield spanned(metric.span)
    if metric.conversion:
        yield _followed(catalog, metric.conversion)
    if base.fill is not None:
        yield f"{base.fill:g} where there is none"


def spanned(span: Span) -> str:
    """Which days a cumulative metric counts."""
    day = {"first": "the first day of the period", "last": "the last day of the period"}
    to = day.get(span.agg, "each day of the period, on average")
    if span.window:
        return f"over {span.window} up to {to}"
    return f"from the start of the {span.to_date} up to {to}" if span.to_date else f"up to {to}"


def _followed(catalog: Catalog, conversion: Conversion) -> str:
    """Which rows count once because of what follows them."""
    later = catalog.fact_of(conversion.followed_by.name)
    measure = later.measures[conversion.followed_by.name]
    same = [conversion.entity, *(name.rpartition("__")[2] for name, _ in conversion.same)]
    within = f" within {conversion.window}" if conversion.window else ""
    only = "".join(f" ({condition(each)})" for each in conversion.followed_by.filters)
    of = f" with {measure.expr}" if measure.agg == "sum_boolean" else ""
    event = f"{later.model} has a row{of}{only}"
    share = ", divided by all of them" if conversion.is_rate else ""
    return f"each once if {event} of the same {' and '.join(same)}{within} after it{share}"
