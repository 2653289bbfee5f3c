"""What is said while a build runs, and with which exit code it ends."""

from __future__ import annotations

import io
import json

import pytest

from samepage.errors import Busy, Fault, Faulty, SamepageError, Usage
from samepage.progress import BarProgress, Progress, exit_on_error, progress_on

FAULT = Fault("metrics/funnel/leads.yml:3", "name", "lead", "the file's name", "rename it")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_off_a_terminal():
    stream = io.StringIO()
    with progress_on(stream) as progress:
        progress.skip("raw")
        with progress.step("warehouse"):
            progress.item(3, 41, "fct_leads", "ok", 1.234)
            progress.item(11, 41, "n" * 80, "pass", 0)
    lines = stream.getvalue().splitlines()
    assert lines[:3] == ["raw           unchanged", "warehouse", "  [ 3/41] fct_leads  ok  1.2 s"]
    assert lines[3] == f"  [11/41] {'n' * 59}…  pass  0.0 s"
    assert lines[4].startswith("warehouse     ok  0.")
    assert list(progress.seconds) == ["raw", "warehouse"]
    assert progress.seconds["raw"] is None
    assert progress.seconds["warehouse"] >= 0


def test_a_step_that_fails_is_said_to_have_failed():
    stream = io.StringIO()
    progress = Progress(stream)
    with pytest.raises(ZeroDivisionError), progress.step("pages"):
        1 / 0  # noqa: B018
    assert "pages         failed  0." in stream.getvalue()
    assert progress.seconds == {}


def test_a_bar_on_a_terminal_keeps_what_ended_and_what_failed():
    stream = Terminal()
    with progress_on(stream) as progress:
        assert isinstance(progress, BarProgress)
        with progress.step("warehouse"):
            progress.item(1, 2, "fct_leads", "ok", 1.2)
            progress.item(2, 2, "fct_spend", "error", 0.1)
    said = stream.getvalue()
    assert "[2/2] fct_spend  error  0.1 s" in said
    assert "[1/2] fct_leads" not in said
    assert "warehouse     ok  0." in said


@pytest.mark.parametrize(
    ("error", "code"),
    [(Faulty([FAULT]), 1), (Usage("no such target"), 2), (Busy("another build runs"), 3)],
)
def test_errors_end_with_their_exit_code(error: SamepageError, code: int, capsys):
    with pytest.raises(SystemExit) as ended, exit_on_error():
        raise error
    assert ended.value.code == code
    told = capsys.readouterr()
    assert str(error) in told.err
    assert told.out == ""


def test_faults_are_counted(capsys):
    with pytest.raises(SystemExit), exit_on_error():
        raise Faulty([FAULT, Fault("b", "c", "", "d", "e")])
    assert capsys.readouterr().err.endswith("2 faults; the published site is as it was.\n")


def test_json_carries_every_field_of_a_fault(capsys):
    with pytest.raises(SystemExit) as ended, exit_on_error(as_json=True):
        raise Faulty([FAULT])
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert json.loads(told.out) == {
        "status": "failed",
        "message": str(FAULT),
        "faults": [
            {
                "where": "metrics/funnel/leads.yml:3",
                "field": "name",
                "value": "lead",
                "expected": "the file's name",
                "fix": "rename it",
            }
        ],
    }


def test_mistakes_of_the_program_are_not_hidden():
    with pytest.raises(KeyError), exit_on_error():
        raise KeyError("bug")
