"""Whole sites that keep people and small groups to themselves: no published file tells them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import duckdb
import pytest

from builds import Built, build_site, words
from warehouse.attacker import FIRST, Cell, Equation, sums, worked_out

pytestmark = pytest.mark.slow

LIMIT = 5
SCALE = "sample: {scale: 0.05, seed: 1}"
_NUMBER = re.compile(r"(?<![\w.#])(?:\d{1,3}(?:,\d{3})+|\d{6,15})(?:\.\d+)?(?![\w.])")


@pytest.fixture(scope="module")
def withheld_site(tmp_path_factory) -> Built:
    given = f"{{{SCALE}, people: hidden, suppress_below: {LIMIT}}}"
    return build_site(tmp_path_factory.mktemp("withheld"), "--vars", given)


@pytest.fixture(scope="module")
def initials_site(tmp_path_factory) -> Built:
    return build_site(
        tmp_path_factory.mktemp("initials"), "--vars", f"{{{SCALE}, people: initials}}"
    )


def texts(built: Built) -> Iterator[tuple[str, str]]:
    """Every published file as text, references and escapes undone."""
    for path in sorted(built.site.resolve().rglob("*")):
        if path.is_file():
            raw = path.read_bytes().decode("utf-8", "replace")
            text = html.unescape(raw.replace("\\u00", "&#x"))
            yield str(path.relative_to(built.site.resolve())), " ".join(text.split())


def full_names(built: Built) -> set[str]:
    people = duckdb.read_parquet(str(built.build.raw / "sample" / "people.parquet"))
    rows = people.project("person_name, manager_name").fetchall()
    return {name for row in rows for name in row if name}


def files_with(built: Built, wanted: set[str]) -> list[tuple[str, str]]:
    either = re.compile("|".join(map(re.escape, sorted(wanted))))
    return [(name, found[0]) for name, text in texts(built) if (found := either.search(text))]


def both(built: Built) -> duckdb.DuckDBPyConnection:
    """What was counted, as metric_values, and what the site may show of it, as shown."""
    connection = duckdb.connect(str(built.build.warehouse), read_only=True)
    connection.execute(f"create temp view shown as from read_parquet('{built.build.values}')")
    return connection


def amounts(built: Built) -> set[int]:
    """Withheld numbers that are large enough to be told from others, and are not shown as well."""
    with both(built) as connection:
        found = connection.execute("""
            select distinct round(metric_values.value)::bigint
            from metric_values
            inner join shown using (metric, grain, period_start, dimension, member)
            where shown.records is null and metric_values.value >= 100000
            except
            select round(unnest([value, numerator, denominator]))::bigint from shown
        """).fetchall()
    return {amount for (amount,) in found}


def files_telling(built: Built, wanted: set[int]) -> list[tuple[str, list[int]]]:
    told = (
        (name, wanted & {round(float(n.replace(",", ""))) for n in _NUMBER.findall(text)})
        for name, text in texts(built)
    )
    return [(name, sorted(found)) for name, found in told if found]


def test_names_stand_where_they_are_shown(sample_site):
    assert files_with(sample_site, full_names(sample_site))


def test_no_file_holds_a_hidden_name(withheld_site):
    assert files_with(withheld_site, full_names(withheld_site)) == []


def test_no_file_holds_a_name_of_which_initials_are_shown(initials_site):
    assert files_with(initials_site, full_names(initials_site)) == []


def test_no_value_rests_on_too_few_records(withheld_site):
    few = f"""
        select count(*) from {{}}
        where records between 1 and {LIMIT - 1}
            and metric in (select metric from shown where records is null)
            -- It is divided by a plan, which is one record and nobody.
            and metric not like 'pipeline_coverage%'
    """
    with both(withheld_site) as connection:
        assert connection.execute(few.format("metric_values")).fetchone() > (1000,)
        assert connection.execute(few.format("shown")).fetchone() == (0,)


def test_no_share_tells_too_few_on_either_side(withheld_site):
    few = f"""
        select count(*) from {{}}
        where metric in ('win_rate', 'customer_churn_rate', 'mql_to_sal_rate')
            and (
                numerator between 1 and {LIMIT - 1}
                or denominator - numerator between 1 and {LIMIT - 1}
            )
    """
    with both(withheld_site) as connection:
        assert connection.execute(few.format("metric_values")).fetchone() > (100,)
        assert connection.execute(few.format("shown")).fetchone() == (0,)


def test_what_needs_no_hiding_is_shown(withheld_site):
    with both(withheld_site) as connection:
        spend = "from {} where metric = 'marketing_spend' order by all"
        counted = connection.sql(spend.format("metric_values")).fetchall()
        assert connection.sql(spend.format("shown")).fetchall() == counted


def test_no_file_holds_a_withheld_amount(withheld_site, sample_site):
    wanted = amounts(withheld_site)
    assert len(files_telling(sample_site, wanted)) > 50
    assert files_telling(withheld_site, wanted) == []


def test_pages_say_what_is_withheld_and_why(withheld_site):
    page = words(withheld_site.site / "metrics" / "funnel" / "win_rate" / "index.html")
    assert "too few to show" in page
    assert f"rests on fewer than {LIMIT} records" in page
    health = words(withheld_site.site / "data-health" / "index.html")
    assert "Colleagues are called by number" in health
    assert f"Figures that rest on fewer than {LIMIT} records are withheld" in health


def test_whoever_calculates_finds_no_withheld_number(withheld_site):
    """Over the published cells of what was closed, won and lost."""
    with both(withheld_site) as connection:
        rows = connection.execute(
            """
            select
                metric, dimension, member, grain,
                if(grain = 'all', $first, period_start),
                shown.records is null,
                metric_values.records
            from shown
            inner join metric_values using (metric, grain, period_start, dimension, member)
            where metric in ('opportunities_closed', 'opportunities_won', 'opportunities_lost')
                and dimension in ('total', 'segment')
        """,
            {"first": FIRST},
        ).fetchall()
    counted = {Cell(*row[:5]): row[5:] for row in rows}
    unknown = {cell for cell, (is_withheld, _) in counted.items() if is_withheld}
    small = {cell for cell, (_, records) in counted.items() if 0 < records < LIMIT}
    parts = [
        {
            cell: -1,
            cell._replace(part="opportunities_won"): 1,
            cell._replace(part="opportunities_lost"): 1,
        }
        for cell in counted
        if cell.part == "opportunities_closed"
    ]
    equations = [*sums(counted), *parts]
    assert all(holds(equation, counted) for equation in equations)
    assert len(small) > 100
    assert worked_out(equations, small) & small
    assert not worked_out(equations, unknown) & small


def holds(equation: Equation, counted: dict[Cell, tuple[bool, int]]) -> bool:
    return sum(by * counted[cell][1] for cell, by in equation.items()) == 0
