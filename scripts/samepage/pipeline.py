"""The build: every step whose input has changed, under one lock, told as one report.

report = build(company, progress)
report.status                            # 'published', or 'unchanged' when no step had to run
report.steps                             # {'rules': 0.4, 'raw': None, ...}: seconds, None = skipped

A step runs when anything that it reads has changed since it last succeeded: files, settings,
package versions or the code behind it. A step that gave warnings runs again, to give them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from samepage import stamps
from samepage.company import Company
from samepage.errors import Busy, Fault
from samepage.progress import NAME_WIDTH, Progress
from samepage.publish import clear_leftovers, live_release
from samepage.steps import STEPS, Step, Task
from samepage.warehouse import check_target


@dataclass(frozen=True)
class Report:
    """What a build came to; `str` of it is what a person is told at the end."""

    status: str
    site: Path
    release: str
    steps: dict[str, float | None]
    counts: dict[str, int]
    warnings: tuple[Fault, ...]

    def __str__(self) -> str:
        told = [f"warning: {fault}" for fault in self.warnings]
        told += [
            f"  {name:<{NAME_WIDTH}}" + ("unchanged" if seconds is None else f"{seconds:7.1f} s")
            for name, seconds in self.steps.items()
        ]
        total = sum(seconds or 0 for seconds in self.steps.values())
        counts = ", ".join(f"{number} {things}" for things, number in self.counts.items())
        first = (
            f"Published release {self.release} in {total:.1f} s: {counts}."
            if self.status == "published"
            else f"Nothing changed since release {self.release} was published: {counts}."
        )
        return "\n".join([*told, first, f"Open {self.site / 'index.html'}, or run `make serve`."])


def build(
    company: Company, progress: Progress, target: str | None = None, strict: bool = True
) -> Report:
    """Bring the published site up to date, or raise and leave it as it is.

    Raises `Faulty` (checks failed), `Usage` (no such target), `Busy` (another build runs).
    """
    task = Task(company, check_target(company, target), strict, progress)
    with _lock(company):
        clear_leftovers(company.build)
        warnings = [fault for step in STEPS for fault in _bring_up_to_date(step, task)]
        ran = any(seconds is not None for seconds in progress.seconds.values())
        return Report(
            status="published" if ran else "unchanged",
            site=company.build.site,
            release=live_release(company.build) or "",
            steps=dict(progress.seconds),
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


def _bring_up_to_date(step: Step, task: Task) -> list[Fault]:
    company = task.company
    known = stamps.Stamps(company.build.path / "stamps")
    digest = digest_of_step(step, task)
    if known.is_fresh(step.name, digest, step.writes(company)):
        task.progress.skip(step.name)
        return []
    known.discard(step.name)
    with task.progress.step(step.name):
        warnings = step.run(task)
    if not warnings:
        known.write(step.name, digest, step.writes(company))
    return warnings


def digest_of_step(step: Step, task: Task) -> str:
    """Stands for everything that a step's result depends on; equal input, equal digest."""
    company = task.company
    code = stamps.code_behind(step.code)
    return stamps.digest_of(
        stamps.digest_of_files([*step.reads(company), *code], company.root),
        stamps.packages(company.root / "requirements.txt"),
        # Derived settings hold absolute paths, so a project that moved is built anew.
        str(company.root),
        str(company.build.path),
        company.variables,
        task.target,
        step.inputs(company),
    )


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
