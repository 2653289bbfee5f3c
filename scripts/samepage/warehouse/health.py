"""health.json: what came in, what was set aside, what was tested, who moved. Read by the pages.

{"as_of": "2026-10-11",
 "inputs": [{"entity", "connectors", "rows", "newest", "undated", "quarantined", "internal",
             "merged", "reasons": {reason: rows}}, ...],    in the contract's order
 "tests": [{"name", "model", "status", "failures", "description"}, ...],
 "lacking": {"known_fit": "Of no account ..."},    what the data do not tell yet, and why
 "rejects": [{"entity", "file", "line", "field", "error"}, ...],    what files could not hold
 "moves": [{"member", "on", "from": {"team", "pod"}, "to": {"team", "pod"}}, ...],    of people
 "models": 41, "definitions": "..."}                    sha-256 of everything under metrics/

It holds no clock times: the same data and definitions give the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from duckdb import DuckDBPyConnection

from samepage.company import Company
from samepage.settings import ENTITIES
from samepage.sources.quarantine import INTERNAL, MERGED, rejects_of
from samepage.stamps import digest_of_files, replace_text
from samepage.warehouse.results import PASSED, Result

# Whoever changed team or pod, under the name that pages give them.
_MOVES = """
with places as (
    select
        *,
        row_number() over (partition by person_id order by valid_from) as place,
        lag(team) over (partition by person_id order by valid_from) as old_team,
        lag(pod) over (partition by person_id order by valid_from) as old_pod
    from dim_people
)

select rep, valid_from::varchar, old_team, old_pod, team, pod
from places
where place > 1 and (team is distinct from old_team or pod is distinct from old_pod)
order by rep, valid_from, person_id
"""


def health_of(
    connection: DuckDBPyConnection, company: Company, results: Iterable[Result]
) -> dict[str, Any]:
    """The content of health.json, from a finished warehouse and the results of its run."""
    ended = list(results)
    tests = [result for result in ended if result.kind in ("test", "unit_test")]
    return {
        "as_of": connection.sql("select as_of::varchar from dim_as_of").fetchall()[0][0],
        "inputs": [_input(connection, company, entity) for entity in ENTITIES],
        "tests": [_test(result) for result in sorted(tests, key=lambda t: (t.model, t.name))],
        "lacking": _lacking(connection),
        "rejects": rejects_of(company),
        "moves": [_move(*row) for row in connection.sql(_MOVES).fetchall()],
        "models": sum(result.kind == "model" for result in ended),
        "definitions": digest_of_files([company.root / "metrics"], company.root),
    }


def _lacking(connection: DuckDBPyConnection) -> dict[str, str]:
    """What no connector brings but the data themselves: see `pages/waiting`."""
    found = {}
    [(fits,)] = connection.sql("select count(is_icp) from int_fits").fetchall()
    if not fits:
        found["known_fit"] = (
            "No account and no lead has all the facts that metrics/icp/icp_criteria.csv asks for, "
            "so of none is it known whether it fits."
        )
    [(obstacle,)] = connection.sql("select obstacle from fct_retention_fit").fetchall()
    if obstacle:
        found["retention_fit"] = f"Nothing can be projected. {obstacle}"
    return found


def write_health(health: dict[str, Any], company: Company) -> None:
    replace_text(company.build.health, json.dumps(health, indent=1, ensure_ascii=False) + "\n")


def _input(connection: DuckDBPyConnection, company: Company, entity: str) -> dict[str, Any]:
    accepted = connection.execute(
        "select records, newest_on::varchar, undated from dim_inputs where entity = ?", [entity]
    ).fetchone()
    rows, newest, undated = accepted or (0, None, 0)
    reasons = dict(
        connection.execute(
            "select reason, count(*) from quarantine where entity = ? group by 1 order by 1",
            [entity],
        ).fetchall()
    )
    internal, merged = (reasons.pop(meant, 0) for meant in (INTERNAL, MERGED))
    counted = {
        "entity": entity,
        "connectors": list(company.connectors(entity)),
        "rows": rows,
        "newest": newest,
        "undated": undated,
        "quarantined": sum(reasons.values()),
        "internal": internal,
        "merged": merged,
        "reasons": reasons,
    }
    return _without_few(counted, company.suppress_below)


def _without_few(counted: dict[str, Any], limit: int) -> dict[str, Any]:
    """The same with null for counts of too few rows, and no reasons where any is one of them."""
    few = range(1, limit)
    shown = {key: None if number in few else number for key, number in counted.items()}
    if any(number in few for number in counted["reasons"].values()):
        shown["reasons"] = {}
    return shown


def _move(
    member: str, day: str, old_team: str, old_pod: str, team: str, pod: str
) -> dict[str, Any]:
    old, new = {"team": old_team, "pod": old_pod}, {"team": team, "pod": pod}
    return {"member": member, "on": day, "from": old, "to": new}


def _test(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "model": result.model,
        "status": "pass" if result.status in PASSED else result.status,
        "failures": result.failures,
        "description": result.description,
    }
