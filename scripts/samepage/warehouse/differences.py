"""What is not as the warehouse read it, of all that an incremental build takes for unchanged.

next(differences(warehouse, company, date(2026, 9, 16)), None)
# "touches from sample: 2 days up to 2026-09-16 are not as they were read, the first is 2026-03-04"

The raw tables are read through the staging views of the build before; what it made of them stands
in `checked_<entity>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb

from samepage.company import Company

# The inputs of which only reopened days are read: their key, and the column that dates them.
BY_DAY = {"stage_events": ("stage_event_id", "occurred_at"), "touches": ("touch_id", "touched_at")}


def differences(warehouse: duckdb.DuckDBPyConnection, company: Company, day: date) -> Iterator[str]:
    """A sentence for each; moments are in UTC here, so the day itself must be unchanged too.

    To be read in dbt's project folder, because staging views name raw files from there.
    """
    for entity in ("accounts", "leads", *BY_DAY):
        warehouse.execute(f"create temp view now_{entity} as {_now(warehouse, company, entity)}")
    for entity, (key, moment) in BY_DAY.items():
        yield from _of_days(warehouse, entity, moment, day)
        yield from _of_keys(warehouse, entity, key, moment, day)
    for told, (now, before) in _STATES.items():
        if warehouse.sql(_OTHERS.format(now=now, before=before)).fetchall():
            yield told


def _of_days(
    warehouse: duckdb.DuckDBPyConnection, entity: str, moment: str, day: date
) -> Iterator[str]:
    """Records that came, went or changed later than the look-back allows."""
    found = warehouse.execute(_DAYS.format(entity=entity, moment=moment), {"day": day})
    for connector, count, first in found.fetchall():
        yield (
            f"{entity} from {connector}: {count} days up to {day} are not as they were read,"
            f" the first is {first}"
        )


def _of_keys(
    warehouse: duckdb.DuckDBPyConnection, entity: str, key: str, moment: str, day: date
) -> Iterator[str]:
    """One id on both sides of the day: which of its rows counts cannot be told from one side."""
    for rows in (f"now_{entity}", f"checked_{entity}"):
        found = warehouse.execute(_KEYS.format(rows=rows, key=key, moment=moment), {"day": day})
        for (repeated,) in found.fetchall():
            yield f"{entity}: {key} {repeated} stands both before and after {day}"


def _now(warehouse: duckdb.DuckDBPyConnection, company: Company, entity: str) -> str:
    """What the connectors deliver, in the columns of checked_<entity> that come from them."""
    described = warehouse.sql(f"describe checked_{entity}").fetchall()
    columns = ", ".join(name for name, *_ in described if name not in _ADDED)
    delivered = [
        f"select {columns}, '{connector}' as connector from stg_{connector}__{entity}"
        for connector in company.connectors(entity)
    ]
    nothing = f"select {columns}, connector from checked_{entity} where false"
    return " union all ".join(delivered) or nothing


_ADDED = ("connector", "quarantine_reason")

_DAYS = """
with days as (
    select connector, cast({moment} as date) as day, true as is_now, hash(record) as digest
    from (select connector, {moment}, now_{entity} as record from now_{entity})
    union all
    select connector, cast({moment} as date), false, hash(record)
    from (
        select connector, {moment}, kept as record
        from (select * exclude (quarantine_reason) from checked_{entity}) as kept
    )
),
unequal as (
    select connector, day
    from days
    where day <= $day
    group by connector, day
    having
        count(*) filter (is_now) <> count(*) filter (not is_now)
        or sum(digest) filter (is_now) <> sum(digest) filter (not is_now)
)
select connector, count(*), min(day) from unequal group by connector order by connector
"""

_KEYS = """
select {key} from {rows} where cast({moment} as date) <= $day
intersect
select {key} from {rows} where {moment} is null or cast({moment} as date) > $day
limit 1
"""

_LEADS = " union all ".join(f"select lead_id from checked_{entity}" for entity in BY_DAY)

# What decides of records of other inputs whether they count, and for which account.
_STATES = {
    "accounts: which are merged or internal is not as it was": (
        """
        select * from now_accounts
        where account_id in (
            select account_id from now_accounts where is_internal or merged_into is not null
        )
        """,
        """
        select * exclude (quarantine_reason) from checked_accounts
        where account_id in (
            select account_id from checked_accounts where is_internal or merged_into is not null
        )
        """,
    ),
    "accounts: into which others are merged is not as it was": (
        "select distinct account_id from now_accounts"
        " where account_id in (select merged_into from now_accounts)",
        "select distinct account_id from checked_accounts"
        " where account_id in (select merged_into from checked_accounts)",
    ),
    "leads: which are internal is not as it was": (
        f"""
        select lead_id from now_leads
        where lead_id in ({_LEADS}) and (is_internal or account_id in (
            select account_id from checked_accounts where quarantine_reason = 'internal record'
        ))
        """,
        f"""
        select lead_id from checked_leads
        where lead_id in ({_LEADS}) and quarantine_reason = 'internal record'
        """,
    ),
}

_OTHERS = "(({now}) except all ({before})) union all (({before}) except all ({now})) limit 1"
