"""How a company's raw tables grow from one build to the next, as SQL over Parquet files.

grow(raw, day, "october")     # records that come late, are corrected, vanish, and new ones
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

# The column that dates each input's records, and their key.
DATED = {
    "leads": ("lead_id", "created_at"),
    "stage_events": ("stage_event_id", "occurred_at"),
    "touches": ("touch_id", "touched_at"),
    "opportunities": ("opportunity_id", "created_at"),
    "outcomes": ("outcome_id", "measured_on"),
    "spend": ("spend_id", "spent_on"),
}
# What of a record is written over with that of another one, whenever the record was made.
CORRECTED = {
    "leads": ("person_id", "employees", "channel", "industry"),
    "opportunities": ("lead_id", "person_id", "amount"),
    "people": ("team",),
    "accounts": ("employees", "region"),
    "subscriptions": ("mrr",),
}
# The same, of records that were made since a day only.
CORRECTED_SINCE = {"stage_events": ("lead_id", "stage"), "touches": ("lead_id", "person_id")}

INTERNAL = (
    "select lead_id from leads where is_internal"
    " or account_id in (select account_id from accounts where is_internal)"
)


def grow(raw: Path, day: date, name: str) -> None:
    """Change what is dated since `day`, and what has no day, and add twenty days; `name` decides
    which records it meets. The tables are written over."""
    with duckdb.connect() as connection:
        for file in sorted(raw.glob("*.parquet")):
            connection.execute(f"create table {file.stem} as from '{file}'")
            for changes in _changes(file.stem, day, name):
                connection.execute(changes)
            connection.execute(f"copy (from {file.stem} order by all) to '{file}'")


def _changes(table: str, day: date, name: str) -> list[str]:
    changes = _of_days(table, *DATED[table], day, name) if table in DATED else []
    for corrected, since in ((CORRECTED, None), (CORRECTED_SINCE, day)):
        for column in corrected.get(table, ()):
            changes.append(_corrected(table, column, since, name))
    if table == "opportunities":
        changes.append(
            f"update {table} set status = 'won', closed_at = created_at + interval 30 day"
            f" where status = 'open' and hash(opportunity_id, '{name}') % 3 = 0"
        )
    return changes


def _of_days(table: str, key: str, moment: str, day: date, name: str) -> list[str]:
    """Every record once more, twenty days later; some nine days earlier; some are gone."""
    also = ", 'open' as status, null as closed_at" if table == "opportunities" else ""
    later = f"'{name} ' || {key} as {key}, {moment} + interval 20 day as {moment}{also}"
    late = f"'{name} late ' || {key} as {key}, {moment} - interval 9 day as {moment}{also}"
    # Which leads are internal stays, since that decides about old events too.
    known = f" and lead_id not in ({INTERNAL})" if table == "leads" else ""
    is_new = f"{moment} >= date '{day}'{known}"
    return [
        f"insert into {table} select * replace ({later}) from {table} where {is_new}",
        f"insert into {table} select * replace ({late}) from {table}"
        f" where {is_new} and {moment} >= date '{day}' + 9"
        f" and hash({key}, '{name} late') % 10 = 0",
        f"delete from {table} where {is_new} and hash({key}, '{name} gone') % 20 = 0",
    ]


def _corrected(table: str, column: str, since: date | None, name: str) -> str:
    """Some records get what the next one has, in the order of a hash."""
    may = "is_internal is not true and merged_into is null" if table == "accounts" else "true"
    may = f"{DATED[table][1]} >= date '{since}'" if since else may
    order = f"hash({table}, '{name} {column}')"
    return (
        f"update {table} set {column} = other.{column} from ("
        f"select rowid as row, lead({column}) over (order by {order}) as {column} from {table}"
        f" where {may} qualify row_number() over (order by {order}) % 25 = 0"
        f") as other where {table}.rowid = other.row"
    )
