"""How long `make site` takes by step: from nothing, with nothing changed, and after a refresh that
brings other numbers for the newest month of one fact."""

from __future__ import annotations

import io
import resource
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from samepage.company import Company, load_company
from samepage.pipeline import build, digest_of_step
from samepage.progress import Progress
from samepage.stamps import Stamps
from samepage.steps import STEPS, Task
from samepage.warehouse import check_target
from samepage.warehouse.kept import Kept

ROOT = Path(__file__).parents[2]
Taken = dict[str, Any]


def measure(build_dir: Path) -> list[Taken]:
    """Three builds of the sample company, in a folder of their own."""
    folder = build_dir / "bench" / "site"
    shutil.rmtree(folder, ignore_errors=True)
    company = load_company(ROOT, {}, folder)
    taken = [timed("from nothing", company), timed("nothing changed", company)]
    refresh(company, "spend", "* replace (amount + 1 as amount)")
    return [*taken, timed("newest month of one fact", company)]


class Meter(Progress):
    """Says nothing, and notes seconds of the processor by step, here and in child processes."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.here: dict[str, float] = {}
        self.children: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        here, children = processor()
        with super().step(name):
            yield
        ended = processor()
        self.here[name], self.children[name] = ended[0] - here, ended[1] - children


def timed(name: str, company: Company) -> Taken:
    """One build: seconds of the clock, and of the processor by what they went into."""
    meter, start = Meter(), time.perf_counter()
    before = sum(processor())
    report = build(company, meter)
    cpu = sum(processor()) - before
    taken = {
        "build": name,
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(cpu, 1),
        "clock": {step: seconds and round(seconds, 1) for step, seconds in report.steps.items()},
        "parts": {part: round(seconds, 1) for part, seconds in _parts(meter, company, cpu)},
    }
    return {**taken, "dbt": dbt_by_kind(company)} if report.steps["warehouse"] else taken


def processor() -> tuple[float, float]:
    """Seconds of processor time of this process, and of those that it waited for."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


# What is done in the build's own process, and in the child of a step, where both say something.
SPLIT = {"warehouse": ("read", ""), "site": ("stitch", "mkdocs")}


def _parts(meter: Meter, company: Company, cpu: float) -> Iterator[tuple[str, float]]:
    """What was done -> seconds of the processor, in the order of the build; examples and feeds,
    which run beside the rest, are what is left of all."""
    yield "examples and feeds", cpu - sum(meter.here.values()) - sum(meter.children.values())
    for step, here in meter.here.items():
        children = meter.children[step]
        mine, theirs = SPLIT.get(step, (step, ""))
        if step == "warehouse":
            for part, seconds in _kept(company).took.items():
                yield f"dbt: {part}", seconds
            children = 0.0
        if theirs:
            yield theirs, children
        yield mine, here if theirs else here + children


def _kept(company: Company) -> Kept:
    kept = Kept.read(company)
    assert kept is not None
    return kept


def dbt_by_kind(company: Company) -> Taken:
    """How many nodes of each kind the warehouse has, and the seconds of the builds that ran them
    last; two run at a time."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for id, result in _kept(company).results.items():
        kinds[id.split(".")[0]].append(result["execution_time"])
    return {
        kind: {"nodes": len(each), "seconds": round(sum(each), 1)} for kind, each in kinds.items()
    }


def refresh(company: Company, table: str, columns: str, rows: str = "true") -> None:
    """What a connector would bring: other rows of one table of the sample, for the newest month.

    Its rows become `select COLUMNS where ROWS`, in which `newest` is the last day of the table.
    """
    file = company.build.raw / "sample" / f"{table}.parquet"
    day = {"spend": "spent_on", "leads": "created_at"}[table]
    duckdb.sql(
        f"copy (with raw as (select *, cast({day} as date) as on_day,"
        f" cast(max({day}) over () as date) as newest from '{file}'),"
        " early as (from raw where date_trunc('month', on_day) < date_trunc('month', newest)),"
        " late as (from raw where date_trunc('month', on_day) = date_trunc('month', newest))"
        " select * exclude (on_day, newest) from early union all by name"
        f" select * exclude (on_day, newest) from (select {columns} from late where {rows}))"
        f" to '{file.with_suffix('.new')}' (format parquet)"
    )
    file.with_suffix(".new").replace(file)
    raw = next(step for step in STEPS if step.name == "raw")
    task = Task(company, check_target(company, None), True, Progress(io.StringIO()))
    stamps = Stamps(company.build.path / "stamps")
    stamps.write("raw", digest_of_step(raw, task), raw.writes(company))


def table(taken: list[Taken]) -> str:
    """As Markdown, for HACKING: seconds of the processor by step, and on the clock in all."""
    names = [each["build"] for each in taken]
    head = f"| Seconds of processor | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    rows = [
        f"| {part} | {' | '.join(_told(each['parts'].get(part)) for each in taken)} |"
        for part in taken[0]["parts"]
    ]
    for total, label in (("cpu_seconds", "all"), ("seconds", "on the clock")):
        rows.append(f"| {label} | {' | '.join(_told(each[total]) for each in taken)} |")
    kinds = taken[0]["dbt"].items()
    inside = ", ".join(f"{each['nodes']} {kind}s {each['seconds']} s" for kind, each in kinds)
    return "\n".join([head, *rows, f"\nInside dbt's first build, on the clock: {inside}."])


def _told(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.1f}"
