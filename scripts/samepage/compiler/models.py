"""Writes a plan out as dbt models: one cube per fact, then `metric_values`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from samepage.catalog import Catalog, Fact, Metric
from samepage.compiler import proofs, sql
from samepage.compiler.cubes import cube_sql
from samepage.compiler.plan import Formula, Leaf, Plan, Ratio, leaves
from samepage.compiler.resolver import resolve
from samepage.compiler.templating import ref, templates


def compile_models(catalog: Catalog, only: Iterable[str] | None = None) -> dict[str, str]:
    """dbt models by file name: `cube_<fact>.sql` for each fact, `metric_values.sql`, their yml.

    Metrics that wait for an input are left out: a number without its data would be made up.
    `only` names metrics to compile whatever is connected. Raises `Faulty` naming every metric
    that asks for something the compiler does not compute, with what to write instead.
    """
    plan = resolve(catalog, only)
    cubes = {f"{_cube(fact)}.sql": cube_sql(plan, fact) for fact in plan.facts()}
    blocks = [_Block(plan, catalog.metrics[name], plan.formulas[name]) for name in plan.formulas]
    values = templates.get_template("metric_values.sql.j2").render(blocks=blocks)
    described = templates.get_template("compiled.yml.j2").render(
        cubes={_cube(fact): fact.model for fact in plan.facts()},
        joins={_cube(fact): plan.joins_of(fact) for fact in plan.facts()},
        additive=proofs.additive(plan),
        shares=proofs.shares(plan),
        sides=proofs.sides(plan),
        formulas=proofs.formulas(plan),
        identities=proofs.identities(plan),
        side=proofs.side,
    )
    return {**cubes, "metric_values.sql": values, "compiled.yml": described}


def _cube(fact: Fact) -> str:
    return f"cube_{fact.name}"


@dataclass(frozen=True)
class _Block:
    """One metric's rows of `metric_values`, selected from the cubes of its facts."""

    plan: Plan
    metric: Metric
    formula: Formula

    @property
    def value(self) -> str:
        return sql.value(self.formula, self._column)

    @property
    def numerator(self) -> str:
        return self._side(lambda ratio: ratio.numerator)

    @property
    def denominator(self) -> str:
        return self._side(lambda ratio: ratio.denominator)

    @property
    def records(self) -> str:
        return sql.records(self.formula, self._records)

    @property
    def window_days(self) -> int:
        return self.plan.catalog.window_days(self.metric.name)

    @property
    def grains(self) -> tuple[str, ...]:
        return self.plan.catalog.grains_of(self.metric.name)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return ("total", *self.metric.dimensions)

    @property
    def source(self) -> str:
        first, *others = self._cubes
        joins = [f"full join {ref(cube)} using ({_KEYS})" for cube in others]
        return "\n".join([ref(first), *joins])

    @property
    def _cubes(self) -> list[str]:
        return list(dict.fromkeys(_cube(leaf.fact) for leaf in leaves(self.formula)))

    def _side(self, side: Callable[[Ratio], Formula]) -> str:
        if isinstance(self.formula, Ratio):
            return sql.value(side(self.formula), self._column)
        return "cast(null as double precision)"

    def _column(self, leaf: Leaf) -> str:
        return self._joined(leaf.column, leaf.nothing)

    def _records(self, leaf: Leaf) -> str:
        return self._joined(leaf.records, 0)

    def _joined(self, column: str, nothing: float | None) -> str:
        """A column of a cube; cubes that start on different days leave holes when joined."""
        has_holes = len(self._cubes) > 1 and nothing is not None
        return f"coalesce({column}, {nothing:g})" if has_holes else column


_KEYS = "grain, period_start, dimension, member, days_since_end"
