"""Metrics as one statement that a person can read and paste into any client."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from samepage.catalog import Catalog, Fact, Metric
from samepage.compiler import sql
from samepage.compiler.cuts import Cut
from samepage.compiler.filters import condition
from samepage.compiler.joins import Join, joins
from samepage.compiler.plan import Formula, Leaf, leaves
from samepage.compiler.reach import Reach, Reached
from samepage.compiler.refusals import unwritten
from samepage.compiler.resolver import resolve
from samepage.compiler.templating import templates
from samepage.errors import stop_on
from samepage.stamps import digest_of


def short_sql(
    catalog: Catalog,
    *names: str,
    grain: str = "month",
    by: str = "",
    since: date | None = None,
    until: date | None = None,
    where: str = "",
) -> str:
    """Metrics per period of `grain`, and per member of `by`: a dimension, or several with commas.

    since, until   starts of the first and of the last period; None for every one that has begun
    where          a filter in dbt's language over the rows that are counted

    Columns: period_start (not for all time), the dimensions, and each metric under its own name.
    It runs on the warehouse as it stands after a build and gives what `metric_values` holds,
    without the rows in which nothing happened.
    """
    metrics = [catalog.metrics[name] for name in names]
    plan = resolve(catalog, only=names)
    stop_on(unwritten(catalog, plan.formulas))
    formulas = [plan.formulas[name] for name in names]
    asked = _Asked(grain, tuple(by.split(",")) if by else (), since, until, where, metrics[0])
    groups = _groups(catalog, formulas, asked)
    is_plain = len(groups) == 1 and not groups[0].has_edges
    column = _in_one_step if is_plain else _joined
    values = [_value(*each, column) for each in zip(formulas, names, strict=True)]
    return templates.get_template("short.sql.j2").render(
        title=_title(metrics, asked),
        groups=groups,
        is_plain=is_plain,
        keys=[key.name for key in groups[0].keys],
        values=values,
    )


def empty_sql(catalog: Catalog, *names: str) -> str:
    """What the metrics are where nothing happened, as one row: 0 for counts, null for ratios."""
    plan = resolve(catalog, only=names)
    values = [_value(plan.formulas[name], name, _nothing) for name in names]
    return f"select {', '.join(map(str, values))}"


def definition_hash(catalog: Catalog, metric: Metric) -> str:
    """Changes when the number may come out otherwise, and only then: names and prose are not in it.

    The statement holds every part, filter, date and aggregation down to the columns of the marts;
    its first line is the label.
    """
    statement = short_sql(catalog, metric.name, grain=metric.everyday_grain).strip()
    window = catalog.window_days(metric.name)
    calculation = statement.partition("\n")[2]
    told = (calculation, metric.version, metric.unit, metric.dated_by, window)
    return f"sha256:{digest_of(*told)}"


@dataclass(frozen=True)
class _Asked:
    """What the rows of the answer are, and which rows of the facts are counted in them."""

    grain: str
    cuts: tuple[str, ...]
    since: date | None
    until: date | None
    where: str
    metric: Metric

    @property
    def period(self) -> str:
        return "dim_dates.date_day" if self.grain == "day" else f"dim_dates.{self.grain}_starts_on"


@dataclass(frozen=True)
class _Group:
    """The leaves that one select can count: same fact, same clock."""

    fact: Fact
    clock: str
    leaves: tuple[Leaf, ...]
    asked: _Asked
    reach: Reach

    @property
    def name(self) -> str:
        return f"{self.fact.name}_{self.clock}"

    @cached_property
    def keys(self) -> list[sql.Column]:
        """What is grouped by; nothing for the total of all time."""
        period = [] if self._is_timeless else [sql.Column(self.asked.period, "period_start")]
        cuts = Cut(self.fact, ",".join(self.asked.cuts)).columns if self.asked.cuts else []
        return [*period, *cuts]

    @property
    def values(self) -> list[sql.Column]:
        return [
            sql.Column(sql.direct(leaf, sql.row(leaf).sql), leaf.column) for leaf in self.leaves
        ]

    @property
    def source(self) -> str:
        # What has no date belongs to no period, but to all time.
        kind = "left" if self._is_timeless else "inner"
        return f"{self.fact.model}\n{kind} join dim_dates on dim_dates.date_day = {self._date}"

    @property
    def joins(self) -> list[Join]:
        """The other models that conditions and cuts borrow columns from."""
        cuts = (self.reach.dimension(cut) for cut in self.asked.cuts)
        named = [column for leaf in self.leaves for column in leaf.borrowed]
        return joins(
            [*named, *(column for each in (*cuts, self._filter) for column in each.borrowed)]
        )

    @property
    def conditions(self) -> list[str]:
        """Which rows of the source lie in a period that is asked for."""
        over = "dim_dates.is_over"
        bounds = ((">=", self.asked.since), ("<=", self.asked.until))
        return [
            f"{over} or {self._date} is null" if self._is_timeless else over,
            *(f"{self.asked.period} {sign} date '{day}'" for sign, day in bounds if day),
        ]

    @property
    def filters(self) -> list[str]:
        """What is asked of the rows besides."""
        return [self._filter.sql] if self._filter.sql else []

    @property
    def has_edges(self) -> bool:
        return any(leaf.measure.edge for leaf in self.leaves)

    @property
    def rows(self) -> list[sql.Column]:
        """Each row with the first and last day of its period that have any, filtered out or not."""
        over = f"over (partition by {self.asked.period})"
        edges = [
            sql.Column("dim_dates.date_day", "date_day"),
            sql.Column(f"min(dim_dates.date_day) {over}", "first_day"),
            sql.Column(f"max(dim_dates.date_day) {over}", "last_day"),
        ]
        asked = [sql.Column(each, "is_asked") for each in self.filters]
        return [*self.keys, *edges, *asked, *map(sql.row, self.leaves)]

    @property
    def at_edges(self) -> list[sql.Column]:
        return [sql.Column(sql.direct(leaf, _at_edge(leaf)), leaf.column) for leaf in self.leaves]

    @cached_property
    def _filter(self) -> Reached:
        where = self.asked.where
        return condition([where] if where else [], self.reach, self.asked.metric)

    @property
    def _is_timeless(self) -> bool:
        return self.asked.grain == "all"

    @property
    def _date(self) -> str:
        return f"{self.fact.model}.{self.fact.clocks[self.clock].expr}"


def _groups(catalog: Catalog, formulas: Iterable[Formula], asked: _Asked) -> list[_Group]:
    together: dict[tuple[str, str], dict[Leaf, None]] = {}
    for leaf in (leaf for formula in formulas for leaf in leaves(formula)):
        together.setdefault((leaf.fact.name, leaf.measure.clock), {})[leaf] = None
    return [
        _Group(fact, clock, tuple(found), asked, Reach(catalog, fact, clock))
        for (name, clock), found in together.items()
        for fact in (catalog.facts[name],)
    ]


def _title(metrics: Iterable[Metric], asked: _Asked) -> str:
    """`Win rate, Bookings by quarter and channel`"""
    keys = [*([] if asked.grain == "all" else [asked.grain]), *asked.cuts]
    labels = ", ".join(metric.label for metric in metrics)
    return f"{labels} by {' and '.join(keys)}" if keys else f"{labels} of all time"


def _value(formula: Formula, name: str, column: Callable[[Leaf], str]) -> sql.Column:
    written = sql.value(formula, column)
    return sql.Column(written.replace(" / nullif(", "\n        / nullif("), name)


def _at_edge(leaf: Leaf) -> str:
    """A semi-additive leaf counts on the first or last day of the period that has data."""
    if not leaf.measure.edge:
        return leaf.column
    edge = "first_day" if leaf.measure.edge.day == "min" else "last_day"
    return f"case when date_day = {edge} then {leaf.column} end"


def _in_one_step(leaf: Leaf) -> str:
    """The leaf over the rows of a fact; a sum of no rows is 0, as a count is."""
    aggregate = sql.direct(leaf, sql.row(leaf).sql)
    return f"coalesce({aggregate}, 0)" if aggregate.startswith("sum(") else aggregate


def _nothing(leaf: Leaf) -> str:
    return "0" if leaf.is_zero_when_nothing_happened else "null"


def _joined(leaf: Leaf) -> str:
    return f"coalesce({leaf.column}, 0)" if leaf.is_zero_when_nothing_happened else leaf.column
