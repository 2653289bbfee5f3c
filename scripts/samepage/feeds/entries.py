"""One metric with everything that is told of it outside of pages.

asked = entries(Desk(site, "index.md"))              # first pass: only asks
told = entries(Desk(site, "index.md", answers))      # second pass: the same with values
told[0].definition_hash                              # "sha256:3f0c..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samepage.catalog import Catalog, Metric
from samepage.compiler import short_sql
from samepage.members import dimensions_of
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, everyday
from samepage.stamps import digest_of


@dataclass(frozen=True)
class Entry:
    """figure    the metric at its everyday grain, as its page shows it
    series      grain -> the metric over all periods
    cuts        dimension -> the metric by its members; pairs of dimensions are left to the page
    sql         one statement that computes it
    """

    figure: Figure
    series: Mapping[str, Figure]
    cuts: Mapping[str, Figure]
    sql: str
    definition_hash: str

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
    sql = short_sql(catalog, metric.name, figure.choice.grain).strip()
    return Entry(
        figure=figure,
        series={grain: figure.grain(grain) for grain in catalog.grains_of(metric.name)},
        cuts={dimension: figure.by(dimension) for dimension in single},
        sql=sql,
        definition_hash=_hash(catalog, metric, sql),
    )


def _hash(catalog: Catalog, metric: Metric, sql: str) -> str:
    """Changes when the number may come out otherwise, and only then: names and prose are not in it.

    The statement holds every part, filter, date and aggregation down to the columns of the marts;
    its first line is the label.
    """
    calculation = sql.partition("\n")[2]
    window = catalog.window_days(metric.name)
    told = (calculation, metric.version, metric.unit, metric.dated_by, window)
    return f"sha256:{digest_of(*told)}"
