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
    refresh(company)
    return [*taken, timed("newest month of one fact", company)]


class Meter(Progress):
    """Says nothing, and notes what each step took of the processor."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.of_processor: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        before = processor()
        with super().step(name):
            yield
        self.of_processor[name] = round(processor() - before, 1)


def timed(name: str, company: Company) -> Taken:
    """One build: seconds of the clock and of the processor, by step and in all."""
    meter, before, start = Meter(), processor(), time.perf_counter()
    report = build(company, meter)
    taken = {
        "build": name,
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(processor() - before, 1),
        "steps": {step: seconds and round(seconds, 1) for step, seconds in report.steps.items()},
        "cpu_steps": {step: meter.of_processor.get(step) for step in report.steps},
    }
    return {**taken, "dbt": dbt_by_kind(company)} if report.steps["warehouse"] else taken


def processor() -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def dbt_by_kind(company: Company) -> Taken:
    """How many nodes of each kind the warehouse has, and the seconds of the builds that ran them
    last; two run at a time."""
    kept = Kept.read(company)
    assert kept is not None
    kinds: dict[str, list[float]] = defaultdict(list)
    for id, result in kept.results.items():
        kinds[id.split(".")[0]].append(result["execution_time"])
    return {
        kind: {"nodes": len(each), "seconds": round(sum(each), 1)} for kind, each in kinds.items()
    }


def refresh(company: Company) -> None:
    """What a connector would bring: other amounts of spend in its newest month, nothing else."""
    table = company.build.raw / "sample" / "spend.parquet"
    changed = table.with_suffix(".new")
    duckdb.sql(
        f"copy (select * replace (case when date_trunc('month', cast(spent_on as date))"
        " = (select max(date_trunc('month', cast(spent_on as date)))"
        f" from '{table}') then amount + 1 else amount end as amount) from '{table}')"
        f" to '{changed}' (format parquet)"
    )
    changed.replace(table)
    raw = next(step for step in STEPS if step.name == "raw")
    task = Task(company, check_target(company, None), True, Progress(io.StringIO()))
    stamps = Stamps(company.build.path / "stamps")
    stamps.write("raw", digest_of_step(raw, task), raw.writes(company))


def table(taken: list[Taken]) -> str:
    """As Markdown, for HACKING: seconds of the processor by step, and on the clock in all."""
    names = [each["build"] for each in taken]
    head = f"| Seconds of processor | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    rows = [
        f"| {step} | {' | '.join(_told(each['cpu_steps'][step]) for each in taken)} |"
        for step in taken[0]["cpu_steps"]
    ]
    for total, label in (("cpu_seconds", "all"), ("seconds", "on the clock")):
        rows.append(f"| {label} | {' | '.join(_told(each[total]) for each in taken)} |")
    kinds = taken[0]["dbt"].items()
    inside = ", ".join(f"{each['nodes']} {kind}s {each['seconds']} s" for kind, each in kinds)
    return "\n".join([head, *rows, f"\nInside dbt's first build, on the clock: {inside}."])


def _told(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.1f}"
