"""values.parquet: metric_values as the site may show them.

with duckdb.connect(company.build.warehouse, read_only=True) as connection:
    export_values(connection, company)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from duckdb import DuckDBPyConnection

from samepage.company import Company
from samepage.compiler.aggregations import ADDITIVE
from samepage.compiler.plan import Formula, Leaf, Plan, Ratio, leaves
from samepage.compiler.resolver import resolve
from samepage.errors import Fault, Faulty
from samepage.manifest import load_catalog
from samepage.warehouse.withholding import Part, withhold

_COPY = "copy ({}) to $file (format parquet, compression zstd)"
_SHOWN = Path(__file__).parent / "sql" / "shown.sql"


def export_values(connection: DuckDBPyConnection, company: Company) -> None:
    """Write metric_values without what rests on too few records, sorted by every column, so that
    equal values give equal bytes. Raises `Faulty` when there is no row."""
    query = "from metric_values order by all"
    if company.suppress_below:
        query = shown(connection, resolve(load_catalog(company)), company.suppress_below)
    values = company.build.values
    temporary = values.with_name(".values.parquet")
    connection.execute(_COPY.format(query), {"file": str(temporary)})
    rows = connection.sql(f"select count(*) from '{temporary}'").fetchall()[0][0]
    if not rows:
        fix = "connect inputs under vars.sources in dbt_project.yml"
        raise Faulty([Fault("metric_values", "rows", "0", "at least one metric's values", fix)])
    temporary.replace(values)


def shown(connection: DuckDBPyConnection, plan: Plan, limit: int) -> str:
    """The query of metric_values without what rests on fewer records, or tells of such."""
    withhold(connection, parts_of(plan), limit)
    _name_metrics(connection, plan)
    return _SHOWN.read_text("utf-8")


def parts_of(plan: Plan) -> dict[str, list[Part]]:
    """Cube -> its leaves over their own days, and what ratios leave of them."""
    rests: defaultdict[str, dict[str, Part]] = defaultdict(dict)
    for formula in plan.formulas.values():
        for part, whole in _shares(formula):
            rest = _rest(part, whole, plan)
            rests[part.fact.name][rest.name] = rest
    return {
        f"cube_{fact.name}": [
            *(_part(leaf, plan) for leaf in plan.leaves_of(fact.name) if leaf.base == leaf),
            *rests[fact.name].values(),
        ]
        for fact in plan.facts()
        if fact.holds_people
    }


def _part(leaf: Leaf, plan: Plan) -> Part:
    adds_up = leaf.measure.agg in ADDITIVE
    return Part(
        name=leaf.column,
        size=leaf.column if leaf.measure.agg == "count_distinct" else leaf.records,
        numbers=frozenset({leaf.column, leaf.records} if adds_up else {leaf.records}),
        dimensions=frozenset(
            dimension
            for other in plan.leaves_of(leaf.fact.name)
            if other.base == leaf
            for dimension in plan.dimensions_of(other)
        ),
        edge=_edge(leaf),
    )


def _shares(formula: Formula) -> Iterator[tuple[Leaf, Leaf]]:
    """Numerator and denominator where both count rows of one fact on the same day."""
    match formula:
        case Ratio(Leaf() as part, Leaf() as whole) if _counts(part) and _counts(whole):
            if (part.fact.name, part.measure.clock) == (whole.fact.name, whole.measure.clock):
                yield part, whole


def _edge(leaf: Leaf) -> str:
    return leaf.measure.edge.day if leaf.measure.edge else "none"


def _counts(leaf: Leaf) -> bool:
    return leaf.counts_rows or leaf.measure.agg == "count_distinct"


def _rest(part: Leaf, whole: Leaf, plan: Plan) -> Part:
    """What a share leaves of its whole. Where it is no share after all, there is nothing left."""
    rest = f"{whole.column} - {part.column}"
    return Part(
        name=rest,
        size=f"greatest({rest}, 0)",
        numbers=frozenset({rest}),
        dimensions=frozenset(plan.dimensions_of(part)) & frozenset(plan.dimensions_of(whole)),
        edge=_edge(part),
        is_shown=False,
    )


def _name_metrics(connection: DuckDBPyConnection, plan: Plan) -> None:
    """The table metric_parts: which parts each metric is made of; null for one of other days whose
    own days no metric shows, and nobody has looked at."""
    rows = [
        [name, leaf.base.column if _is_known(leaf, plan) else None, leaf.base != leaf]
        for name, formula in plan.formulas.items()
        for leaf in dict.fromkeys(leaves(formula))
        if leaf.fact.holds_people
    ]
    connection.execute(
        "create or replace temp table metric_parts"
        " (metric varchar, part varchar, is_of_other_days boolean)"
    )
    columns = [[row[at] for row in rows] for at in range(3)]
    listed = "select unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::boolean[])"
    connection.execute(f"insert into metric_parts {listed}", columns)


def _is_known(leaf: Leaf, plan: Plan) -> bool:
    return leaf.base in plan.leaves_of(leaf.fact.name)
