"""What makes the compiled models stale, and what stops dbt before it starts."""

from __future__ import annotations

import io

import pytest

from samepage.company import load_company
from samepage.errors import Faulty
from samepage.progress import Progress
from samepage.warehouse.dbt import run_dbt
from samepage.warehouse.kept import made_from


@pytest.mark.parametrize(
    ("path", "is_stale"),
    [
        ("metrics/funnel/leads.yml", True),
        ("metrics/icp/segments.csv", True),
        ("metrics/identities.yml", True),
        ("models/marts/fct_leads.yml", True),
        ("macros/dates.sql", True),
        ("build/raw/sample/leads.parquet", False),
        ("metrics/funnel/leads.md", False),
        ("metrics/funnel/leads.example.yml", False),
        ("site/pages/index.md", False),
    ],
)
def test_a_changed_file_makes_it_stale_or_not(project_copy, path, is_stale):
    before = made_from(load_company(project_copy), "duckdb")
    changed = project_copy / path
    changed.parent.mkdir(parents=True, exist_ok=True)
    with changed.open("a") as file:
        file.write("\n# changed\n")
    assert (made_from(load_company(project_copy), "duckdb") != before) is is_stale


def test_settings_and_target_make_it_stale(project_copy):
    before = made_from(load_company(project_copy), "duckdb")
    other = load_company(project_copy, {"as_of": "2026-09-30"})
    assert made_from(load_company(project_copy), "duckdb") == before
    assert made_from(other, "duckdb") != before
    assert made_from(load_company(project_copy), "postgres") != before


@pytest.mark.parametrize("memory", ["lots", "4", "4 apples", ""])
def test_memory_that_is_no_size_is_told_of_the_environment(project_copy, monkeypatch, memory):
    monkeypatch.setenv("SAMEPAGE_MEMORY", memory)
    with pytest.raises(Faulty) as told:
        run_dbt(load_company(project_copy), "duckdb", Progress(io.StringIO()))
    assert [fault.field for fault in told.value.faults] == ["SAMEPAGE_MEMORY"]
    assert "4GB" in told.value.faults[0].fix
