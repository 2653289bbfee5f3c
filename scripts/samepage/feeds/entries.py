"""One metric with everything that is told of it outside of pages.

asked = entries(Desk(site, "index.md"))              # first pass: only asks
told = entries(Desk(site, "index.md", answers))      # second pass: the same with values
told[0].definition_hash                              # "sha256:3f0c..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from samepage.catalog import Metric
from samepage.compiler import definition_hash, everyday_sql
from samepage.members import dimensions_of
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, everyday


@dataclass(frozen=True)
class Entry:
    """figure    the metric at its everyday grain, as its page shows it
    series      grain -> the metric over all periods
    cuts        dimension -> the metric by its members; pairs of dimensions are left to the page
    """

    figure: Figure
    series: Mapping[str, Figure]
    cuts: Mapping[str, Figure]

    @cached_property
    def sql(self) -> str:
        """One statement that computes it."""
        return everyday_sql(self.figure.desk.site.catalog, self.metric)

    @cached_property
    def definition_hash(self) -> str:
        return definition_hash(self.figure.desk.site.catalog, self.metric, self.sql)

    @property
    def metric(self) -> Metric:
        return self.figure.metric

    @property
    def address(self) -> str:
        """Its page below the root of the site, without slashes around: metrics/funnel/win_rate"""
        return self.metric.url.strip("/")


def entries(desk: Desk) -> list[Entry]:
    """All metrics, by domain, then by name. Every value that any file shows is asked for here."""
    metrics = desk.site.catalog.metrics.values()
    found = [_entry(desk, metric) for metric in sorted(metrics, key=lambda m: (m.domain, m.name))]
    for entry in found:
        for figure in (*entry.series.values(), *entry.cuts.values()):
            _ = figure.values
    return found


def _entry(desk: Desk, metric: Metric) -> Entry:
    catalog, figure = desk.site.catalog, everyday(desk, metric)
    single = [each for each in metric.dimensions if len(dimensions_of(each)) == 1]
    return Entry(
        figure=figure,
        series={grain: figure.grain(grain) for grain in catalog.grains_of(metric.name)},
        cuts={dimension: figure.by(dimension) for dimension in single},
    )
