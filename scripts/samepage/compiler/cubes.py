"""Writes the cube of a fact: its leaves at every grain and cut, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from samepage.catalog import Fact
from samepage.compiler import distinct, sql
from samepage.compiler.aggregations import DISTINCT, RANKED
from samepage.compiler.calendars import OtherDays, calendars, known_days, other_days
from samepage.compiler.cuts import Cut, dimension_of, group_by, member_of
from samepage.compiler.distinct import Distinct
from samepage.compiler.plan import Leaf, Plan
from samepage.compiler.templating import templates


def cube_sql(plan: Plan, fact: Fact) -> str:
    over = plan.leaves_of(fact.name)
    names = sorted({leaf.measure.clock for leaf in over})
    clocks = [_Clock(plan, fact, name, over) for name in names]
    groups = [group for clock in clocks for group in clock.other_days]
    counting = [leaf for clock in clocks for leaf in clock.distinct]
    known = {leaf: known_days(leaf.unfilled) for leaf in over}
    return templates.get_template("cube.sql.j2").render(
        fact=fact,
        joins=plan.joins_of(fact),
        clocks=clocks,
        grains=plan.grains_of(fact.name),
        things=distinct.things(counting),
        distinct_cuts=distinct.cuts(counting),
        beside=sorted({model for leaf in over for model in leaf.base.beside}),
        calendars=calendars(groups),
        known=sorted({name for name in known.values() if name}),
        filled=[column for leaf in over for column in sql.filled(leaf, f"{known[leaf]}.days")],
        dimension_of=dimension_of,
        member_of=member_of,
        group_by=group_by,
    )


@dataclass(frozen=True)
class _Clock:
    """The leaves of a fact that one time dimension dates."""

    plan: Plan
    fact: Fact
    name: str
    over: tuple[Leaf, ...]

    @property
    def expr(self) -> str:
        return self.fact.clocks[self.name].expr

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Without fill, which is for the last step."""
        own = (leaf.unfilled for leaf in self.over if leaf.measure.clock == self.name)
        return list(dict.fromkeys(own))

    @cached_property
    def bases(self) -> list[Leaf]:
        """The leaves that are grouped by day, whichever days count in the end."""
        return list(dict.fromkeys(leaf.base for leaf in self.leaves))

    @cached_property
    def own_days(self) -> list[Leaf]:
        """The leaves of which just the days of a period count for it."""
        others = {leaf for group in self.other_days for leaf in group.leaves}
        return [leaf for leaf in self.leaves if leaf not in others]

    @cached_property
    def other_days(self) -> list[OtherDays]:
        return other_days(self.plan, self.name, self.leaves)

    @cached_property
    def cuts(self) -> list[Cut]:
        """Pairs first: where both columns of a pair are grouped by, each of them is too."""
        cuts = dict.fromkeys(cut for leaf in self.leaves for cut in self._cuts_of(leaf))
        return sorted(cuts, key=lambda cut: (not cut.is_pair, cut.dimension))

    @property
    def has_edges(self) -> bool:
        return any(leaf.measure.edge for leaf in self.own_days)

    @property
    def members(self) -> list[sql.Column]:
        """The columns by which rows are cut."""
        return _columns(self.cuts)

    @property
    def rows(self) -> list[sql.Column]:
        per = dict.fromkeys(sql.per(each) for group in self.other_days for each in group.per)
        return [*per, *map(sql.row, self.bases)]

    @property
    def by_day(self) -> list[sql.Column]:
        return [column for leaf in self.bases for column in sql.by_day(leaf)]

    @property
    def by_period(self) -> list[sql.Column]:
        return self._each(sql.by_period)

    @property
    def ranked_rows(self) -> list[sql.Column]:
        """What the leaves that are grouped from the rows need of them."""
        return [sql.row(leaf) for leaf in self.own_days if leaf.measure.agg in RANKED]

    @property
    def ranked(self) -> list[sql.Column]:
        return self._each(sql.ranked)

    @property
    def distinct(self) -> list[Distinct]:
        return [
            Distinct(self.fact, leaf, self._cuts_of(leaf))
            for leaf in self.own_days
            if leaf.measure.agg in DISTINCT
        ]

    @property
    def things(self) -> list[sql.Column]:
        return distinct.things(self.distinct)

    @property
    def distinct_cuts(self) -> list[Cut]:
        return distinct.cuts(self.distinct)

    @property
    def distinct_columns(self) -> list[sql.Column]:
        return distinct.columns(self.distinct)

    def _cuts_of(self, leaf: Leaf) -> list[Cut]:
        """The ways in which any metric cuts a leaf, filled or not."""
        asked = (each for each in self.over if each.unfilled == leaf)
        wanted = {cut for each in asked for cut in self.plan.dimensions_of(each)}
        return [Cut(self.fact, dimension) for dimension in sorted(wanted)]

    def _each(self, step: Callable[[Leaf], list[sql.Column]]) -> list[sql.Column]:
        return [column for leaf in self.own_days for column in step(leaf)]


def _columns(cuts: Iterable[Cut]) -> list[sql.Column]:
    columns = {column for cut in cuts for column in cut.columns}
    return sorted(columns, key=attrgetter("name"))
