"""A warehouse in PostgreSQL: raw tables are copied in before dbt runs, results out of it after.

server = postgres_of(company, "postgres")    # None for a target that is no PostgreSQL
server.bring_in_raw()                        # build/raw/<connector>/*.parquet as tables
server.bring_out_results()                   # build/warehouse.duckdb, with nothing but results

So whatever comes after the warehouse knows no engine. The driver comes with dbt-postgres, which
only those install who build there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from samepage.company import Company
from samepage.errors import Usage
from samepage.settings import ENTITIES
from samepage.sources.quarantine import REJECTS
from samepage.warehouse.profiles import output_of

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor

# The tables that are read once dbt is done, and of the inputs what was set aside.
RESULTS = (
    *("metric_values", "dim_as_of", "dim_inputs", "dim_people", "int_fits", "fct_retention_fit"),
    *("input_counts", "quarantine"),
)
CHECKED = tuple(f"checked_{entity}" for entity in ENTITIES)


@dataclass(frozen=True)
class Postgres:
    """A database of its own: models in `schema`, raw tables in a schema per connector."""

    company: Company
    schema: str

    def bring_in_raw(self) -> None:
        """Drop what an earlier build left, and copy the raw tables of the connectors in use."""
        with _cursor() as cursor:
            cursor.execute(f'drop schema if exists "{self.schema}" cascade')
            for connector in self.company.used_connectors:
                files = sorted((self.company.build.raw / connector).glob("*.parquet"))
                if files:
                    cursor.execute(f'drop schema if exists "{connector}" cascade')
                    cursor.execute(f'create schema "{connector}"')
                for file in files:
                    if file.name != REJECTS:
                        _copy_in(cursor, file, f'"{connector}"."{file.stem}"')

    def bring_out_results(self) -> None:
        """Write build/warehouse.duckdb with the results, and the rows that were set aside."""
        with _cursor() as cursor, duckdb.connect(self.company.build.warehouse) as connection:
            for table in (*RESULTS, *self._counted):
                _copy_out(cursor, self.schema, table, "true", connection)
            for table in CHECKED:
                _copy_out(cursor, self.schema, table, "quarantine_reason is not null", connection)

    @property
    def _counted(self) -> list[str]:
        """What withholding small groups looks into."""
        if not self.company.suppress_below:
            return []
        cubes = self.company.build.compiled.glob("cube_*.sql")
        return ["dim_periods", *sorted(cube.stem for cube in cubes)]


def postgres_of(company: Company, target: str) -> Postgres | None:
    """The database that a target of profiles.yml builds in; None when it is no PostgreSQL."""
    output = output_of(company, target)
    return Postgres(company, str(output["schema"])) if output["type"] == "postgres" else None


@contextmanager
def _cursor() -> Iterator[Cursor]:
    """A transaction on the server that the variables PG* name. Raises `Usage` without one."""
    try:
        import psycopg2
    except ModuleNotFoundError as error:
        fix = "run `make .venv/.development`"
        raise Usage(f"--target: dbt-postgres is not installed: {fix}") from error
    if not os.environ.get("PGDATABASE"):
        raise Usage("--target: expected the name of a database of its own in PGDATABASE")
    try:
        server = psycopg2.connect("", application_name="samepage")
    except psycopg2.OperationalError as error:
        told = " ".join(str(error).split())
        raise Usage(f"--target: {told} (read from PGHOST, PGPORT, PGUSER, PGPASSWORD)") from error
    try:
        with server, server.cursor() as cursor:
            yield cursor
    finally:
        server.close()


def _copy_in(cursor: Cursor, file: Path, table: str) -> None:
    """A Parquet file as a new table of the same columns."""
    with duckdb.connect() as connection, _text_file() as text:
        rows = connection.read_parquet(str(file))
        typed = zip(rows.columns, map(str, rows.types), strict=True)
        columns = ", ".join(f'"{name}" {_TYPES.get(kind, kind)}' for name, kind in typed)
        cursor.execute(f"create table {table} ({columns})")
        connection.execute(
            "copy (from read_parquet($file)) to $text (format csv, header false)",
            {"file": str(file), "text": str(text)},
        )
        with text.open("rb") as written:
            cursor.copy_expert(f"copy {table} from stdin (format csv)", written)
    cursor.execute(f"analyze {table}")


def _copy_out(
    cursor: Cursor, schema: str, table: str, condition: str, connection: duckdb.DuckDBPyConnection
) -> None:
    """Rows of the server's table as a table of the same columns in DuckDB."""
    cursor.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 order by attnum",
        [f'"{schema}"."{table}"'],
    )
    columns = dict(cursor.fetchall())
    rows = f'select * from "{schema}"."{table}" where {condition}'
    with _text_file() as text:
        with text.open("wb") as file:
            cursor.copy_expert(f"copy ({rows}) to stdout (format csv)", file)
        # Null is an empty cell for both engines, and "" an empty text.
        connection.execute(
            f'create table "{table}" as from read_csv(?, columns = ?, header = false,'
            " auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n',"
            " allow_quoted_nulls = false)",
            [str(text), columns],
        )


@contextmanager
def _text_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "rows.csv"


# What PostgreSQL calls otherwise.
_TYPES = {"DOUBLE": "double precision"}
