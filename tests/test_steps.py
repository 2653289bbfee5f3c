"""Which steps a change makes necessary, without running any of them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from samepage import stamps
from samepage.company import load_company
from samepage.pipeline import digest_of_step
from samepage.progress import Progress
from samepage.steps import STEPS, Task


def digests(root: Path, **overrides: object) -> dict[str, str]:
    company = load_company(root, overrides)
    task = Task(company, "duckdb", True, Progress(io.StringIO()))
    return {step.name: digest_of_step(step, task) for step in STEPS}


def touched(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("metrics/funnel/leads.md", {"rules", "pages", "feeds"}),
        ("metrics/funnel/leads.example.yml", {"rules", "examples", "pages", "feeds"}),
        ("metrics/funnel/leads.yml", {"rules", "warehouse", "examples", "pages", "feeds"}),
        ("metrics/icp/segments.csv", {"rules", "warehouse", "examples", "pages", "feeds"}),
        ("models/marts/fct_leads.sql", {"rules", "warehouse", "examples", "pages", "feeds"}),
        ("site/pages/index.md", {"rules", "pages"}),
        ("site/templates/metric.md.j2", {"pages"}),
        ("site/feeds/metric.md.j2", {"feeds"}),
        ("build/feeds/llms.txt", {"site"}),
        ("site/theme/css/samepage.css", {"site"}),
        ("mkdocs.yml", {"pages"}),
        ("build/values.parquet", {"pages", "feeds"}),
        ("build/health.json", {"pages", "feeds", "site"}),
        ("build/charts.json", {"charts"}),
        ("build/pages/index.md", {"site"}),
        ("build/raw/sample/leads.parquet", {"warehouse"}),
        ("README.md", set()),
    ],
)
def test_a_changed_file_touches_the_steps_that_read_it(project_copy, path, steps):
    before = digests(project_copy)
    (project_copy / path).parent.mkdir(parents=True, exist_ok=True)
    with (project_copy / path).open("a") as file:
        file.write("\n")
    assert touched(before, digests(project_copy)) == steps


def test_changed_settings_touch_every_step(project_copy):
    before = digests(project_copy)
    assert touched(before, digests(project_copy, as_of="2026-09-30")) == set(before)


def test_another_version_of_a_package_touches_every_step(project_copy):
    before = digests(project_copy)
    with (project_copy / "requirements.txt").open("a") as lock:
        lock.write("another-package==1.0\n")
    # Read once per process, as no build changes packages under itself.
    stamps.packages.cache_clear()
    assert touched(before, digests(project_copy)) == set(before)


def test_equal_input_has_equal_digests(project_copy):
    assert digests(project_copy) == digests(project_copy)
