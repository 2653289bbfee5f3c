"""The outcome of a check as people and programs read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any

from samepage.company import load_company
from samepage.definitions import load_definitions
from samepage.errors import Fault, Faulty
from samepage.rules import RULES, check


@dataclass(frozen=True)
class Summary:
    """What was checked, by how many rules, and every fault that they found."""

    faults: tuple[Fault, ...]
    metrics: int
    pages: int
    rules: int
    seconds: float

    def __str__(self) -> str:
        counts = (self.metrics, "metric"), (self.pages, "page"), (self.rules, "rule")
        checked = ", ".join(_count(*each) for each in counts)
        if not self.faults:
            return f"ok: {checked}, {self.seconds:.1f} s"
        files = [list(group) for _, group in groupby(self.faults, key=_file)]
        told = "\n\n".join(_told(group) for group in files)
        total = f"{_count(len(self.faults), 'fault')} in {_count(len(files), 'file')}"
        return f"{told}\n\n{total} (checked {checked} in {self.seconds:.1f} s)"

    def as_json(self) -> dict[str, Any]:
        status = "failed" if self.faults else "ok"
        return {"status": status, **dataclasses.asdict(self), "seconds": round(self.seconds, 3)}


def summarise(root: Path, variables: Mapping[str, Any]) -> Summary:
    """Check the company's settings and all definitions."""
    started = perf_counter()
    definitions = load_definitions(root)
    faults = (*_wrong_settings(root, variables), *check(definitions))
    counts = len(definitions.metrics), len(definitions.pages), len(RULES)
    return Summary(faults, *counts, perf_counter() - started)


def _wrong_settings(root: Path, variables: Mapping[str, Any]) -> list[Fault]:
    try:
        load_company(root, variables)
    except Faulty as error:
        return error.faults
    return []


def _told(group: list[Fault]) -> str:
    header = f"{_file(group[0])}: {_count(len(group), 'fault')}"
    return "\n".join([header, *(f"  {fault}".replace("\n", "\n  ") for fault in group)])


def _file(fault: Fault) -> str:
    return fault.where.partition(":")[0]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
