"""The two verbs for authors: what they print, and the exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import check
import new
from projects import edit, write_project
from samepage.rules import RULES


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for verb in (check, new):
        monkeypatch.setattr(verb, "ROOT", tmp_path)
    return write_project(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check.main, arguments)


def without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d s", "0.0 s", text)


@pytest.mark.usefixtures("root")
def test_a_sound_project_is_ok() -> None:
    result = run()
    assert without_seconds(result.output) == f"ok: 3 metrics, 1 page, {len(RULES)} rules, 0.0 s\n"
    assert result.exit_code == 0


def test_faults_are_told_by_file_and_counted(root: Path) -> None:
    edit(root, "metrics/funnel/win_rate.yml", "unit: percent", "unit: procent")
    edit(root, "metrics/funnel/win_rate.yml", "group: sales", "group: sails")
    edit(root, "metrics/funnel/win_rate.md", "It has some.\n", "")
    result = run()
    assert without_seconds(result.output) == (
        "metrics/funnel/win_rate.md: 1 fault\n"
        "  metrics/funnel/win_rate.md:13: Caveats: expected at least one sentence below the"
        " heading\n"
        "      to mend: write what belongs under `## Caveats`\n"
        "\n"
        "metrics/funnel/win_rate.yml: 2 faults\n"
        "  metrics/funnel/win_rate.yml:11: config.group: found 'sails', expected a team, one of"
        " marketing, sales\n"
        "      to mend: write `sales`\n"
        "  metrics/funnel/win_rate.yml:15: config.meta.unit: found 'procent', expected one of"
        " count, currency, percent, points, ratio, number, months, days, hours, minutes (what one"
        " of it is; percent and points are fractions in the data (0.63), shown as 63 % and 63"
        " points)\n"
        "      to mend: write `percent`\n"
        "\n"
        f"3 faults in 2 files (checked 3 metrics, 1 page, {len(RULES)} rules in 0.0 s)\n"
    )
    assert result.exit_code == 1


def test_the_same_as_json(root: Path) -> None:
    edit(root, "metrics/funnel/win_rate.yml", "group: sales", "group: sails")
    result = run("--json")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert told.pop("seconds") < 10
    assert told == {
        "status": "failed",
        "metrics": 3,
        "pages": 1,
        "rules": len(RULES),
        "faults": [
            {
                "where": "metrics/funnel/win_rate.yml:11",
                "field": "config.group",
                "value": "sails",
                "expected": "a team, one of marketing, sales",
                "fix": "write `sales`",
            }
        ],
    }


@pytest.mark.usefixtures("root")
def test_the_settings_of_the_company_are_checked_too() -> None:
    result = run("--vars", "sources: {leads: nothing}")
    assert "vars.sources.leads: found 'nothing', expected a connector: sample" in result.output
    assert result.exit_code == 1


@pytest.mark.usefixtures("root")
def test_settings_that_are_no_yaml_are_wrong_usage() -> None:
    assert run("--vars", "missing.yml").exit_code == 2


def test_a_new_metric_is_begun_and_then_refused_until_it_is_filled_in(root: Path) -> None:
    result = CliRunner().invoke(new.main, ["funnel/demos_held", "--type", "ratio"])
    assert result.output == (
        "wrote metrics/funnel/demos_held.yml\n"
        "wrote metrics/funnel/demos_held.md\n"
        "wrote metrics/funnel/demos_held.example.yml\n"
        "Fill them in with CONTRIBUTING.md beside you, then run `make check`.\n"
    )
    assert result.exit_code == 0
    assert (root / "metrics/funnel/demos_held.md").is_file()
    assert run().exit_code == 1


@pytest.mark.usefixtures("root")
def test_a_new_metric_with_a_name_that_is_taken_is_wrong_usage() -> None:
    result = CliRunner().invoke(new.main, ["funnel/win_rate"])
    assert "defines win_rate already" in result.stderr
    assert result.exit_code == 2
