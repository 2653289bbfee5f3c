"""scripts/new.py writes three files that say, through the rules, what they still need."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import messages, write_project
from samepage.errors import Usage
from samepage.scaffold import KINDS, new_metric


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def test_the_three_files_are_written(root: Path) -> None:
    written = new_metric(root, "funnel/demos_held", "simple")
    assert written == (
        "metrics/funnel/demos_held.yml",
        "metrics/funnel/demos_held.md",
        "metrics/funnel/demos_held.example.yml",
    )
    assert (
        (root / written[0]).read_text("utf-8")
        == """\
# yaml-language-server: $schema=../metric.schema.json
metrics:
  - name: demos_held
    label: Demos held
    description:
    type: simple
    type_params:
      measure:
    config:
      group:
      meta:
        goal:
        unit:
        better:
        status: draft
        version: 1
        dated_by: {event: }
        grains: [month, quarter, year]
        dimensions:
"""
    )


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_left_empty_is_refused_with_what_belongs_there(root: Path, kind: str) -> None:
    new_metric(root, "funnel/demos_held", kind)
    told = messages(root)
    assert all("fill in `" in each or "write what belongs under" in each for each in told)
    fields = {each.split(": ")[1] for each in told}
    inputs = {
        "simple": {"type_params.measure"},
        "ratio": {"type_params.numerator", "type_params.denominator"},
        "derived": {"type_params.expr", "type_params.metrics"},
    }
    assert fields == inputs[kind] | {
        "description",
        "config.group",
        "config.meta.goal",
        "config.meta.unit",
        "config.meta.better",
        "config.meta.dated_by.event",
        "config.meta.dimensions",
        "why",
        "rows",
        "expect.period_start",
        "Counts",
        "Does not count",
        "Why it matters",
        "Caveats",
        "When it moves",
    }


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "demos_held",
            "'demos_held' names no domain: write <domain>/demos_held, with funnel",
        ),
        (
            "funel/demos_held",
            "no domain 'funel' under metrics/: write `funnel`, or begin a new one with"
            " metrics/funel/_index.md",
        ),
        (
            "funnel/DemosHeld",
            "'DemosHeld' is no name for a metric: lower case with single underscores, as win_rate",
        ),
        (
            "funnel/win_rate",
            "metrics/funnel/win_rate.yml defines win_rate already: change that file, or take"
            " another name",
        ),
    ],
)
def test_what_cannot_be_a_metric_is_refused(root: Path, address: str, told: str) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(Usage) as refused:
        new_metric(root, address, "simple")
    assert str(refused.value) == told
    assert sorted(root.rglob("*")) == before
