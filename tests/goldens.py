"""Golden folders: a folder is a case, its `expected/` is what the case must come to.

A missing expectation is written, so that a new case starts with one run and a review, except in
CI, where it fails. A difference is written beside the case as `actual/`, to be diffed:

    diff -r tests/golden/sql/funnel/expected tests/golden/sql/funnel/actual
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def assert_golden(case: Path, produced: Mapping[str, str]) -> None:
    """Compare files by relative name with the case's `expected/` folder."""
    expected, actual = case / "expected", case / "actual"
    shutil.rmtree(actual, ignore_errors=True)
    if not expected.is_dir() and not os.environ.get("CI"):
        _write(expected, produced)
    known = {
        str(path.relative_to(expected)): path.read_text("utf-8")
        for path in expected.rglob("*")
        if path.is_file()
    }
    if known != dict(produced):
        _write(actual, produced)
    assert known == dict(produced), f"{case.name} differs: diff -r {expected} {actual}"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
