"""Metrics as one statement that a person can read and paste into any client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from samepage.catalog import Catalog, Fact, Metric
from samepage.compiler import sql
from samepage.compiler.days import Days, begin_of, starts_on
from samepage.compiler.groups import Group, groups, of_row
from samepage.compiler.plan import Formula, Leaf, leaves
from samepage.compiler.question import Question
from samepage.compiler.resolver import resolve
from samepage.compiler.scope import day_of
from samepage.compiler.selects import Select, names
from samepage.compiler.sql import Column
from samepage.compiler.templating import templates
from samepage.stamps import digest_of


def short_sql(
    catalog: Catalog,
    *metrics: str,
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
    named = tuple(catalog.metrics[name] for name in metrics)
    cuts = tuple(by.split(",")) if by else ()
    return statement(catalog, Question(named, grain, cuts, since, until, where))


def statement(catalog: Catalog, question: Question) -> str:
    """The same of a question."""
    formulas = _formulas(catalog, [metric.name for metric in question.metrics])
    every = (leaf for formula in formulas.values() for leaf in leaves(formula))
    parts = groups(catalog, every, question)
    days = _days(parts)
    is_plain = len(parts) == 1 and parts[0].is_one_step and not _shifts(days)
    if is_plain:
        last = parts[0].grouped_by_rows(_values(formulas, _in_one_step))
    else:
        last = _together(parts, _values(formulas, _told), _shifts(days))
    steps = [] if is_plain else [step for part in parts for step in part.steps]
    return (
        templates.get_template("short.sql.j2")
        .render(
            title=question.title,
            relations=[*_begins(catalog, days), *_selects(days), *steps],
            last=last,
            keys=len(parts[0].keys),
        )
        .strip()
    )


def empty_sql(catalog: Catalog, *metrics: str, grain: str = "month") -> str:
    """What the metrics are where nothing happened: 0 for counts, null for ratios.

    One row per period of `grain`, since what is of another period is null as long as that lies
    before the data; for all time one row without a period.
    """
    formulas = _formulas(catalog, metrics)
    values = _values(formulas, _nothing)
    if grain == "all":
        return f"select {', '.join(map(str, values))}"
    every = (leaf for formula in formulas.values() for leaf in leaves(formula))
    shifts = _shifts(Days(leaf.fact.name, grain, leaf.shift, None) for leaf in every if leaf.shift)
    period = Column(starts_on(grain), "period_start")
    periods = Select("periods", [period], ["dim_dates"], ["is_over"], keys=1)
    source = ["periods", *_known(shifts)]
    return templates.get_template("short.sql.j2").render(
        title="Where nothing happened",
        relations=[*_begins(catalog, shifts), *_selects(shifts), periods],
        last=Select("", [*names([period]), *values], source),
        keys=1,
    )


def everyday_sql(catalog: Catalog, metric: Metric) -> str:
    """The statement of a metric at the grain at which it is looked at."""
    return short_sql(catalog, metric.name, grain=metric.everyday_grain)


def definition_hash(catalog: Catalog, metric: Metric, statement: str = "") -> str:
    """Changes when the number may come out otherwise, and only then: names and prose are not in it.

    The everyday statement, which a caller may have at hand, holds every part, filter, date and
    aggregation down to the columns of the marts; its first line is the label.
    """
    statement = statement or everyday_sql(catalog, metric)
    window = catalog.window_days(metric.name)
    calculation = statement.partition("\n")[2]
    told = (calculation, metric.version, metric.unit, metric.dated_by, window)
    return f"sha256:{digest_of(*told)}"


def _formulas(catalog: Catalog, metrics: Sequence[str]) -> dict[str, Formula]:
    plan = resolve(catalog, only=metrics)
    return {name: plan.formulas[name] for name in metrics}


def _days(parts: Iterable[Group]) -> list[Days]:
    """Every relation of days that groups need, each after the one that it is made of."""
    every = [part.days for part in parts if part.days]
    return list(dict.fromkeys(days for each in every for days in (each.within, each) if days))


def _selects(days: Iterable[Days]) -> list[Select]:
    """The relations; facts share those that do not depend on where their data begin."""
    return list({each.name: each.select for each in days}.values())


def _shifts(days: Iterable[Days]) -> list[Days]:
    return [each for each in dict.fromkeys(days) if each.shift and not each.span]


def _begins(catalog: Catalog, days: Iterable[Days]) -> list[Select]:
    """The first day of the data of each fact that averages and offsets have to know."""
    facts = [catalog.facts[each.fact] for each in days if each.shift or each.is_average]
    return [_begin(catalog, fact) for fact in {fact.name: fact for fact in facts}.values()]


def _begin(catalog: Catalog, fact: Fact) -> Select:
    """Of all dates by which the fact is counted anywhere, as in its cube."""
    clocks = sorted({leaf.measure.clock for leaf in resolve(catalog).leaves_of(fact.name)})
    days = [f"min({day_of(fact, clock)})" for clock in clocks]
    first = days[0] if len(days) == 1 else f"least({', '.join(days)})"
    return Select(begin_of(fact.name), [Column(first, "first_day")], [fact.model])


def _together(parts: Sequence[Group], values: Sequence[Column], shifts: Sequence[Days]) -> Select:
    keys = names(parts[0].keys)
    using = f"using ({', '.join(key.name for key in keys)})"
    joined = [f"full join {p.name} {using}" if keys else f"cross join {p.name}" for p in parts[1:]]
    return Select("", [*keys, *values], [parts[0].name, *joined, *_known(shifts)])


def _known(shifts: Sequence[Days]) -> list[str]:
    """Joins that tell whether the period before lies in the data."""
    periods = [f"left join {each.name} using (period_start)" for each in shifts]
    return list(
        dict.fromkeys([*periods, *(f"cross join {begin_of(each.fact)}" for each in shifts)])
    )


def _values(formulas: dict[str, Formula], column: Callable[[Leaf], str]) -> list[Column]:
    return [
        Column(sql.value(formula, column).replace(" / nullif(", "\n        / nullif("), name)
        for name, formula in formulas.items()
    ]


def _in_one_step(leaf: Leaf) -> str:
    """The leaf over the rows of a fact; a sum of no rows is 0, as a count is."""
    aggregate = of_row(leaf)
    return _filled(leaf, aggregate) if not aggregate.startswith("count(") else aggregate


def _told(leaf: Leaf) -> str:
    """The leaf where the groups have been joined and may have left holes."""
    return _if_known(leaf, _filled(leaf, leaf.column))


def _nothing(leaf: Leaf) -> str:
    return _if_known(leaf, _filled(leaf, "null").replace("coalesce(null, 0)", "0"))


def _filled(leaf: Leaf, value: str) -> str:
    if leaf.fill is not None:
        return f"coalesce({value}, {leaf.fill:g})"
    return f"coalesce({value}, 0)" if leaf.is_zero_when_nothing_happened else value


def _if_known(leaf: Leaf, value: str) -> str:
    """Nothing is known of a period before the first day of the data, unless it is filled in."""
    if not leaf.shift or leaf.fill is not None or not leaf.is_zero_when_nothing_happened:
        return value
    before = Days(leaf.fact.name, "", leaf.shift, None).name
    begin = begin_of(leaf.fact.name)
    return f"case when {before}.last_day >= {begin}.first_day then {value} end"
