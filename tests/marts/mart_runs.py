"""Rows in the inputs contract in, the marts of one dbt run out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml
from histories import Row

ROOT = Path(__file__).parents[2]
# A fiscal year from April and weeks from Sunday, so that nothing can lean on the calendar's own.
COMPANY = {
    "name": "Fernhill Software",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "fiscal_year_starts_in": 4,
    "week_starts_on": 7,
}


def write(path: Path, entity: str, rows: Sequence[Row]) -> None:
    """Rows as a parquet file in the contract's columns; what a row leaves out is null."""
    contract = yaml.safe_load((ROOT / "models" / "inputs" / f"in_{entity}.yml").read_text("utf-8"))
    columns = {each["name"]: each["data_type"] for each in contract["models"][0]["columns"]}
    path.parent.mkdir(parents=True, exist_ok=True)
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"create table written ({typed})")
        connection.executemany(
            f"insert into written values ({', '.join('?' * len(columns))})",
            [[row.get(name) for name in columns] for row in rows],
        )
        connection.execute(f"copy written to '{path}' (format parquet)")


def run_dbt(
    build: Path,
    variables: Mapping[str, Any],
    *models: str,
) -> duckdb.DuckDBPyConnection:
    """Build the marts, or what dbt selects by `models`, with all tests, and open the warehouse."""
    selected = models or ("+path:models/inputs", "+path:models/marts")
    ran = subprocess.run(
        [
            *(sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build"),
            *("--select", *selected, "--indirect-selection", "cautious"),
            *("--vars", json.dumps({"company": COMPANY, **variables})),
            *("--profiles-dir", str(ROOT), "--log-path", str(build / "logs")),
            *("--exclude-resource-type", "unit_test", "--no-use-colors", "--quiet"),
        ],
        cwd=ROOT,
        env={**os.environ, "SAMEPAGE_BUILD_DIR": str(build), "DBT_TARGET_PATH": str(build / "dbt")},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return opened(build)


def opened(build: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(build / "warehouse.duckdb"), read_only=True)


def rows_of(marts: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    result = marts.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def by(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def compiled(marts: duckdb.DuckDBPyConnection, model: str) -> str:
    """The SQL that dbt made of a mart, for other rows than those of the run."""
    [[warehouse]] = marts.execute(
        "select path from duckdb_databases() where database_name = 'warehouse'"
    ).fetchall()
    folder = Path(warehouse).parent / "dbt" / "compiled" / "samepage" / "models" / "marts"
    return (folder / f"{model}.sql").read_text("utf-8")
