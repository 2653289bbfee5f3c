"""The five kinds of chart on the site as Vega-Lite specs: plain dicts, all of one family.

trend(points, title="Win rate", subtitle="per month", unit="percent", target=0.3)
breakdown([Bar("Inbound", 0.31), Bar("Outbound", None)], title="By channel", unit="percent")
funnel([Bar("Leads", 2500, note="36.1 % become MQLs"), Bar("MQLs", 900)], title="The funnel")
waterfall([Bar("Opening", 9e5, is_total=True), Bar("Churned", -4e4)], title="MRR", unit="currency")
stacked(points_with_series, title="MRR by segment", unit="currency")

Values come in the terms of `metric_values` (0.6315 for 63.2 %); `unit` is one of text.UNITS.
Without data a chart says that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from samepage.charts import columns, lines, rows
from samepage.charts.shapes import Bar, Event, Point, Spec, Words

__all__ = ["Bar", "Event", "Point", "Spec", "breakdown", "funnel", "stacked", "trend", "waterfall"]


def trend(
    points: Sequence[Point],
    *,
    title: str,
    subtitle: str = "",
    unit: str,
    currency: str = "EUR",
    target: float | None = None,
    better: str = "higher",
    events: Sequence[Event] = (),
) -> Spec:
    """Lines over time, one per `series`, at most six; `events` mark what happened meanwhile.

    Several lines bear their names at their ends. One line bears its newest complete value
    instead, and takes its colour from its `series` (a team, say). Periods without a value stay
    gaps; periods that are not complete are dashed, hollow and stand under hatching. `better` says
    on which side of the target it is reached: "higher" or "lower".
    """
    return lines.trend(points, Words(title, subtitle, unit, currency, better), target, events)


def breakdown(
    bars: Sequence[Bar],
    *,
    title: str,
    subtitle: str = "",
    unit: str,
    currency: str = "EUR",
    target: float | None = None,
) -> Spec:
    """Bars in the order given, one per member; below zero to the left of a line, None as "–"."""
    return rows.breakdown(bars, Words(title, subtitle, unit, currency), target)


def funnel(
    steps: Sequence[Bar],
    *,
    title: str,
    subtitle: str = "",
    unit: str = "count",
    currency: str = "EUR",
) -> Spec:
    """Stages from first to last, coloured by the team that owns them.

    What goes on from one stage to the next is a metric of its own: hand it in as `note`.
    """
    return rows.funnel(steps, Words(title, subtitle, unit, currency))


def waterfall(
    steps: Sequence[Bar], *, title: str, subtitle: str = "", unit: str, currency: str = "EUR"
) -> Spec:
    """Signed movements between levels (`is_total`): the MRR roll-forward.

    Give churn and contraction as negative values. Where the levels are far above the movements
    the scale is cut, and the drawing says so.
    """
    return rows.waterfall(steps, Words(title, subtitle, unit, currency))


def stacked(
    points: Sequence[Point],
    *,
    title: str,
    subtitle: str = "",
    unit: str,
    currency: str = "EUR",
    events: Sequence[Event] = (),
) -> Spec:
    """Columns over time, stacked by `series` in the order in which they first appear, at most six.

    Negative values stack downwards. Columns of periods that are not complete are hatched.
    """
    return columns.stacked(points, Words(title, subtitle, unit, currency), events)
