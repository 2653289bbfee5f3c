"""Reads metric values: whatever all pages ask for, in one query.

asks = [Ask("win_rate"), Ask("win_rate", "quarter", "channel", last=1)]
answers = read_values(company.build.values, asks)
answers[asks[0]]                       # (Value(...), ...) by period, then by member
newest_complete(answers[asks[0]])      # the headline: Value(...) or None
read_members(path)["win_rate"]         # {"segment": ("Mid-market", ..., "unknown"), ...}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

TOTAL = "total"
ALL = "all"


@dataclass(frozen=True)
class Ask:
    """One question to `metric_values`.

    member    only this member of the dimension; None for every one
    last      only the newest n complete periods and those begun since; None for every period
    at        only the period that starts on this day
    anchor    only periods in which this metric is complete too, and `last` counts those
    """

    metric: str
    grain: str = "month"
    dimension: str = TOTAL
    member: str | None = None
    last: int | None = None
    at: date | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class Value:
    """One row of `metric_values`. A percentage is a fraction; null is None.

    records  how many rows the value rests on; None where they are too few to show any of it
    """

    period_start: date
    member: str
    value: float | None
    numerator: float | None
    denominator: float | None
    records: int | None
    is_complete: bool

    @property
    def is_withheld(self) -> bool:
        """Whether it rests on too few records (`vars.suppress_below`), or would give such away."""
        return self.records is None


Answers = Mapping[Ask, Sequence[Value]]

# `age` counts the complete periods from the newest down to this one, so that 1 is the newest
# complete period and 0 are those that are not over yet.
_QUERY = """
with asks as (
    select unnest($asks::struct(
        number integer,
        metric varchar,
        grain varchar,
        dimension varchar,
        member varchar,
        "day" date,
        anchor varchar,
        youngest integer,
        oldest integer
    )[], recursive := true)
),

metric_values as (
    select * from read_parquet($path)
),

periods as (
    select
        metric,
        grain,
        period_start,
        count(*) filter (where is_complete) over newest_first as age
    from metric_values
    where dimension = 'total'
    window newest_first as (partition by metric, grain order by period_start desc)
)

select
    asks.number,
    metric_values.period_start,
    metric_values.member,
    metric_values.value,
    metric_values.numerator,
    metric_values.denominator,
    metric_values.records,
    metric_values.is_complete
from asks
inner join periods
    on periods.metric = asks.anchor and periods.grain = asks.grain
inner join metric_values
    on metric_values.metric = asks.metric
    and metric_values.grain = asks.grain
    and metric_values.dimension = asks.dimension
    and metric_values.period_start = periods.period_start
where
    periods.age between asks.youngest and asks.oldest
    and (asks.member is null or metric_values.member = asks.member)
    and (asks.day is null or metric_values.period_start = asks.day)
order by asks.number, metric_values.period_start, metric_values.member
"""


def read_values(path: Path, asks: Iterable[Ask]) -> Answers:
    """The rows of each ask, by period, then by member; empty where there are none."""
    asked = list(dict.fromkeys(asks))
    if not asked:
        return {}
    found: dict[Ask, list[Value]] = defaultdict(list)
    parameters = [_parameters(number, ask) for number, ask in enumerate(asked)]
    with duckdb.connect() as connection:
        query = connection.execute(_QUERY, {"asks": parameters, "path": str(path)})
        for number, *row in query.fetchall():
            found[asked[number]].append(Value(*row))
    return {ask: tuple(found[ask]) for ask in asked}


_MEMBERS = """
select metric, dimension, member
from read_parquet($path)
where dimension <> 'total'
group by metric, dimension, member
order by metric, dimension, member = 'unknown', coalesce(sum(records), 0) desc, member
"""


def read_members(path: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Metric -> dimension -> its members, those with most records first and "unknown" last."""
    found: dict[str, dict[str, list[str]]] = {}
    with duckdb.connect() as connection:
        for metric, dimension, member in connection.execute(
            _MEMBERS, {"path": str(path)}
        ).fetchall():
            found.setdefault(metric, {}).setdefault(dimension, []).append(member)
    return {
        metric: {dimension: tuple(members) for dimension, members in cuts.items()}
        for metric, cuts in found.items()
    }


_FINGERPRINTS = """
select metric, concat(count(*), ' ', sum(hash(metric_values)::hugeint))
from read_parquet($path) as metric_values
group by metric
"""


def fingerprints(path: Path) -> Mapping[str, str]:
    """Metric -> what stands for all of its rows, whatever their order."""
    with duckdb.connect() as connection:
        return dict(connection.execute(_FINGERPRINTS, {"path": str(path)}).fetchall())


def newest_complete(values: Iterable[Value]) -> Value | None:
    """The headline: the value of the newest period that is over and matured."""
    complete = [value for value in values if value.is_complete]
    return max(complete, key=lambda value: value.period_start, default=None)


def _parameters(number: int, ask: Ask) -> dict[str, object]:
    return {
        "number": number,
        "metric": ask.metric,
        "grain": ask.grain,
        "dimension": ask.dimension,
        "member": ask.member,
        "day": ask.at,
        "anchor": ask.anchor or ask.metric,
        "youngest": 1 if ask.anchor else 0,
        "oldest": 2**31 - 1 if ask.last is None else ask.last,
    }
