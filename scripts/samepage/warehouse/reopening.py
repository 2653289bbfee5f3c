"""From which day on a build with --since computes incremental models anew.

reopened_from(company, since=date(2026, 11, 1), progress)     # date(2026, 9, 17)

What such a build leaves must be what one from nothing leaves. That holds if everything up to the
day is as the build before read it, so that is looked at, and not taken on trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from datetime import date, timedelta

import duckdb

from samepage.company import Company
from samepage.errors import Fault
from samepage.progress import Progress
from samepage.warehouse.dbt import project_folder
from samepage.warehouse.differences import differences


def reopened_from(company: Company, since: date, progress: Progress) -> date | None:
    """The first day to compute anew; None, and why is said, when that has to be every day."""
    day, obstacle = _found(company, since)
    if obstacle:
        progress.say(f"  every day is computed, whatever --since says: {obstacle}")
        return None
    progress.say(f"  days before {day} are kept as they are")
    return day


def ends_too_early(company: Company, day: date | None) -> Iterator[Fault]:
    """A fault if the data end before the first day that was computed anew."""
    if not day:
        return
    with duckdb.connect(company.build.warehouse, read_only=True) as warehouse:
        newest = _as_of(warehouse)
    if newest < day:
        expected = f"{day} or later, because --since went back to that day"
        yield Fault("the data", "newest day", str(newest), expected, "make site, without --since")


def _found(company: Company, since: date) -> tuple[date, str | None]:
    if not company.build.warehouse.is_file():
        return since, "no build of the same definitions, in DuckDB, has ended well before"
    with duckdb.connect(company.build.warehouse, read_only=True) as warehouse:
        # Never later than what is new since then, whatever was asked for.
        since = min(since, _as_of(warehouse) + timedelta(days=1))
        day = since - timedelta(days=company.look_back_days)
        with chdir(project_folder(company)):
            return day, next(differences(warehouse, company, day), None)


def _as_of(warehouse: duckdb.DuckDBPyConnection) -> date:
    [[as_of]] = warehouse.sql("select as_of from dim_as_of").fetchall()
    assert isinstance(as_of, date)
    return as_of
