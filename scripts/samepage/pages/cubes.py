"""All of metric_values as columns, for the cubes that pages hand to the browser.

cubes = read_cubes(company.build.values)
cubes.metrics["win_rate"]["month"].cuts["segment"]["SMB"]["numerator"]      # [7, 5, ...]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from samepage.values import read_members

# A dimension with more members than this, such as every account, is nothing to choose from.
MOST_MEMBERS = 150

COLUMNS = ("value", "numerator", "denominator")

Column = Sequence[float | None]
Rows = Mapping[str, Column]

_PERIODS = """
select metric, grain, period_start, bool_and(is_complete)
from read_parquet($path)
group by metric, grain, period_start
order by metric, grain, period_start
"""

# A number is not one (nan) where it is withheld. Days are listed only where some are missing: a
# million of them would take seconds.
_CUTS = """
with metric_values as (
    select
        * replace (
            if(records is null, 'nan'::double, value) as value,
            if(records is null, 'nan'::double, numerator) as numerator,
            if(records is null, 'nan'::double, denominator) as denominator
        )
    from read_parquet($path)
),

periods as (
    select metric, grain, count(distinct period_start) as periods
    from metric_values
    group by metric, grain
),

too_large as (
    select metric, dimension
    from metric_values
    group by metric, dimension
    having count(distinct member) > $most
)

select
    metric,
    grain,
    dimension,
    member,
    case
        when count(*) < any_value(periods) then list(period_start order by period_start)
    end,
    list(value order by period_start),
    list(numerator order by period_start),
    list(denominator order by period_start)
from metric_values
inner join periods using (metric, grain)
anti join too_large using (metric, dimension)
group by metric, grain, dimension, member
order by metric, grain, dimension, member
"""


@dataclass(frozen=True)
class Grain:
    """One metric at one grain.

    complete   period -> whether it is, in the order of time
    cuts       dimension -> member -> column -> a number per period
    """

    complete: Mapping[date, bool]
    cuts: Mapping[str, Mapping[str, Rows]]


@dataclass(frozen=True)
class Cubes:
    """Metric -> grain -> numbers. `members` are in the order in which people choose them."""

    members: Mapping[str, Mapping[str, Sequence[str]]]
    metrics: Mapping[str, Mapping[str, Grain]]


@dataclass(frozen=True)
class Wanted:
    """What a page shows of a metric: its grains, and its dimensions, `total` among them."""

    grains: Sequence[str]
    dimensions: Sequence[str]


def read_cubes(path: Path) -> Cubes:
    """Every metric, without dimensions of more than MOST_MEMBERS members."""
    with duckdb.connect() as connection:
        periods = connection.execute(_PERIODS, {"path": str(path)}).fetchall()
        cuts = connection.execute(_CUTS, {"path": str(path), "most": MOST_MEMBERS}).fetchall()
    complete: defaultdict[tuple[str, str], dict[date, bool]] = defaultdict(dict)
    for metric, grain, start, is_complete in periods:
        complete[metric, grain][start] = is_complete
    metrics: defaultdict[str, dict[str, Grain]] = defaultdict(dict)
    for (metric, grain), known in complete.items():
        metrics[metric][grain] = Grain(known, defaultdict(dict))
    for metric, grain, dimension, member, starts, *columns in cuts:
        days = complete[metric, grain]
        metrics[metric][grain].cuts[dimension][member] = {  # type: ignore[index]
            name: column if starts is None else _placed(column, starts, days)
            for name, column in zip(COLUMNS, columns, strict=True)
        }
    return Cubes(read_members(path), metrics)


def _placed(column: Column, starts: Sequence[date], days: Mapping[date, bool]) -> Column:
    """A column with nothing where the member has no row."""
    found = dict(zip(starts, column, strict=True))
    return [found.get(day) for day in days]
