"""`make bench`: one race on the same rows and definitions, told as tables and as JSON.

Everybody runs in a process of its own. Seconds on the clock depend on what else the machine does;
seconds of processor time do so less, so ratios are taken of those.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import duckdb

from bench import grid, steps

ROOT = Path(__file__).parents[2]
# MetricFlow joins at one size only: it takes minutes.
METRICFLOW_AT = 1_000_000
COUNTS = (10, 20, 30)
TOLERANCE = 1e-9

Taken = dict[str, Any]


@click.command()
@click.option("--rows", multiple=True, type=int, default=(100_000, 1_000_000, 10_000_000))
@click.option("--metricflow-at", default=METRICFLOW_AT, help="the size at which MetricFlow joins")
@click.option("--build-dir", type=click.Path(path_type=Path), default=ROOT / "build")
@click.option("--skip-site", is_flag=True, help="only the race, without timing the build")
def bench(rows: tuple[int, ...], metricflow_at: int, build_dir: Path, skip_site: bool) -> None:
    """Race on ROWS leads each, time the build's steps, write BUILD/bench.json."""
    folder = build_dir / "bench"
    race = [taken for size in rows for taken in race_on(size, folder, size == metricflow_at)]
    metrics = list(by_metrics(folder / str(metricflow_at))) if metricflow_at in rows else []
    site = [] if skip_site else steps.measure(build_dir)
    told = {"machine": machine(), "race": race, "metrics": metrics, "steps": site}
    build_dir.mkdir(parents=True, exist_ok=True)
    (build_dir / "bench.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    click.echo(f"{told['machine']}\n\n{race_table(race)}")
    if metrics:
        click.echo("\n" + metrics_table(metrics))
    if site:
        click.echo("\n" + steps.table(site))
    sys.exit(1 if any(taken.get("differ") for taken in race) else 0)


def race_on(rows: int, folder: Path, with_metricflow: bool) -> Iterator[Taken]:
    """What every contestant takes on so many leads, and in how many cells it differs from ours."""
    at = folder / str(rows)
    at.mkdir(parents=True, exist_ok=True)
    grid.generate(at / "bench.duckdb", rows)
    for name in ("scan", "compiled", "by_hand", "metricflow_sql", "metricflow_client"):
        if with_metricflow or not name.startswith("metricflow"):
            yield {"rows": rows, "name": name, **run(at, name), **agreement(at, name)}


def by_metrics(at: Path) -> Iterator[Taken]:
    """Our pass for some of the metrics, to see what more of them cost."""
    for count in COUNTS:
        yield {"metrics": count, **run(at, "compiled", str(count))}


def run(at: Path, name: str, *more: str) -> Taken:
    """One contestant in a process of its own."""
    out = at / f"{name}{'-'.join(['', *more])}.parquet"
    command = [sys.executable, "-m", "bench.contestants", name, at / "bench.duckdb", out, *more]
    done = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env={**os.environ}
    )
    taken: Taken = json.loads(done.stdout.splitlines()[-1])
    return taken


def agreement(at: Path, name: str) -> Taken:
    """How many cells a contestant computed, and how many of them we have otherwise.

    Nothing happening is a zero or null here and no row there.
    """
    out = at / f"{name}.parquet"
    if not out.exists():
        return {}
    (cells, differ) = duckdb.sql(
        "select count(theirs.value), count(*) filter (abs(coalesce(ours.value, 0)"
        f" - coalesce(theirs.value, 0)) > {TOLERANCE} * greatest(1, abs(theirs.value)))"
        f" from '{at / 'compiled.parquet'}' as ours full join '{out}' as theirs"
        " using (metric, grain, period_start, dimension, member)"
    ).fetchall()[0]
    return {"cells": cells, "differ": differ}


def machine() -> str:
    """The machine, its load before the race and the versions, for whoever reads the numbers."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {platform.machine()}, load {load:.1f},"
        f" Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


NAMES = {
    "scan": "floor: columns read once",
    "compiled": "compiled pass",
    "by_hand": "written by hand",
    "metricflow_sql": "MetricFlow's SQL in DuckDB",
    "metricflow_client": "MetricFlow with its client",
}


def race_table(race: list[Taken]) -> str:
    """As Markdown, for HACKING."""
    ours = {taken["rows"]: taken for taken in race if taken["name"] == "compiled"}
    head = (
        "| Leads | | Seconds | of processor | of them compiling | to ours | Peak MiB | Cells"
        " | Cells a second | Differ |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_race_row(taken, ours[taken["rows"]]) for taken in race)])


def _race_row(taken: Taken, ours: Taken) -> str:
    cells = taken.get("cells")
    told = (
        f"{taken['rows']:,}",
        NAMES[taken["name"]],
        f"{taken['seconds']:.2f}",
        f"{taken['cpu_seconds']:.2f}",
        f"{taken['compiling_cpu_seconds']:.2f}" if "compiling_cpu_seconds" in taken else "",
        f"{taken['cpu_seconds'] / ours['cpu_seconds']:.2f}",
        f"{taken['peak_mib']:,}",
        f"{cells:,}" if cells else "",
        f"{cells / taken['cpu_seconds']:,.0f}" if cells else "",
        str(taken["differ"]) if cells else "",
    )
    return f"| {' | '.join(told)} |"


def metrics_table(metrics: list[Mapping[str, Any]]) -> str:
    rows = (f"| {each['metrics']} | {each['cpu_seconds']:.2f} |" for each in metrics)
    return "\n".join(["| Metrics | Seconds of processor |\n|---|---|", *rows])


if __name__ == "__main__":
    bench()
