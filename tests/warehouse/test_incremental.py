"""Builds with --since: one after the other they leave what one build from nothing leaves."""

from __future__ import annotations

import io
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builds import ROOT, SMALL, Built
from samepage.company import Company, load_company, read_vars
from samepage.progress import Progress
from samepage.warehouse import build_warehouse
from samepage.warehouse.reopening import reopened_from
from warehouse.growth import grow
from warehouse.replay import Replay


def company_in(folder: Path) -> Company:
    return load_company(ROOT, read_vars(str(ROOT / SMALL)), folder)


def copy_of_build(site: Built, folder: Path) -> Company:
    """A build folder without the site: what the next build of the warehouse goes on from."""
    for name in ("raw", "compiled", "dbt", "project", "stamps"):
        shutil.copytree(site.build.path / name, folder / name, symlinks=True)
    shutil.copy2(site.build.warehouse, folder)
    return company_in(folder)


def newest_day(company: Company) -> date:
    with duckdb.connect(company.build.warehouse, read_only=True) as warehouse:
        [[as_of]] = warehouse.sql("select as_of from dim_as_of").fetchall()
        return as_of


@pytest.fixture(scope="module")
def grown(sample_site, tmp_path_factory) -> Company:
    """The sample company after two builds with --since, before each of which it has grown."""
    grown = copy_of_build(sample_site, tmp_path_factory.mktemp("grown"))
    for name in ("first", "second"):
        since = newest_day(grown) + timedelta(days=1)
        day = since - timedelta(days=grown.look_back_days)
        grow(grown.build.raw / "sample", day + timedelta(days=1), name)
        told = io.StringIO()
        build_warehouse(grown, "duckdb", Progress(told), since=since)
        assert f"  days before {day} are kept as they are\n" in told.getvalue()
    return grown


@pytest.mark.slow
def test_builds_one_after_the_other_leave_what_one_leaves(grown, tmp_path, tell):
    """Each time records come late, are corrected or vanish, and twenty days are new."""
    anew = company_in(tmp_path)
    shutil.copytree(grown.build.raw, anew.build.raw)
    build_warehouse(anew, "duckdb", Progress(io.StringIO()))
    tables, rows = compared(grown, anew)
    tell(f"{rows:,} rows of {tables} tables are the same after incremental builds and a whole one")
    assert tables > 120
    assert rows > 900_000


def compared(one: Company, other: Company) -> tuple[int, int]:
    """How many tables and rows either has; fails with the first rows that only one has."""
    with duckdb.connect() as connection:
        for name, company in (("one", one), ("other", other)):
            connection.execute(f"attach '{company.build.warehouse}' as {name} (read_only)")
        tables = connection.sql(
            "select table_name from duckdb_tables() where database_name = 'other'"
            " and not ends_with(table_name, '__remembered')"
        ).fetchall()
        total = 0
        for (table,) in sorted(tables):
            # Which leads were opened is about a build, and not about the data.
            if table != "int_reopened_leads":
                total += len(connection.sql(f"from other.{table}"))
                assert differing(connection, f"one.{table}", f"other.{table}") == [], table
    return len(tables), total


def differing(
    connection: duckdb.DuckDBPyConnection, one: str, other: str
) -> list[tuple[object, ...]]:
    one, other = f"from {one}", f"from {other}"
    query = f"(({one}) except all ({other})) union all (({other}) except all ({one})) limit 5"
    return connection.sql(query).fetchall()


# Of every table in which a lead's life is told: what may be edited. Events may be since the day.
EVENTS = {"stage_events": "occurred_at", "touches": "touched_at"}
EDITED = {
    "stage_events": ("lead_id", "person_id", "stage", "occurred_at"),
    "touches": ("lead_id", "opportunity_id", "person_id", "is_automated", "touched_at"),
    "leads": ("account_id", "person_id", "channel", "employees", "industry", "created_at"),
    "opportunities": (
        *("account_id", "lead_id", "person_id", "status", "opportunity_type"),
        *("created_at", "closed_at", "amount"),
    ),
    "people": ("person_name", "team", "pod", "valid_from", "valid_to"),
    "outcomes": ("account_id", "measured_on", "result"),
    "subscriptions": ("account_id", "valid_from", "valid_to", "term_ends_on", "mrr"),
    "exchange_rates": ("rate",),
}
CHANGE = st.sampled_from(sorted(EDITED)).flatmap(
    lambda table: st.tuples(
        st.just(table),
        st.sampled_from(("new", "gone", *EDITED[table])),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
    )
)


@pytest.fixture(scope="module")
def replay(sample_site, grown) -> Replay:
    """A twentieth of the sample company's leads, built from nothing, with no internal records."""
    company = company_in(sample_site.build.path)
    replay = Replay(company, grown, ("fct_leads", "fct_lead_stages", "in_touches"))
    for statement in (
        "delete from raw_accounts where is_internal or merged_into is not null",
        "delete from raw_leads where is_internal or hash(lead_id) % 20 > 0"
        " or account_id not in (select account_id from raw_accounts)",
        "delete from raw_opportunities where lead_id not in (select lead_id from raw_leads)",
        "delete from raw_stage_events where lead_id not in (select lead_id from raw_leads)",
        "delete from raw_touches where lead_id not in (select lead_id from raw_leads)",
    ):
        replay.connection.execute(statement)
    replay.build_whole()
    return replay


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(st.lists(CHANGE, min_size=1, max_size=12), min_size=1, max_size=3))
def test_whatever_changes_within_the_look_back_is_found(replay, batches):
    """Batch after batch with --since, and then all of it from nothing."""
    connection = replay.connection
    connection.execute("begin")
    try:
        for number, batch in enumerate(batches):
            [[as_of]] = connection.sql("select as_of from dim_as_of").fetchall()
            day = as_of + timedelta(days=1 - 45)
            for at, change in enumerate(batch):
                make(connection, change, day, f"{number}.{at}")
            replay.build_since(day)
        for table in replay.tables:
            connection.execute(f"create temp table grown_{table} as from {table}")
        replay.build_whole()
        for table in replay.tables:
            assert differing(connection, f"grown_{table}", table) == [], table
    finally:
        connection.execute("rollback")


