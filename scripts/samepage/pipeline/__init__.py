"""The build: every step whose input has changed, under one lock, told as one report.

report = build(company, progress)
report.status                            # 'published', or 'unchanged' when no step had to run
report.steps                             # {'rules': 0.4, 'raw': None, ...}: seconds, None = skipped

A step runs when anything that it reads has changed since it last succeeded: files, settings,
package versions or the code behind it. A step that gave warnings runs again, to give them again.
Steps that only the last one waits for run in a process of their own, beside those in between.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from samepage.company import Company
from samepage.errors import Busy, Fault
from samepage.pipeline.beside import Beside, digest_of_step, is_fresh, run_here
from samepage.progress import NAME_WIDTH, Progress
from samepage.publish import clear_leftovers, live_release
from samepage.steps import STEPS, Task
from samepage.warehouse import check_target

__all__ = ["Report", "build", "digest_of_step"]


@dataclass(frozen=True)
class Report:
    """What a build came to; `str` of it is what a person is told at the end."""

    status: str
    site: Path
    release: str
    steps: dict[str, float | None]
    seconds: float
    counts: dict[str, int]
    warnings: tuple[Fault, ...]

    def __str__(self) -> str:
        told = [f"warning: {fault}" for fault in self.warnings]
        told += [
            f"  {name:<{NAME_WIDTH}}" + ("unchanged" if seconds is None else f"{seconds:7.1f} s")
            for name, seconds in self.steps.items()
        ]
        counts = ", ".join(f"{number} {things}" for things, number in self.counts.items())
        first = (
            f"Published release {self.release} in {self.seconds:.1f} s: {counts}."
            if self.status == "published"
            else f"Nothing changed since release {self.release} was published: {counts}."
        )
        return "\n".join([*told, first, f"Open {self.site / 'index.html'}, or run `make serve`."])


def build(
    company: Company,
    progress: Progress,
    target: str | None = None,
    strict: bool = True,
    since: date | None = None,
) -> Report:
    """Bring the published site up to date, or raise and leave it as it is.

    With `since`, a day, the warehouse of the build before is kept up to then less the look-back.

    Raises `Faulty` (checks failed), `Usage` (no such target), `Busy` (another build runs).
    """
    task = Task(company, check_target(company, target), strict, progress, since)
    start = time.monotonic()
    with _lock(company):
        clear_leftovers(company.build)
        warnings = _run_steps(task)
        ran = any(seconds is not None for seconds in progress.seconds.values())
        return Report(
            status="published" if ran else "unchanged",
            site=company.build.site,
            release=live_release(company.build) or "",
            steps=dict(progress.seconds),
            seconds=time.monotonic() - start,
            counts=_counts(company),
            warnings=tuple(warnings),
        )


@contextmanager
def _lock(company: Company) -> Iterator[None]:
    company.build.path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(company.build.path / "lock", blocking=False)
    try:
        with lock:
            yield
    except Timeout as timeout:
        raise Busy(
            f"another build of {company.build.path} is running; wait for it to end"
        ) from timeout


def _run_steps(task: Task) -> list[Fault]:
    """Bring every step up to date and return all warnings.

    Raises `Faulty` with the faults of the step that stopped the build, and of those beside it.
    """
    warnings: list[Fault] = []
    with Beside(task) as beside:
        for step in STEPS:
            if step == STEPS[-1]:
                warnings += beside.wait()
            digest = digest_of_step(step, task)
            if is_fresh(step, task, digest):
                task.progress.skip(step.name)
            elif step.is_apart:
                beside.start(step, digest)
            else:
                warnings += run_here(step, task, digest)
    return warnings


def _counts(company: Company) -> dict[str, int]:
    health: dict[str, Any] = json.loads(company.build.health.read_text("utf-8"))
    manifest = json.loads((company.build.dbt / "semantic_manifest.json").read_text("utf-8"))
    return {
        "models": health["models"],
        "tests": len(health["tests"]),
        "metrics": len(manifest["metrics"]),
        "pages": sum(1 for _ in company.build.site.rglob("*.html")),
        "charts": sum(1 for _ in company.build.charts.glob("*.svg")),
    }
