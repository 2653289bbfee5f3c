"""The filter language of dbt's spec: which rows a filter counts, and how a wrong one is told."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import duckdb
import jinja2
import pytest
import yaml

from builds import ROOT
from compiler.mini import catalog_of
from samepage.compiler import compile_models, short_sql
from samepage.errors import Faulty

DAY = {"type_params": {"time_granularity": "day"}}
MANIFEST: dict[str, Any] = {
    "semantic_models": [
        {
            "name": "tickets",
            "node_relation": {"alias": "fct_tickets", "schema_name": "main"},
            "defaults": {"agg_time_dimension": "opened_on"},
            "entities": [
                {"name": "ticket", "type": "primary", "expr": "weight"},
                {"name": "customer", "type": "foreign", "expr": "account_id"},
            ],
            "dimensions": [
                {"name": "opened_on", "type": "time", **DAY},
                {"name": "answered_on", "type": "time", **DAY},
                {"name": "severity", "type": "categorical"},
                {"name": "is_slow", "type": "categorical", "expr": "hours > 8"},
            ],
            "measures": [{"name": "weight", "agg": "sum"}],
        },
        {
            "name": "customers",
            "node_relation": {"alias": "dim_accounts", "schema_name": "main"},
            "entities": [
                {"name": "customer", "type": "primary", "expr": "account_id"},
                {"name": "parent", "type": "foreign", "expr": "parent_account_id"},
            ],
            "dimensions": [
                {"name": "signed_on", "type": "time", **DAY},
                {"name": "segment", "type": "categorical"},
            ],
        },
    ],
    "metrics": [
        {
            "name": "weight",
            "type": "simple",
            "type_params": {"measure": {"name": "weight"}},
            "config": {"meta": {"grains": ["year"], "dimensions": ["customer__segment"]}},
        }
    ],
}
COLUMNS = {
    "fct_tickets": {"weight": "integer", "severity": "varchar", "hours": "integer"},
    "dim_accounts": {},
}

# weight, account, opened, answered, severity, hours: the sum of weights tells which rows count.
TICKETS = [
    (1, "a", date(2026, 1, 5), date(2026, 1, 9), "high", 3),
    (2, "b", date(2026, 2, 1), date(2026, 4, 2), "low", 9),
    (4, "c", date(2026, 3, 31), None, None, None),
    (8, None, date(2026, 4, 1), date(2026, 4, 1), "high", 12),
    (16, "z", date(2026, 7, 20), date(2026, 7, 31), "o'clock", 8),
]
# c has a row of nothing but its key; z has none at all.
ACCOUNTS = [
    ("a", "SMB", date(2026, 1, 31), None),
    ("b", "Enterprise", date(2025, 6, 1), "a"),
    ("c", None, None, None),
]


@pytest.fixture(scope="module")
def warehouse():
    with duckdb.connect() as connection:
        connection.execute(
            "create table fct_tickets (weight integer, account_id varchar, opened_on date,"
            " answered_on date, severity varchar, hours integer)"
        )
        connection.executemany("insert into fct_tickets values (?, ?, ?, ?, ?, ?)", TICKETS)
        connection.execute(
            "create table dim_accounts (account_id varchar, segment varchar, signed_on date,"
            " parent_account_id varchar)"
        )
        connection.executemany("insert into dim_accounts values (?, ?, ?, ?)", ACCOUNTS)
        # Fiscal years start in February and weeks on Sunday.
        connection.execute(
            "create table dim_dates as select cast(range as date) as date_day, true as is_over,"
            " cast(date_trunc('week', range + interval 1 day) - interval 1 day as date)"
            " as week_starts_on,"
            " cast(date_trunc('quarter', range - interval 1 month) + interval 1 month as date)"
            " as quarter_starts_on,"
            " cast(date_trunc('year', range - interval 1 month) + interval 1 month as date)"
            " as year_starts_on"
            " from range(date '2025-02-01', date '2027-02-01', interval 1 day)"
        )
        connection.execute("create table dim_as_of as select date '2026-12-31' as as_of")
        connection.execute(
            "create table dim_periods as select 'year' as grain, date_day,"
            " date '2026-01-01' as period_start, date '2026-12-31' as period_end from dim_dates"
        )
        yield connection


def filtered(*filters: str) -> dict[str, Any]:
    manifest = copy.deepcopy(MANIFEST)
    manifest["metrics"][0]["filter"] = list(filters)
    return manifest


def counted(warehouse: duckdb.DuckDBPyConnection, *filters: str) -> dict[str, float]:
    """The weight of the rows that pass, by segment of their customer, and of all of them."""
    models = compile_models(catalog_of(filtered(*filters), columns=COLUMNS))
    for name in ("cube_tickets", "metric_values"):
        sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", models[f"{name}.sql"])
        warehouse.execute(f"create or replace temp table {name} as {sql}")
    rows = warehouse.execute(
        "select member, value from metric_values where grain = 'year' and value <> 0"
    )
    return {member: int(value) for member, value in rows.fetchall()}


SEVERITY = "{{ Dimension('ticket__severity') }}"
SEGMENT = "{{ Dimension('customer__segment') }}"
ANSWERED = "{{ TimeDimension('ticket__answered_on', '%s') }}"
PASSING = {
    f"{SEVERITY} = 'high'": 1 + 8,
    f"{SEVERITY} = 'o''clock'": 16,
    f"{SEVERITY} in ('high', 'low')": 1 + 2 + 8,
    # What is not known is neither equal nor unequal: SQL's three values.
    f"{SEVERITY} <> 'high'": 2 + 16,
    f"{SEVERITY} != 'high'": 2 + 16,
    f"not {SEVERITY} = 'high'": 2 + 16,
    f"{SEVERITY} not in ('high', 'low')": 16,
    f"{SEVERITY} <> 'high' or {SEVERITY} is null": 2 + 4 + 16,
    f"{SEVERITY} is distinct from 'high'": 2 + 4 + 16,
    f"{SEVERITY} is not null": 1 + 2 + 8 + 16,
    "{{ Dimension('severity') }} = 'low'": 2,
    "{{ Dimension('ticket__is_slow') }}": 2 + 8,
    "not {{ Dimension('ticket__is_slow') }}": 1 + 16,
    "coalesce({{ Dimension('ticket__is_slow') }}, true)": 2 + 4 + 8,
    # Brackets and precedence: `and` before `or`.
    f"{SEVERITY} = 'high' or {SEGMENT} = 'Enterprise' and 1 = 0": 1 + 8,
    f"({SEVERITY} = 'high' or {SEGMENT} = 'Enterprise') and 1 = 0": 0,
    f"not ({SEVERITY} = 'high' or ({SEGMENT} = 'Enterprise' and not (1 = 0)))": 0,
    f"{SEGMENT} = 'SMB'": 1,
    f"{SEGMENT} is null": 4 + 8 + 16,
    "{{ Dimension('customer__segment', entity_path=['ticket']) }} = 'SMB'": 1,
    "{{ Dimension('segment', entity_path=['customer']) }} = 'SMB'": 1,
    "{{ Entity('ticket') }} > 4": 8 + 16,
    "{{ Entity('customer') }} in ('a', 'z')": 1 + 16,
    "{{ Entity('customer', entity_path=['ticket']) }} = 'a'": 1,
    "{{ Entity('customer__parent') }} = 'a'": 2,
    "{{ TimeDimension('metric_time', 'day') }} < '2026-02-01'": 1,
    "{{ TimeDimension('metric_time') }} between '2026-02-01' and '2026-04-01'": 2 + 4 + 8,
    "{{ Dimension('metric_time').grain('month') }} = '2026-03-01'": 4,
    "{{ TimeDimension('metric_time__month') }} = '2026-03-01'": 4,
    "{{ Dimension('ticket__answered_on') }} is null": 4,
    f"{ANSWERED % 'month'} = '2026-04-01'": 2 + 8,
    f"{ANSWERED % 'week'} = '2026-03-29'": 2 + 8,
    # The fiscal quarter from February to April, and the fiscal year from February on.
    f"{ANSWERED % 'quarter'} = '2026-02-01'": 2 + 8,
    f"{ANSWERED % 'year'} < '2026-02-01'": 1,
    "{{ TimeDimension('customer__signed_on', 'year') }} = '2025-02-01'": 1 + 2,
    "{{ TimeDimension('customer__signed_on', 'quarter') }}"
    " = {{ TimeDimension('metric_time', 'quarter') }}": 1,
}


@pytest.mark.parametrize("text", PASSING)
def test_the_rows_that_a_filter_counts(warehouse, text):
    values = counted(warehouse, text)
    assert values.pop("all", 0) == PASSING[text]
    assert sum(values.values()) == PASSING[text]
    statement = short_sql(catalog_of(filtered(text), columns=COLUMNS), "weight", grain="year")
    assert sum(row[-1] or 0 for row in warehouse.execute(statement).fetchall()) == PASSING[text]


def test_several_filters_all_have_to_hold(warehouse):
    either = f"{SEVERITY} = 'high' or {SEVERITY} = 'low'"
    assert counted(warehouse, either, f"{SEGMENT} = 'SMB' or {SEGMENT} is null")["all"] == 1 + 8


def test_a_row_that_refers_to_nothing_is_of_an_unknown_member(warehouse):
    assert counted(warehouse) == {"SMB": 1, "Enterprise": 2, "unknown": 4 + 8 + 16, "all": 31}


# A filter -> what is expected instead, and how to mend it.
REFUSED = {
    "{{ Dimension('ticket__sevrity') }} = 'high'": (
        "found 'ticket__sevrity', expected a dimension of fct_tickets: "
        "ticket__is_slow, ticket__severity, customer__segment"
    ),
    "{{ Dimension('customer__parent__segment') }} = 'SMB'": "expected a dimension of fct_tickets",
    "{{ Dimension('parent__segment') }} = 'SMB'": "expected a dimension of fct_tickets",
    "{{ TimeDimension('ticket__closed_on', 'day') }} is null": (
        "expected a time dimension of fct_tickets: "
        "metric_time, ticket__answered_on, ticket__opened_on"
    ),
    "{{ TimeDimension('metric_time', 'decade') }} is null": (
        "expected a grain of opened_on: day, week, month, quarter, year"
    ),
    "{{ Dimension('ticket__severity').grain('day') }} is null": "expected a date",
    "{{ Entity('deal') }} is null": "expected an entity of fct_tickets: customer, ticket",
    "{{ Metric('weight', group_by=['ticket']) }} > 2": "asks what other rows add up to",
    "{{ Dimention('ticket__severity') }} = 'high'": "'Dimention' is undefined",
    "{{ Dimension() }} = 'high'": "missing 1 required positional argument: 'dimension_name'",
    f"({SEVERITY} = 'high'": "to mend: close the bracket",
    f"{SEVERITY} = 'high')": "to mend: remove a closing bracket",
    f"{SEVERITY} = 'high": "to mend: remove ': it would end the condition, or hide its rest",
    f"{SEVERITY} = 'high' -- really": "to mend: remove --",
    f"{SEVERITY} = 'high'; drop table x": "to mend: remove ;",
    "severity = 'high'": "to mend: write {{ Dimension('ticket__severity') }} for severity",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_wrong_filter_is_told(text):
    with pytest.raises(Faulty) as raised:
        compile_models(catalog_of(filtered(text), columns=COLUMNS))
    [fault] = raised.value.faults
    assert str(fault).startswith("metrics/funnel/weight.yml: filter: found ")
    assert REFUSED[text] in str(fault)


def test_a_dimension_that_two_models_have_is_ambiguous():
    manifest = filtered(f"{SEGMENT} = 'SMB'")
    twin = copy.deepcopy(manifest["semantic_models"][1])
    twin |= {"name": "twins", "node_relation": {"alias": "dim_twins", "schema_name": "main"}}
    manifest["semantic_models"].append(twin)
    with pytest.raises(Faulty, match="that one model has: dim_accounts and dim_twins both have it"):
        compile_models(catalog_of(manifest, columns={**COLUMNS, "dim_twins": {}}))


def test_a_model_that_has_several_rows_for_an_entity_cannot_be_reached():
    manifest = filtered(f"{SEGMENT} = 'SMB'")
    manifest["semantic_models"][1]["entities"][0]["type"] = "foreign"
    manifest["semantic_models"][1]["primary_entity"] = "account"
    with pytest.raises(Faulty) as raised:
        compile_models(catalog_of(manifest, columns=COLUMNS))
    assert "a dimension of fct_tickets, or a pair" in str(raised.value.faults[0])


def test_a_key_that_stands_twice_is_found(warehouse):
    """What the compiled yml asks of dbt, as dbt would run it."""
    described = yaml.safe_load(
        compile_models(catalog_of(MANIFEST, columns=COLUMNS))["compiled.yml"]
    )
    [cube] = [model for model in described["models"] if model["name"] == "cube_tickets"]
    [test] = cube["data_tests"]
    assert test["joined_once"]["arguments"]["joined"] == "ref('dim_accounts')"
    macros = (ROOT / "macros" / "tests.sql").read_text("utf-8")
    macros = macros.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
    proof = (
        jinja2.Environment()
        .from_string(macros)
        .module.joined_once("cube_tickets", "dim_accounts", test["joined_once"]["arguments"]["key"])
    )
    assert warehouse.execute(proof).fetchall() == []
    warehouse.execute("begin")
    warehouse.execute("insert into dim_accounts (account_id) values ('a'), (null), (null)")
    assert warehouse.execute(proof).fetchall() == [("a",)]
    warehouse.execute("rollback")
