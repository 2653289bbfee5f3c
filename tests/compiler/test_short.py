"""The short statement against the published pass, over the same random rows."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.mini import catalog_of
from compiler.test_other_days import DAYS, FISCAL, GRAINS, MANIFEST, connection, deals, published
from samepage.compiler import empty_sql, short_sql

CATALOG = catalog_of(MANIFEST)
STATEMENTS = {
    (name, grain, by): short_sql(CATALOG, name, grain=grain, by=by)
    for name in CATALOG.metrics
    for grain in GRAINS
    for by in ("", "channel")
}
EMPTY = {
    (name, grain): empty_sql(CATALOG, name, grain=grain)
    for name in CATALOG.metrics
    for grain in GRAINS
}

__all__ = ["connection"]


@pytest.fixture(scope="module")
def warehouse(connection):
    """The same warehouse with the calendar that short statements read."""
    connection.execute(
        "create table dim_dates (date_day date, week_starts_on date, month_starts_on date,"
        " quarter_starts_on date, year_starts_on date, is_over boolean)"
    )
    grains = ("week", "month", "quarter", "year")
    rows = [(day, *(FISCAL.start(grain, day) for grain in grains), True) for day in DAYS]
    connection.executemany("insert into dim_dates values (?, ?, ?, ?, ?, ?)", rows)
    return connection


@pytest.fixture(scope="module")
def rows():
    chance = random.Random(1)
    return [
        {
            "closed_on": chance.choice([None, *DAYS[20:]]),
            "channel": chance.choice(["ads", "web"]),
            "rep": chance.choice([None, "a", "b"]),
            "is_won": chance.choice([None, True, False]),
            "amount": chance.choice([None, -50, 120, 300]),
        }
        for _ in range(25)
    ]


@pytest.fixture(scope="module")
def values(warehouse, rows):
    return published(warehouse, rows)


def test_rows_and_what_stands_where_there_are_none(warehouse, values):
    assert compare(warehouse, values, ("week", "quarter")) > 1_500


@pytest.mark.usefixtures("values")
def test_bounds_and_conditions_pick_rows(warehouse):
    """Bounds keep the rows of whole periods, a condition on a dimension those of its member."""
    since, until = FISCAL.start("week", DAYS[30]), FISCAL.start("week", DAYS[60])
    where = "{{ Dimension('deal__channel') }} = 'ads'"
    for name in [*CATALOG.metrics][::3]:
        every = warehouse.execute(STATEMENTS[name, "week", "channel"]).fetchall()
        bounded = short_sql(CATALOG, name, grain="week", by="channel", since=since, until=until)
        within = [row for row in every if since <= row[0] <= until]
        assert warehouse.execute(bounded).fetchall() == within, name
        narrowed = short_sql(CATALOG, name, grain="week", by="channel", where=where)
        of_ads = [row for row in every if row[1] == "ads"]
        assert warehouse.execute(narrowed).fetchall() == of_ads, name


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(deals, min_size=1, max_size=12))
def test_the_same_of_any_rows(warehouse, rows):
    compare(warehouse, published(warehouse, rows), GRAINS)


def compare(warehouse, values, grains):
    """Every published cell is a row of the statement, or else what nothing comes to then.

    Returns how many were compared.
    """
    nothing = {
        (name, grain, period): value
        for (name, grain), statement in EMPTY.items()
        if grain in grains
        for period, value in warehouse.execute(statement).fetchall()
    }
    told = {}
    for name, grain, by in (key for key in STATEMENTS if key[1] in grains):
        statement = STATEMENTS[name, grain, by]
        for period, *member, value in warehouse.execute(statement).fetchall():
            told[name, grain, period, by or "total", *(member or ["all"])] = value
    assert told.keys() <= values.keys()
    dated = {key: cell for key, cell in values.items() if key[1] in grains}
    for key, cell in dated.items():
        value = told[key] if key in told else nothing[key[:3]]
        assert cell[0] == (value if value is None else pytest.approx(float(value))), key
    return len(dated)
