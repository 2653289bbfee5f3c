"""How much of an input may be set aside before the build stops, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from samepage.company import Company
from samepage.errors import Fault

# Meant to be set aside: they never stop a build.
INTERNAL = "internal record"
MERGED = "merged account"
REJECTS = "rejects.parquet"

# One row per entity, connector and reason, for `quarantine_faults`, on the built warehouse.
COUNTS = """
select
    set_aside.entity,
    set_aside.connector,
    set_aside.reason,
    count(*) as records,
    any_value(inputs.records) as total
from quarantine as set_aside
inner join input_counts as inputs
    on set_aside.entity = inputs.entity and set_aside.connector = inputs.connector
group by all
order by all
"""

# entity, connector, reason, rows set aside for it, rows that the connector delivered
Count = tuple[str, str, str, int, int]


def quarantine_faults(counts: Iterable[Count], company: Company) -> list[Fault]:
    """A fault per input, connector and reason beyond the input's quarantine limit.

    with duckdb.connect(company.build.warehouse, read_only=True) as connection:
        stop_on(quarantine_faults(connection.sql(COUNTS).fetchall(), company))
    """
    return [
        _fault(company, *count)
        for count in counts
        if count[2] not in (INTERNAL, MERGED)
        and count[3] > company.quarantine_limit(count[0]) * count[4]
    ]


def rejects_of(company: Company) -> list[dict[str, Any]]:
    """The rows of files that could not be read, as {entity, file, line, error}, in that order.

    What was found in their place is left out where names are kept back.
    """
    path = company.build.raw / "files" / REJECTS
    if "files" not in company.used_connectors or not path.is_file():
        return []
    found = "format('found {}, ', value)" if company.people == "names" else "''"
    error = f"format('{{}}: {{}}expected {{}}', field, {found}, expected)"
    with duckdb.connect() as connection:
        rows = connection.execute(f"select entity, file, line, {error} from '{path}' order by all")
        names = ("entity", "file", "line", "error")
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def _fault(
    company: Company, entity: str, connector: str, reason: str, count: int, total: int
) -> Fault:
    limit, setting = company.quarantine_limit(entity), company.quarantine_setting(entity)
    query = f"from checked_{entity} where quarantine_reason = '{reason}'"
    warehouse = f"duckdb.connect('{_shown(company.build.warehouse)}')"
    listed = f'import duckdb; {warehouse}.sql("{query}").show()'
    return Fault(
        where=f"input {entity} from {connector}",
        field=reason,
        value=f"{count:,} of {total:,} rows ({count / total:.1%})",
        expected=f"at most {limit:.1%} of the rows ({setting})",
        fix=f"correct them in the source; to list them, in Python: {listed}",
    )


def _shown(path: Path) -> str:
    """As short as a person at the project's root would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
