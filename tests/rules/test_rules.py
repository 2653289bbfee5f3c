"""Every house rule is broken once, and says what the person reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from projects import REPOSITORY, edit, messages, write, write_project
from samepage.definitions import load_definitions
from samepage.rules import RULES, check

BROKEN = yaml.safe_load(Path(__file__).with_name("broken.yml").read_text("utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def rules_that_complain(root: Path) -> set[str]:
    definitions = load_definitions(root)
    return {rule.__name__ for rule in RULES if list(rule(definitions))}


def test_a_sound_project_has_no_faults(root: Path) -> None:
    assert messages(root) == []


def test_this_project_follows_its_own_rules() -> None:
    assert messages(REPOSITORY) == []


@pytest.mark.parametrize("case", BROKEN, ids=[case["broken"] for case in BROKEN])
def test_what_is_broken_is_told(case: dict[str, str], root: Path) -> None:
    edit(root, case["file"], case["replace"], case["by"])
    assert "\n".join(messages(root)) == case["told"].rstrip("\n")
    assert case["rule"] in rules_that_complain(root)


def test_one_name_in_two_domains(root: Path) -> None:
    for suffix in (".yml", ".md", ".example.yml"):
        text = (root / f"metrics/funnel/win_rate{suffix}").read_text("utf-8")
        write(root, f"metrics/sales/win_rate{suffix}", text.replace("Win rate", "Rate of wins"))
    write(root, "metrics/sales/_index.md", "Sales.\n")
    assert messages(root) == [
        "metrics/sales/win_rate.yml:3: name: found 'win_rate', expected a name that no other metric"
        " has; metrics/funnel/win_rate.yml:3 has it too\n"
        "    to mend: rename one of them, or remove metrics/sales/win_rate.yml"
    ]


def test_a_metric_without_prose(root: Path) -> None:
    (root / "metrics/funnel/win_rate.md").unlink()
    assert messages(root) == [
        "metrics/funnel/win_rate.md: prose: expected Markdown that explains the metric\n"
        "    to mend: write win_rate.md; CONTRIBUTING.md shows one to copy"
    ]


def test_a_metric_without_example(root: Path) -> None:
    (root / "metrics/funnel/win_rate.example.yml").unlink()
    assert messages(root) == [
        "metrics/funnel/win_rate.example.yml: worked example: expected a few rows and their value\n"
        "    to mend: write win_rate.example.yml; CONTRIBUTING.md shows one to copy"
    ]


def test_a_domain_without_introduction(root: Path) -> None:
    write(root, "metrics/funnel/_index.md", "\n")
    assert messages(root) == [
        "metrics/funnel/_index.md: introduction: expected a few sentences that introduce the domain"
        "\n    to mend: write metrics/funnel/_index.md"
    ]


def test_a_file_that_belongs_to_nothing(root: Path) -> None:
    (root / "metrics/funnel/win_rate.md").rename(root / "metrics/funnel/winrate.md")
    assert messages(root)[1:] == [
        "metrics/funnel/winrate.md: file name: found 'winrate.md', expected the name of a metric in"
        " the same folder, with .yml, .md or .example.yml\n"
        "    to mend: write `win_rate`, or `git rm metrics/funnel/winrate.md`"
    ]


def test_files_that_are_empty_or_no_mapping(root: Path) -> None:
    write(root, "metrics/funnel/win_rate.example.yml", "")
    write(root, "metrics/funnel/win_rate.yml", "- win_rate\n")
    told = [each for each in messages(root) if each.startswith("metrics/funnel/win_rate")]
    assert told[:2] == [
        "metrics/funnel/win_rate.example.yml:1: the file: expected `why:`, `rows:` and `expect:`:"
        " a few rows of the marts, and the one value that the metric makes of them\n"
        "    to mend: begin it as the example in CONTRIBUTING.md",
        "metrics/funnel/win_rate.yml:1: first line: found '- win_rate', expected"
        " # yaml-language-server: $schema=../metric.schema.json\n"
        "    to mend: put `# yaml-language-server: $schema=../metric.schema.json` first",
    ]
    assert told[2].endswith("to mend: begin it as the example in CONTRIBUTING.md")
    assert len(told) == 3


def test_seeds_and_their_columns_are_no_metrics(root: Path) -> None:
    write(root, "metrics/funnel/segments.csv", "segment,min_employees\n")
    write(root, "metrics/funnel/segments.yml", "seeds:\n  - name: segments\n")
    assert messages(root) == []


def test_an_alternative_may_be_a_part_of_one(root: Path) -> None:
    alternative = "status: alternative\n        rule: Counts otherwise."
    edit(root, "metrics/funnel/win_rate.yml", "status: certified", alternative)
    edit(root, "metrics/funnel/win_rate.yml", "drivers:", "alternatives: [win_rate]\n#")
    won = "metrics/funnel/opportunities_won.yml"
    edit(root, won, "status: certified", alternative)
    assert messages(root) == []


def test_a_formula_that_does_not_fit_its_metrics(root: Path) -> None:
    rate = "metrics/funnel/win_rate.yml"
    edit(root, rate, "type: ratio", "type: derived")
    edit(root, rate, "numerator: opportunities_won", "expr: nullif(won, 0) - opportunities_close")
    edit(
        root,
        rate,
        "denominator: opportunities_closed",
        "metrics: [{name: opportunities_won, alias: won}, opportunities_closed]",
    )
    assert messages(root) == [
        f"{rate}:8: type_params.expr: found 'opportunities_close', expected a metric listed in"
        " `metrics:`, one of opportunities_closed, won\n"
        "    to mend: write `opportunities_closed`",
        f"{rate}:9: type_params.metrics: found 'opportunities_closed', expected only what `expr`"
        " uses: nullif(won, 0) - opportunities_close\n"
        "    to mend: remove opportunities_closed, or use it in `expr:`",
    ]


def test_metrics_that_go_in_circles_are_told_once(root: Path) -> None:
    won = "metrics/funnel/opportunities_won.yml"
    edit(root, won, "type: simple", "type: derived")
    edit(root, won, "measure: opportunities_won", "expr: win_rate * 2\n      metrics: [win_rate]")
    assert messages(root) == [
        "metrics/funnel/opportunities_won.yml:7: type_params: found 'opportunities_won → win_rate →"
        " opportunities_won', expected a calculation that ends in measures instead of in itself\n"
        "    to mend: calculate opportunities_won or win_rate from something else"
    ]


def test_all_faults_are_told_at_once_in_the_order_of_files_and_lines(root: Path) -> None:
    edit(root, "metrics/funnel/win_rate.yml", "name: win_rate", "name: win_ratio")
    edit(root, "metrics/funnel/win_rate.yml", "unit: percent", "unit: procent")
    edit(root, "metrics/funnel/win_rate.yml", "group: sales", "group: sails")
    edit(root, "metrics/funnel/opportunities_won.yml", "label: O", "label: O: o")
    edit(root, "site/pages/index.md", '("channel")', '("chanel")')
    places = [(fault.where, fault.field) for fault in check(load_definitions(root))]
    assert places == [
        ("metrics/funnel/opportunities_won.yml:4", "YAML"),
        ("metrics/funnel/win_rate.yml:3", "name"),
        ("metrics/funnel/win_rate.yml:11", "config.group"),
        ("metrics/funnel/win_rate.yml:15", "config.meta.unit"),
        ("site/pages/index.md:4", "dimension"),
    ]


def test_every_rule_has_been_broken_here() -> None:
    # These have tests of their own, above: they take more than one edit.
    above = {
        "formulas_use_their_metrics",
        "metric_names_are_unique",
        "every_metric_has_prose",
        "every_metric_has_an_example",
        "every_domain_is_introduced",
        "every_file_belongs_to_a_metric",
    }
    assert {rule.__name__ for rule in RULES} == {case["rule"] for case in BROKEN} | above
