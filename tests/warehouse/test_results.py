"""What dbt's artifacts are taken to say, and what is missed when they say too little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samepage.company import BuildFolder, Company
from samepage.warehouse.kept import Kept
from samepage.warehouse.results import (
    faults_of,
    faults_of_exception,
    missing_work,
    read_results,
)

STAGED, UNUSED = "model.samepage.stg_a", "model.samepage.stg_b"
INPUT, SEED = "model.samepage.in_a", "seed.samepage.tiers"
TEST, UNIT = "test.samepage.unique_in_a", "unit_test.samepage.in_a.adds_up"


def node(path: str, *parents: str, kind: str = "model", about: str = "") -> dict[str, object]:
    name = Path(path).stem
    return {
        "name": name,
        "resource_type": kind,
        "original_file_path": path,
        "depends_on": {"nodes": list(parents)},
        "attached_node": about,
        "description": "Ids stand once." if kind == "test" else "",
    }


MANIFEST = {
    "nodes": {
        STAGED: node("models/staging/a/stg_a.sql"),
        UNUSED: node("models/staging/b/stg_b.sql"),
        INPUT: node("models/inputs/in_a.sql", STAGED),
        SEED: node("metrics/icp/tiers.csv", kind="seed"),
        TEST: node("models/inputs/in_a.yml", INPUT, kind="test", about=INPUT),
        "test.samepage.of_unused": node("models/staging/b/b.yml", UNUSED, kind="test"),
    },
    "unit_tests": {UNIT: node("models/inputs/in_a.yml", INPUT, kind="unit_test")},
}
ALL = (STAGED, INPUT, SEED, TEST, UNIT)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    build = BuildFolder(tmp_path / "build")
    build.dbt.mkdir(parents=True)
    (build.dbt / "manifest.json").write_text(json.dumps(MANIFEST))
    return Company(tmp_path, build, {}, {"as_of": "2026-01-31"})


def ended(
    company: Company, *ids: str, said: str = "Binder Error:\n  no column x", **statuses: str
) -> Company:
    """Let a run end: every id in success, save those given another status by their kind."""
    results = [
        {
            "unique_id": id,
            "status": statuses.get(id.split(".")[0], "pass"),
            "failures": 2 if id == TEST else None,
            "message": said,
        }
        for id in ids
    ]
    Kept({}, {}, {}).after({}, results, {}).write(company)
    return company


def test_all_that_is_wanted_has_run(company):
    ended(company, *ALL)
    assert missing_work(read_results(company), company) == []


@pytest.mark.parametrize("left_out", ALL)
def test_whatever_was_left_out_is_named(company, left_out):
    ended(company, *(id for id in ALL if id != left_out))
    [fault] = missing_work(read_results(company), company)
    assert fault.field == left_out


def test_a_run_of_nothing_is_no_success(company):
    ended(company)
    assert {fault.field for fault in missing_work(read_results(company), company)} == set(ALL)


def test_an_empty_project_is_no_success_either(company):
    (company.build.dbt / "manifest.json").write_text(json.dumps({"nodes": {}, "unit_tests": {}}))
    ended(company)
    assert [fault.field for fault in missing_work(read_results(company), company)] == [
        "every model"
    ]


def test_a_failed_test_counts_rows_and_shows_the_way_to_them(company):
    ended(company, *ALL, test="fail")
    [fault] = faults_of(read_results(company), company)
    assert (fault.where, fault.value) == ("models/inputs/in_a.yml", "2 rows")
    assert fault.expected == "Ids stand once."
    assert '--vars \'{"as_of": "2026-01-31"}\'' in fault.fix


def test_a_failed_model_and_unit_test_are_told_in_one_line(company):
    ended(company, *ALL, model="error", unit_test="fail")
    faults = faults_of(read_results(company), company)
    assert [fault.field for fault in faults] == ["model in_a", "model stg_a", "unit test in_a"]
    assert {fault.value for fault in faults} == {"Binder Error: no column x"}


def test_too_little_memory_is_no_fault_of_the_sql(company):
    ended(company, *ALL, model="error", said="Runtime Error\n  Out of Memory Error: failed to")
    fault, *_ = faults_of(read_results(company), company)
    assert fault.expected == "enough memory"
    assert "SAMEPAGE_MEMORY" in fault.fix


def test_what_is_skipped_behind_a_failure_is_not_told_again(company):
    ended(company, *ALL, model="error", unit_test="skipped", test="skipped")
    assert len(faults_of(read_results(company), company)) == 2


def test_warnings_are_told_when_asked_for(company):
    ended(company, *ALL, test="warn")
    assert faults_of(read_results(company), company) == []
    assert len(faults_of(read_results(company), company, ("warn",))) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Model 'm' (models/marts/odd.sql) depends on a node", "models/marts/odd.sql"),
        ("Error reading samepage: marts/odd.sql - Runtime Error", "models/marts/odd.sql"),
        ("Invalid enum value: `simplex` in enum MetricType", "dbt_project.yml"),
    ],
)
def test_the_file_that_dbt_names_comes_first(tmp_path, text, where):
    (tmp_path / "models" / "marts").mkdir(parents=True)
    (tmp_path / "models" / "marts" / "odd.sql").write_text("")
    [fault] = faults_of_exception(text, tmp_path)
    assert fault.where == where
    assert fault.value == text
