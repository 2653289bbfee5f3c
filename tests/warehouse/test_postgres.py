"""The whole project on PostgreSQL: what it publishes is what DuckDB publishes."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg2
import pytest

from builds import ROOT, SMALL, Built, build_site
from postgres_server import postgres_server
from samepage.company import load_company, read_vars
from samepage.compiler import short_sql
from samepage.errors import Usage
from samepage.manifest import load_catalog
from samepage.warehouse.postgres import CHECKED, RESULTS, Postgres, postgres_of

KEYS = "metric, grain, period_start, dimension, member"


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """A server for this module, named by the environment as it is for psql."""
    with postgres_server() as named, pytest.MonkeyPatch.context() as patch:
        for variable, value in named.items():
            patch.setenv(variable, value)
        yield


@pytest.fixture(scope="module")
def postgres_site(server: None, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small sample company, built on the server by scripts/build.py."""
    folder = tmp_path_factory.mktemp("postgres")
    return build_site(folder, "--vars", SMALL, "--target", "postgres")


@pytest.mark.slow
def test_every_row_is_the_same_as_on_duckdb(
    sample_site: Built, postgres_site: Built, tell: Callable[[str], None]
) -> None:
    with duckdb.connect() as connection:
        for name, site in (("on_duckdb", sample_site), ("on_postgres", postgres_site)):
            connection.execute(f"create view {name} as from '{site.build.values}'")
        compared, [*different] = _comparison(connection)
    tell(f"{compared:,} rows of metric_values are the same in DuckDB and PostgreSQL")
    assert compared > 700_000
    assert different == []


def _comparison(connection: duckdb.DuckDBPyConnection) -> tuple[int, list[tuple[object, ...]]]:
    """How many rows either has, and the first of those in which they are not equal."""
    numbers = "value", "numerator", "denominator"
    unequal = " or ".join(
        f"(one.{name} is null) <> (other.{name} is null)"
        f" or abs(one.{name} - other.{name}) > 1e-9 * greatest(abs(one.{name}), 1e-9)"
        for name in numbers
    )
    joined = f"from on_duckdb as one full join on_postgres as other using ({KEYS})"
    [[compared]] = connection.sql(f"select count(*) {joined}").fetchall()
    different = connection.sql(
        f"select {KEYS}, one.value, other.value, one.records, other.records {joined}"
        " where one.records is distinct from other.records"
        f" or one.is_complete is distinct from other.is_complete or {unequal} order by all limit 20"
    )
    return compared, different.fetchall()


@pytest.mark.slow
def test_the_short_statement_of_every_metric_gives_the_same_there(
    sample_site: Built, postgres_site: Built, tell: Callable[[str], None]
) -> None:
    company = load_company(ROOT, read_vars(str(ROOT / SMALL)), postgres_site.build.path)
    catalog, compared = load_catalog(company), 0
    with (
        psycopg2.connect("") as server,
        server.cursor() as cursor,
        duckdb.connect(str(sample_site.build.warehouse), read_only=True) as warehouse,
    ):
        cursor.execute(f'set search_path to "{postgres_of(company, "postgres").schema}"')
        for metric in catalog.metrics.values():
            for by in ("", *metric.dimensions[:1]):
                grain = metric.everyday_grain
                statement = short_sql(catalog, metric.name, grain=grain, by=by)
                cursor.execute(statement)
                there, here = cursor.fetchall(), warehouse.execute(statement).fetchall()
                assert [row[:-1] for row in there] == [row[:-1] for row in here], metric.name
                values = [(row[-1], other[-1]) for row, other in zip(there, here, strict=True)]
                assert [pair for pair in values if not _same(*pair)] == [], (metric.name, by)
                compared += len(values)
    tell(f"{compared:,} rows of short statements are the same in DuckDB and PostgreSQL")
    assert compared > 20_000


def _same(one: float | Decimal | None, other: float | Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.slow
def test_the_data_health_page_tells_the_same(sample_site: Built, postgres_site: Built) -> None:
    told = [
        json.loads(site.build.health.read_text("utf-8")) for site in (sample_site, postgres_site)
    ]
    assert told[0] == told[1]
    assert sum(each["rows"] for each in told[1]["inputs"]) > 5_000


@pytest.mark.slow
def test_whatever_a_table_holds_arrives(server: None, tmp_path: Path) -> None:
    """Text that looks like null or like several cells, all digits of numbers, extreme days."""
    rows = r"""
        select * from (values
            ('', 'a,b', 0.1::double, 9007199254740993, true, date '0001-01-01', 12.3456),
            ('\N', '"q"', 1e-300, -1, false, date '9999-12-31', -0.0001),
            (null, E'line\r\nline', -1.7976931348623157e308, null, null, null, null),
            ('NULL', 'ü € 名', 1/3::double, 0, true, date '2026-02-28', 0)
        ) as rows(text, other, number, whole, is_so, day, money)
    """
    company = load_company(ROOT, {}, tmp_path)
    folder = company.build.raw / "sample"
    folder.mkdir(parents=True)
    for table in ("raw", *RESULTS, *CHECKED):
        duckdb.sql(f"select *, null::varchar as quarantine_reason from ({rows})").write_parquet(
            str(folder / f"{table}.parquet")
        )
    postgres = Postgres(company, "sample")
    postgres.bring_in_raw()
    postgres.bring_out_results()
    with duckdb.connect(company.build.warehouse, read_only=True) as connection:
        written = duckdb.sql(f"{rows} order by all").fetchall()
        read = connection.sql(
            "select * exclude (quarantine_reason) from metric_values order by all"
        )
        assert read.fetchall() == written
        assert connection.sql("select count(*) from checked_leads").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "expected the name of a database of its own in PGDATABASE"),
        ({"PGDATABASE": "samepage", "PGHOST": "/nowhere"}, "/nowhere"),
    ],
)
def test_a_database_that_does_not_answer_is_a_usage_error(monkeypatch, tmp_path, variables, told):
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Usage) as error:
        Postgres(load_company(ROOT, {}, tmp_path), "samepage").bring_in_raw()
    assert told in str(error.value)
