"""One metric as one statement that a person can read and paste into any client."""

from __future__ import annotations

from dataclasses import dataclass

from samepage.catalog import Catalog, Fact
from samepage.compiler import sql
from samepage.compiler.cuts import Cut
from samepage.compiler.joins import Join, joins
from samepage.compiler.plan import Formula, Leaf, leaves
from samepage.compiler.reach import Reach
from samepage.compiler.refusals import unwritten
from samepage.compiler.resolver import resolve
from samepage.compiler.templating import templates
from samepage.errors import stop_on


def short_sql(
    catalog: Catalog, name: str, grain: str = "month", dimension: str | None = None
) -> str:
    """The metric per period of `grain`, and per member of `dimension` when one is named.

    Columns: period_start, the dimension if any (of a pair both), and the metric under its own
    name. It runs on the warehouse as it stands after a build and gives what `metric_values` holds,
    without the rows in which nothing happened.
    """
    metric = catalog.metrics[name]
    formula = resolve(catalog, only=[name]).formulas[name]
    stop_on(unwritten(catalog, {name: formula}))
    cuts = tuple(dimension.split(",")) if dimension else ()
    groups = _groups(catalog, formula, grain, cuts)
    is_plain = len(groups) == 1 and not groups[0].has_edges
    value = sql.value(formula, _in_one_step if is_plain else _joined)
    return templates.get_template("short.sql.j2").render(
        metric=metric,
        grain=grain,
        groups=groups,
        is_plain=is_plain,
        cuts=cuts,
        keys=["period_start", *cuts],
        value=value.replace(" / nullif(", "\n        / nullif("),
    )


@dataclass(frozen=True)
class _Group:
    """The leaves that one select can count: same fact, same clock."""

    fact: Fact
    clock: str
    leaves: tuple[Leaf, ...]
    grain: str
    dimensions: tuple[str, ...]
    reach: Reach

    @property
    def name(self) -> str:
        return f"{self.fact.name}_{self.clock}"

    @property
    def date(self) -> str:
        return self.fact.clocks[self.clock].expr

    @property
    def period(self) -> str:
        return "dim_dates.date_day" if self.grain == "day" else f"dim_dates.{self.grain}_starts_on"

    @property
    def cuts(self) -> list[sql.Column]:
        return Cut(self.fact, ",".join(self.dimensions)).columns if self.dimensions else []

    @property
    def joins(self) -> list[Join]:
        """The other models that conditions and cuts borrow columns from."""
        cuts = (self.reach.dimension(cut) for cut in self.dimensions)
        named = [column for leaf in self.leaves for column in leaf.borrowed]
        return joins([*named, *(column for cut in cuts for column in cut.borrowed)])

    @property
    def has_edges(self) -> bool:
        return any(leaf.measure.edge for leaf in self.leaves)

    @property
    def rows(self) -> list[sql.Column]:
        return [sql.row(leaf) for leaf in self.leaves]

    @property
    def grouped(self) -> list[sql.Column]:
        return [sql.Column(sql.direct(leaf, _at_edge(leaf)), leaf.column) for leaf in self.leaves]


def _groups(catalog: Catalog, formula: Formula, grain: str, cuts: tuple[str, ...]) -> list[_Group]:
    together: dict[tuple[str, str], dict[Leaf, None]] = {}
    for leaf in leaves(formula):
        together.setdefault((leaf.fact.name, leaf.measure.clock), {})[leaf] = None
    facts = {leaf.fact.name: leaf.fact for leaf in leaves(formula)}
    return [
        _Group(fact, clock, tuple(found), grain, cuts, Reach(catalog, fact))
        for (name, clock), found in together.items()
        for fact in (facts[name],)
    ]


def _at_edge(leaf: Leaf) -> str:
    """A semi-additive leaf counts on the first or last day of the period that has data."""
    if not leaf.measure.edge:
        return leaf.column
    edge = "first_day" if leaf.measure.edge.day == "min" else "last_day"
    return f"case when date_day = {edge} then {leaf.column} end"


def _in_one_step(leaf: Leaf) -> str:
    return sql.direct(leaf, sql.row(leaf).sql)


def _joined(leaf: Leaf) -> str:
    return f"coalesce({leaf.column}, 0)" if leaf.is_zero_when_nothing_happened else leaf.column
