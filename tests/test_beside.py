"""Steps that run beside others, in a process of their own."""

from __future__ import annotations

import io

import pytest

from samepage.company import load_company
from samepage.errors import Fault, Faulty, stop_on
from samepage.pipeline.beside import Beside, digest_of_step, is_fresh
from samepage.progress import Progress
from samepage.steps import STEPS, Task

RULES = STEPS[0]


@pytest.fixture
def task(project_copy):
    return Task(load_company(project_copy), "duckdb", True, Progress(io.StringIO()))


def test_a_step_beside_others_is_waited_for_and_remembered(task):
    digest = digest_of_step(RULES, task)
    with Beside(task) as beside:
        beside.start(RULES, digest)
        assert not is_fresh(RULES, task, digest)
        assert beside.wait() == []
    assert is_fresh(RULES, task, digest)
    assert task.progress.seconds["rules"] > 0
    assert [line.split()[:2] for line in task.progress.stream.getvalue().splitlines()] == [
        ["rules"],
        ["rules", "ok"],
    ]


def test_the_faults_of_steps_beside_each_other_are_told_together(task, project_copy):
    (project_copy / "metrics" / "funnel" / "leads.yml").write_text("metrics: [", "utf-8")
    own = Fault("site/pages/index.md", "metric", "leed", "leads", "correct it")
    digest = digest_of_step(RULES, task)
    with pytest.raises(Faulty) as raised, Beside(task) as beside:
        beside.start(RULES, digest)
        stop_on([own])
    assert own in raised.value.faults
    assert any(fault.where.startswith("metrics/funnel/leads.yml") for fault in raised.value.faults)
    assert "rules         failed" in task.progress.stream.getvalue()
    assert not is_fresh(RULES, task, digest)
