"""One chart of every kind in every awkward state: what tests draw, and what a designer looks at."""

from __future__ import annotations

from datetime import date
from math import sin

from samepage.charts.specs import (
    Bar,
    Event,
    Point,
    Spec,
    breakdown,
    funnel,
    stacked,
    trend,
    waterfall,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOSTILE = "<script>alert(1)</script> & \"quotes\" 'n' \\ {{ 7*7 }} ]]>"


def months(values: list[float | None], series: str = "", incomplete: int = 1) -> list[Point]:
    """The values as months up to October 2026, the last of them not complete."""
    first = 2026 * 12 + 9 - len(values) + 1
    starts = [date((first + at) // 12, (first + at) % 12 + 1, 1) for at in range(len(values))]
    return [
        Point(
            label=f"{_MONTHS[start.month - 1]} {start.year}",
            start=start,
            value=value,
            is_complete=at < len(values) - incomplete,
            series=series,
        )
        for at, (start, value) in enumerate(zip(starts, values, strict=True))
    ]


def wave(level: float, swing: float, count: int = 37) -> list[float | None]:
    return [level * (1 + at / count) + swing * sin(at * 1.7) for at in range(count)]


_MOVES = [
    Bar("Opening MRR", 912_000, is_total=True),
    Bar("New", 41_000),
    Bar("Expansion", 22_000),
    Bar("Contraction", -9_000),
    Bar("Churned", -27_000),
    Bar("Closing MRR", 939_000, is_total=True),
]

GALLERY: dict[str, Spec] = {
    "line": trend(months(wave(0.22, 0.02)), title="Win rate", unit="percent", target=0.3),
    "events": trend(
        months(wave(0.22, 0.02, 13)),
        title="Marked",
        unit="percent",
        target=0.3,
        events=[
            Event(date(2026, 10, 30), "v3", "Version 3 since 30 Oct 2026."),
            Event(date(2026, 1, 1), "Customer success", "Ada went to customer success."),
            Event(date(2026, 2, 14), "v2", "Version 2 since 14 Feb 2026."),
            Event(date(2024, 1, 1), "v1", "Before the first period."),
        ],
    ),
    "team": trend(months(wave(4e5, 5e4), "Sales"), title="Bookings", unit="currency"),
    "lines": trend(
        months(wave(0.31, 0.01), "Marketing")
        + months(wave(0.30, 0.01), "Sales")
        + months(wave(0.12, 0.01), "Customer success"),
        title="Three teams",
        unit="percent",
    ),
    "cohorts": trend(months(wave(120, 4), incomplete=4), title="Leads", unit="count"),
    "gaps": trend(
        months([None, 0.4, 0.5, None, 0.3, None, None, 0.6, 0.61, None, 0.2, None]),
        title="Gaps",
        unit="percent",
    ),
    "three": trend(months([12.0, 0.0, 30.0]), title="Three points", unit="days"),
    "one": trend(months([0.5], incomplete=0), title="One point", unit="percent"),
    "unfinished": trend(months([0.5]), title="Nothing complete", unit="percent"),
    "gap only": trend(months([None, None]), title="No value", unit="ratio"),
    "zero": trend(months([0.0] * 12), title="All zero", unit="count"),
    "negative": trend(
        months([-0.02, -0.01, 0.01, -0.03]), title="Below zero", unit="percent", target=0.0
    ),
    "retention": trend(
        months([0.97, 0.965, 0.98, 0.975]), title="Near 100 %", unit="percent", target=0.98
    ),
    "empty": trend([], title="Nothing", unit="count"),
    "bars": breakdown(
        [
            Bar("Inbound", 0.41),
            Bar("Partner programme of the Nordic and Baltic region, formerly resellers", 0.33),
            Bar("Outbound", 0.12, is_complete=False),
            Bar("Events", 0.0),
            Bar("unknown", None),
        ],
        title="Win rate by channel",
        unit="percent",
        target=0.3,
    ),
    "negative bars": breakdown(
        [Bar("Starter", 40_000), Bar("Team", -12_000)], title="Change", unit="currency"
    ),
    "forty": breakdown(
        [Bar(f"Rep {at + 1}", 40.5 - at) for at in range(40)], title="Forty", unit="days"
    ),
    "no bars": breakdown([], title="None", unit="count"),
    "hostile": breakdown([Bar(HOSTILE, 1.0)], title=HOSTILE, subtitle=HOSTILE, unit="count"),
    "hostile lines": trend(
        months([1.0, 2.0], HOSTILE) + months([2.0, 1.0], "plain"), title=HOSTILE, unit="count"
    ),
    "funnel": funnel(
        [Bar("Leads", 2512, note="36.1 % become MQLs"), Bar("MQLs", 907), Bar("Won", 0)],
        title="The funnel",
    ),
    "waterfall": waterfall(_MOVES, title="MRR", unit="currency"),
    "small waterfall": waterfall(
        [Bar("Opening", 10, is_total=True), Bar("Lost", -14), Bar("Closing", -4, is_total=True)],
        title="Through zero",
        unit="count",
    ),
    "stacked": stacked(
        months(wave(3e5, 1e4), "Enterprise") + months(wave(9e4, 1e4), "Small business"),
        title="MRR by segment",
        unit="currency",
    ),
    "moves": stacked(
        months([30_000, 32_000, 9_000], "New") + months([-9_000, -14_000, -3_000], "Churned"),
        title="Movements",
        unit="currency",
    ),
    "no columns": stacked([], title="No columns", unit="count"),
}
