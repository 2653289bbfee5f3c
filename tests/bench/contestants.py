"""One contestant in a process of its own: `python -m bench.contestants compiled DATABASE OUT`.

Prints what it took as JSON. What it computed goes to OUT, so that the answers can be compared:
one row per metric, grain, period_start, dimension and member.
"""

from __future__ import annotations

import csv
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb

from bench import grid
from compiler.mini import catalog_of
from samepage.compiler import compile_models

# Of DuckDB; with Python beside it a process stays below 2 GiB.
MEMORY = "1500MB"
CELLS = "metric varchar, grain varchar, period_start date, dimension varchar, member varchar"
# What MetricFlow answers: grain, dimension, names of columns, rows.
Answer = tuple[str, str, list[str], Sequence[Sequence[object]]]


class Contest:
    """Times what lies between `start` and `stop`; imports and writing the answer down do not."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.taken: dict[str, float] = {}

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection as on a small machine: what does not fit into memory goes to the disk."""
        connection = duckdb.connect(str(self.database), read_only=True)
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set memory_limit = '{MEMORY}'")
        connection.execute(f"set temp_directory = '{self.database.with_suffix('.spilled')}'")
        return connection

    def start(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def stop(self, name: str = "") -> None:
        self.taken[f"{name}seconds"] = round(time.perf_counter() - self._wall, 3)
        self.taken[f"{name}cpu_seconds"] = round(time.process_time() - self._cpu, 3)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.taken[f"{name}peak_mib"] = round(peak / 1024)


def scan(contest: Contest, out: Path) -> None:
    """The floor: every column that the grid needs, read once and added up."""
    with contest.connect() as connection:
        contest.start()
        for table, unread in (("fct_leads", ["lead_id"]), ("fct_account_months", [])):
            columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
            read = ", ".join(f"max({name})" for name in columns if name not in unread)
            connection.execute(f"select {read} from {table}").fetchall()
        contest.stop()


def compiled(contest: Contest, out: Path, count: int | None = None) -> None:
    """Ours, from the definitions to metric_values; `count` takes every so many-th metric only."""
    names = [metric["name"] for metric in grid.manifest()["metrics"]]
    only = None if count is None else names[:: len(names) // count]
    with contest.connect() as connection:
        contest.start()
        models = compile_models(catalog_of(grid.manifest()), only)
        contest.stop("compiling_")
        contest.start()
        models = compile_models(catalog_of(grid.manifest()), only)
        for file, text in sorted(models.items()):
            if file.endswith(".sql"):
                statement = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
                connection.execute(f"create temp table {file[:-4]} as {statement}")
        contest.stop()
        wanted = f"grain in {grid.GRAINS}"
        connection.execute(
            "copy (select metric, grain, period_start, dimension, member, value"
            f" from metric_values where {wanted}) to '{out}'"
        )


def by_hand(contest: Contest, out: Path) -> None:
    """The best that we could write ourselves for these cells, these data and this engine."""
    sql = (grid.FOLDER / "by_hand.sql").read_text("utf-8")
    with contest.connect() as connection:
        contest.start()
        connection.execute(sql)
        contest.stop()
        told = " union all ".join(
            f"select '{metric}' as metric, grain, period_start, dimension, member,"
            f" cast({metric} as double) as value from {fact}_by_hand"
            for fact, *_ in grid.FACTS
            for metric in grid.metrics_of(fact)
        )
        connection.execute(f"copy ({told}) to '{out}'")


def metricflow_sql(contest: Contest, out: Path) -> None:
    """MetricFlow's SQL, run straight in DuckDB."""
    from compiler.oracle import Oracle

    manifest = grid.manifest_json()
    with contest.connect() as connection:
        contest.start()
        oracle = Oracle(manifest)
        for _, _, metrics, group_by in questions():
            oracle.sql(metrics, group_by)
        contest.stop("compiling_")
        contest.start()
        oracle = Oracle(manifest)
        answers: list[Answer] = []
        for grain, dimension, metrics, group_by in questions():
            cursor = connection.execute(oracle.sql(metrics, group_by))
            names = [column[0] for column in cursor.description]
            answers.append((grain, dimension, names, cursor.fetchall()))
        contest.stop()
    keep(answers, out)


def metricflow_client(contest: Contest, out: Path) -> None:
    """MetricFlow as its users run it: the engine and the client of `mf query`."""
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration
    from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

    project = lay_project(contest.database)
    configuration = CLIConfiguration()
    configuration.setup(project, project, configure_file_logging=False)
    contest.start()
    answers: list[Answer] = []
    for grain, dimension, metrics, group_by in questions():
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        table = configuration.mf.query(request).result_df
        assert table is not None
        answers.append((grain, dimension, list(table.column_names), list(table.rows)))
    contest.stop()
    keep(answers, out)


def questions() -> Iterable[tuple[str, str, list[str], list[str]]]:
    """The grid as MetricFlow is asked: grain, dimension, metrics and what to group by."""
    for fact, entity, *_ in grid.FACTS:
        for grain in grid.GRAINS:
            for dimension in ("total", *grid.CUTS):
                cut = [] if dimension == "total" else [f"{entity}__{dimension}"]
                yield grain, dimension, grid.metrics_of(fact), [f"metric_time__{grain}", *cut]


def lay_project(database: Path) -> Path:
    """The least of a dbt project that MetricFlow's command line opens."""
    project = database.with_suffix("")
    (project / "target").mkdir(parents=True, exist_ok=True)
    (project / "target" / "semantic_manifest.json").write_text(grid.manifest_json(), "utf-8")
    (project / "dbt_project.yml").write_text("name: bench\nversion: '1.0'\nprofile: bench\n")
    (project / "profiles.yml").write_text(
        "bench: {target: duckdb, outputs: {duckdb: {type: duckdb,"
        f" path: '{database.resolve()}', threads: 2}}}}}}\n"
    )
    return project


def keep(answers: Iterable[Answer], out: Path) -> None:
    """What MetricFlow answered, as cells; by way of a file, which is faster than row by row."""
    written = out.with_suffix(".csv")
    with written.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        for grain, dimension, names, rows in answers:
            for row in rows:
                cells = dict(zip(names, row, strict=True))
                period = str(cells.pop(f"metric_time__{grain}"))[:10]
                cut = next((name for name in cells if name.endswith(f"__{dimension}")), None)
                member = cells.pop(cut) if cut else "all"
                for metric, value in cells.items():
                    lines.writerow((metric, grain, period, dimension, member, value))
    with duckdb.connect() as connection:
        connection.execute(f"create table cells ({CELLS}, value double)")
        connection.execute(f"copy cells from '{written}' (header false, nullstr '')")
        connection.execute(f"copy cells to '{out}'")


CONTESTANTS: dict[str, Callable[[Contest, Path], None]] = {
    each.__name__: each for each in (scan, compiled, by_hand, metricflow_sql, metricflow_client)
}


if __name__ == "__main__":
    name, database, out, *count = sys.argv[1:]
    contest = Contest(Path(database))
    if count:
        compiled(contest, Path(out), int(count[0]))
    else:
        CONTESTANTS[name](contest, Path(out))
    print(json.dumps(contest.taken))