def make(
    connection: duckdb.DuckDBPyConnection, change: tuple[str, str, int, int], day: date, name: str
) -> None:
    """One change of a raw table; of events, among those after the day."""
    table, what, one, other = change
    raw, moment = f"raw_{table}", EVENTS.get(table)
    is_open = f"where cast({moment} as date) > date '{day}'" if moment else ""
    rows = connection.sql(f"select rowid from {raw} {is_open} order by rowid").fetchall()
    if not rows:
        return
    [row], [source] = rows[one % len(rows)], rows[other % len(rows)]
    if what == "gone":
        connection.execute(f"delete from {raw} where rowid = {row}")
    elif what == "new":
        key = connection.sql(f"from {raw}").columns[0]
        later = f", {moment} + interval {other % 60} day as {moment}" if moment else ""
        connection.execute(
            f"insert into {raw} select * replace ('{name}' as {key}{later}) from {raw}"
            f" where rowid = {row}"
        )
    else:
        connection.execute(
            f"update {raw} set {what} = (select {what} from {raw} where rowid = {source})"
            f" where rowid = {row}"
        )


OLD = "timestamp '2025-03-04 10:00'"
CHANGES = {
    "a touch that comes too late": (
        "touches",
        f"insert into touches select * replace ('late' as touch_id, {OLD} as touched_at)"
        " from touches limit 1",
        "touches from sample: 1 days up to 2026-08-28 are not as they were read, the first is"
        " 2025-03-04",
    ),
    "an old stage event that is gone": (
        "stage_events",
        "delete from stage_events where occurred_at = (select min(occurred_at) from stage_events)",
        "stage_events from sample: 1 days up to 2026-08-28 are not as they were read",
    ),
    "an old touch of somebody else": (
        "touches",
        "update touches set person_id = 'nobody'"
        " where touched_at = (select min(touched_at) from touches)",
        "touches from sample: 1 days up to 2026-08-28 are not as they were read",
    ),
    "the id of an old touch once more": (
        "touches",
        "insert into touches select * replace (timestamp '2026-10-11 10:00' as touched_at)"
        " from touches where touched_at = (select min(touched_at) from touches)",
        "stands both before and after 2026-08-28",
    ),
    "a merged account": (
        "accounts",
        "update accounts set merged_into = (select max(account_id) from accounts)"
        " where account_id = (select min(account_id) from accounts where merged_into is null)",
        "accounts: which are merged or internal is not as it was",
    ),
    "a lead that turns out to be a test": (
        "leads",
        "update leads set is_internal = true"
        " where lead_id = (select min(lead_id) from touches where lead_id is not null)",
        "leads: which are internal is not as it was",
    ),
}
KEPT = {
    "a touch that comes late": (
        "touches",
        "insert into touches select * replace"
        " ('late' as touch_id, timestamp '2026-08-29 10:00' as touched_at) from touches limit 1",
    ),
    "a lead that is won by somebody else": (
        "leads",
        "update leads set person_id = 'nobody', employees = 1",
    ),
    "a test lead that nothing old refers to": (
        "leads",
        "insert into leads select * replace ('new' as lead_id, true as is_internal)"
        " from leads limit 1",
    ),
}


@pytest.fixture(scope="module")
def standing(sample_site, tmp_path_factory) -> Company:
    return copy_of_build(sample_site, tmp_path_factory.mktemp("standing"))


@pytest.fixture
def elsewhere(standing, tmp_path, monkeypatch) -> None:
    """The build is started from a folder in which another company's build stands."""
    raw = tmp_path / "build" / "raw" / "sample"
    raw.mkdir(parents=True)
    for file in (standing.build.raw / "sample").glob("*.parquet"):
        duckdb.sql(f"from '{file}' limit 1").write_parquet(str(raw / file.name))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_otherwise_before_the_look_back_is_told(standing, change):
    table, statement, told = CHANGES[change]
    day, said = reopened_after(standing, table, statement)
    assert day is None
    assert "every day is computed, whatever --since says: " in said
    assert told in said


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("change", KEPT)
def test_what_is_new_or_known_by_its_lead_is_not(standing, change):
    day, said = reopened_after(standing, *KEPT[change])
    assert day == date(2026, 8, 28), said


def reopened_after(company: Company, table: str, statement: str) -> tuple[date | None, str]:
    """What comes of --since after a change of one raw table, which is then put back."""
    raw = company.build.raw / "sample"
    original = (raw / f"{table}.parquet").read_bytes()
    with duckdb.connect() as connection:
        for file in raw.glob("*.parquet"):
            connection.execute(f"create table {file.stem} as from '{file}'")
        connection.execute(statement)
        connection.execute(f"copy {table} to '{raw / table}.parquet'")
    said = io.StringIO()
    day = reopened_from(company, date(2026, 12, 1), Progress(said))
    (raw / f"{table}.parquet").write_bytes(original)
    return day, said.getvalue()


def test_without_a_build_before_it_every_day_is_computed(tmp_path):
    said = io.StringIO()
    assert reopened_from(company_in(tmp_path), date(2026, 12, 1), Progress(said)) is None
    assert "no build of the same definitions, in DuckDB, has ended well before" in said.getvalue()
