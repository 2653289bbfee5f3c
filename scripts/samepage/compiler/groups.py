"""What one select of a short statement can count: leaves of a fact, of the same days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from samepage.catalog import Catalog, Edge, Fact
from samepage.compiler import sql
from samepage.compiler.cuts import Cut
from samepage.compiler.days import Days, starts_on
from samepage.compiler.filters import condition
from samepage.compiler.joins import Join, joins
from samepage.compiler.plan import Leaf
from samepage.compiler.question import Question
from samepage.compiler.reach import Reach, Reached
from samepage.compiler.scope import day_of, of_fact
from samepage.compiler.selects import Select, names
from samepage.compiler.sql import Column


@dataclass(frozen=True)
class Group:
    """Leaves of the same fact and clock, of the same days; `per` as in `Edge`."""

    fact: Fact
    clock: str
    per: tuple[str, ...]
    days: Days | None
    leaves: tuple[Leaf, ...]
    question: Question
    reach: Reach

    @property
    def name(self) -> str:
        days = [self.days.name.removeprefix("days_")] if self.days else []
        per = [f"per_{'_'.join(self.per)}"] if self.per else []
        return "__".join([f"{self.fact.name}_{self.clock}", *days, *per])

    @property
    def steps(self) -> list[Select]:
        """From the rows of the fact to one row per period and member; the last one has that."""
        edges = [self._with_edges] if self.edges else []
        return [*edges, self._grouped, self._averaged] if self._average else [*edges, self._grouped]

    @property
    def is_one_step(self) -> bool:
        return len(self.steps) == 1

    @cached_property
    def keys(self) -> list[Column]:
        """What is grouped by in the end; nothing for the total of all time."""
        asked = self.question
        cuts = Cut(self.fact, ",".join(asked.by)).columns if asked.by else []
        period = [] if asked.is_timeless else [Column(self._period, "period_start")]
        return [*period, *cuts]

    @property
    def edges(self) -> list[Edge]:
        return list(dict.fromkeys(each.measure.edge for each in self.leaves if each.measure.edge))

    def grouped_by_rows(self, values: Iterable[Column]) -> Select:
        """The rows of the fact grouped at once."""
        conditions = [*self._dated, *self._filters]
        keys = self._all_keys
        columns = [*keys, *values]
        rows = Select(self.name, columns, self._source, conditions, len(keys), self.joins)
        return of_fact(rows, self.fact)

    @property
    def joins(self) -> list[Join]:
        """The other models that conditions and cuts borrow columns from."""
        cuts = (self.reach.dimension(cut) for cut in self.question.by)
        named = [column for leaf in self.leaves for column in leaf.borrowed]
        others = (column for each in (*cuts, self._filter) for column in each.borrowed)
        return joins([*named, *others])

    @property
    def _average(self) -> Days | None:
        return self.days if self.days and self.days.is_average else None

    @property
    def _all_keys(self) -> list[Column]:
        """The keys, and of an average each day that is averaged."""
        if not self._average:
            return self.keys
        each_day = [Column(f"{self._average.name}.{name}", name) for name in ("told_on", "days")]
        return [*self.keys, *each_day]

    @property
    def _grouped(self) -> Select:
        name = f"{self.name}_each_day" if self._average else self.name
        if not self.edges:
            of_rows = [Column(of_row(leaf), leaf.column) for leaf in self.leaves]
            return replace(self.grouped_by_rows(of_rows), name=name)
        keys = names(self._all_keys)
        values = [Column(_counted(leaf, _at_edge(leaf)), leaf.column) for leaf in self.leaves]
        is_asked = ["is_asked"] if self._filters else []
        return Select(name, [*keys, *values], [f"{self.name}_rows"], is_asked, len(keys))

    @property
    def _with_edges(self) -> Select:
        """Each row with the first and last day of its period that have any, filtered out or not."""
        told_on = [f"{self._average.name}.told_on"] if self._average else []
        over = f"over (partition by {', '.join([self._period, *told_on, *self.per])})"
        edges = [
            Column("dim_dates.date_day", "date_day"),
            Column(f"min(dim_dates.date_day) {over}", "first_day"),
            Column(f"max(dim_dates.date_day) {over}", "last_day"),
        ]
        asked = [Column(each, "is_asked") for each in self._filters]
        columns = [*self._all_keys, *edges, *asked, *map(sql.row, self.leaves)]
        rows = Select(f"{self.name}_rows", columns, self._source, self._dated, 0, self.joins)
        return of_fact(rows, self.fact)

    @property
    def _averaged(self) -> Select:
        keys = names(self.keys)
        values = [Column(_over_days(leaf), leaf.column) for leaf in self.leaves]
        source = [f"{self.name}_each_day"]
        return Select(self.name, [*keys, *values], source, keys=len(keys))

    @property
    def _source(self) -> list[str]:
        # What has no date belongs to no period, but to all time.
        kind = "left" if self.question.is_timeless else "inner"
        calendar = f"{kind} join dim_dates on dim_dates.date_day = {self._date}"
        return [self.fact.model, calendar, *([self.days.join] if self.days else [])]

    @property
    def _dated(self) -> list[str]:
        """Which rows of the source lie in a period that is asked for."""
        over = "dim_dates.is_over"
        bounds = ((">=", self.question.since), ("<=", self.question.until))
        return [
            f"{over} or {self._date} is null" if self.question.is_timeless else over,
            *(f"{self._period} {sign} date '{day}'" for sign, day in bounds if day),
        ]

    @cached_property
    def _filter(self) -> Reached:
        where = self.question.where
        return condition([where] if where else [], self.reach, self.question.metrics[0])

    @property
    def _filters(self) -> list[str]:
        """What is asked of the rows besides."""
        return [self._filter.sql] if self._filter.sql else []

    @property
    def _period(self) -> str:
        if self.days:
            return f"{self.days.name}.period_start"
        return f"dim_dates.{starts_on(self.question.grain)}"

    @property
    def _date(self) -> str:
        return day_of(self.fact, self.clock)


def groups(catalog: Catalog, leaves: Iterable[Leaf], question: Question) -> list[Group]:
    """The leaves by what they count, in the order in which they come."""
    together: dict[tuple[str, str, tuple[str, ...], Days | None], dict[Leaf, None]] = {}
    for leaf in leaves:
        days = Days(leaf.fact.name, question.grain, leaf.shift, leaf.span)
        per = leaf.measure.edge.per if leaf.measure.edge else ()
        other = days if leaf.shift or leaf.span else None
        together.setdefault((leaf.fact.name, leaf.measure.clock, per, other), {})[leaf] = None
    return [
        Group(fact, clock, per, days, tuple(found), question, Reach(catalog, fact, clock))
        for (name, clock, per, days), found in together.items()
        for fact in (catalog.facts[name],)
    ]


def of_row(leaf: Leaf) -> str:
    """The leaf over the rows of a fact."""
    return _counted(leaf, sql.row(leaf).sql)


def _counted(leaf: Leaf, of: str) -> str:
    """The leaf's aggregate; nothing, rather than 0, where something else is to be filled in."""
    aggregate = sql.direct(leaf.base, of)
    is_count = aggregate.startswith("count(")
    return f"nullif({aggregate}, 0)" if is_count and leaf.fill is not None else aggregate


def _at_edge(leaf: Leaf) -> str:
    """A semi-additive leaf counts on the first or last day of the period that has data."""
    if not leaf.measure.edge:
        return leaf.column
    edge = "first_day" if leaf.measure.edge.day == "min" else "last_day"
    return f"case when date_day = {edge} then {leaf.column} end"


def _over_days(leaf: Leaf) -> str:
    """The average of the days; of counts and sums also over those on which nothing happened."""
    if leaf.is_zero_when_nothing_happened:
        return f"1.0 * sum({leaf.column}) / max(days)"
    return f"avg({leaf.column})"
