"""Running a step, here or beside others, and remembering on what it succeeded.

with Beside(task) as beside:
    beside.start(feeds, digest_of_step(feeds, task))     # in a process of its own
    ...                                                  # other steps, here
    warnings = beside.wait()                             # raises `Faulty` with the faults of all
"""

from __future__ import annotations

import io
import multiprocessing
import os
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from samepage import stamps
from samepage.child import die_with_parent
from samepage.company import Company
from samepage.errors import Fault, Faulty, stop_on
from samepage.progress import Progress
from samepage.steps import STEPS, Step, Task


def run_here(step: Step, task: Task, digest: str) -> list[Fault]:
    """Run a step and return its warnings. Raises `Faulty`."""
    _known(task).discard(step.name)
    with task.progress.step(step.name):
        warnings = step.run(task)
    _note(task, step, digest, warnings)
    return warnings


def is_fresh(step: Step, task: Task, digest: str) -> bool:
    """Whether it succeeded on just this input and what it wrote was left alone."""
    return _known(task).is_fresh(step.name, digest, step.writes(task.company))


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


def _known(task: Task) -> stamps.Stamps:
    return stamps.Stamps(task.company.build.path / "stamps")


def _note(task: Task, step: Step, digest: str, warnings: list[Fault]) -> None:
    if not warnings:
        _known(task).write(step.name, digest, step.writes(task.company))


class Beside:
    """Steps one after the other in another process, until somebody has to wait for them."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.running: list[tuple[Step, str, Future[Ended]]] = []
        self.pool = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_settle
        )

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if isinstance(error, Faulty):
                stop_on([*error.faults, *self._ended()[1]])
        finally:
            self.pool.shutdown(cancel_futures=True)

    def start(self, step: Step, digest: str) -> None:
        _known(self.task).discard(step.name)
        self.task.progress.begin_beside(step.name)
        given = (self.task.company, self.task.target, self.task.strict)
        self.running.append((step, digest, self.pool.submit(_run_apart, step.name, *given)))

    def wait(self) -> list[Fault]:
        """The warnings of all steps. Raises `Faulty` with the faults of all."""
        warnings, faults = self._ended()
        stop_on(faults)
        return warnings

    def _ended(self) -> tuple[list[Fault], list[Fault]]:
        warnings: list[Fault] = []
        faults: list[Fault] = []
        while self.running:
            step, digest, future = self.running.pop(0)
            ended = future.result()
            status = "failed" if ended.faults else "ok"
            self.task.progress.end_beside(step.name, status, ended.seconds)
            if not ended.faults:
                _note(self.task, step, digest, ended.warnings)
            warnings += ended.warnings
            faults += ended.faults
        return warnings, faults


@dataclass(frozen=True)
class Ended:
    """How a step in another process ended."""

    seconds: float
    warnings: list[Fault]
    faults: list[Fault]


def _settle() -> None:
    """The worker says nothing on stdout, which belongs to the report of the build: DuckDB takes a
    process that was just spawned for a person's, and would draw bars there."""
    die_with_parent()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)


def _run_apart(name: str, company: Company, target: str, strict: bool) -> Ended:
    step = next(step for step in STEPS if step.name == name)
    start = time.monotonic()
    warnings, faults = [], []
    try:
        warnings = step.run(Task(company, target, strict, Progress(io.StringIO())))
    except Faulty as error:
        faults = error.faults
    return Ended(time.monotonic() - start, warnings, faults)
