"""New data with the definitions of the last build: what is kept must be what a build from nothing
would have made."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from bench.steps import refresh
from builds import ROOT, SMALL, Outcome, run_build, tree
from samepage.company import Company, load_company, read_vars

pytestmark = pytest.mark.slow


def test_a_refreshed_site_is_that_of_a_build_from_nothing(sample_site, tmp_path):
    shutil.copytree(sample_site.build.path, tmp_path / "build", symlinks=True)
    company = load_company(ROOT, read_vars(str(ROOT / SMALL)), tmp_path / "build")

    def run() -> Outcome:
        outcome = run_build("--build-dir", company.build.path, "--vars", SMALL)
        assert outcome.code == 0, outcome.result
        return outcome

    before = tree(company.build.site)

    refresh(company, "spend", "* replace (amount + 1 as amount)")
    spent = run()
    assert "fct_spend_months" in spent.progress
    assert "fct_leads" not in spent.progress
    assert spent.result["counts"] == sample_site.result["counts"]

    # The newest day on which leads came in is gone: what stands on leads is others.
    refresh(company, "leads", "*", "cast(created_at as date) <> newest")
    without = run()
    assert "fct_leads" in without.progress
    assert "fct_spend_months" not in without.progress

    refreshed, kept = tree(company.build.site), kept_aside(company, tmp_path / "kept.duckdb")
    run()
    assert tree(company.build.site) == refreshed != before
    assert differences(kept, company.build.warehouse) == []


def kept_aside(company: Company, kept: Path) -> Path:
    """Move the warehouse away, and remove all that was derived from the raw tables."""
    company.build.warehouse.rename(kept)
    for path in company.build.path.iterdir():
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.name not in ("raw", "stamps"):
            shutil.rmtree(path)
    for stamp in (company.build.path / "stamps").iterdir():
        if stamp.name != "raw":
            stamp.unlink()
    return kept


def differences(one: Path, other: Path) -> list[str]:
    """Names of tables that are in one warehouse only, or hold other rows there."""
    with duckdb.connect() as connection:
        names = []
        for name, file in (("one", one), ("other", other)):
            connection.execute(f"attach '{file}' as {name} (read_only)")
            found = connection.execute(
                "select table_name from information_schema.tables"
                " where table_catalog = ? and table_type = 'BASE TABLE'",
                [name],
            ).fetchall()
            names.append({table for (table,) in found})
        assert len(names[0] & names[1]) > 100
        return sorted(names[0] ^ names[1]) + [
            table
            for table in sorted(names[0] & names[1])
            if connection.execute(
                f'(from one.main."{table}" except all from other.main."{table}")'
                f' union all (from other.main."{table}" except all from one.main."{table}") limit 1'
            ).fetchall()
        ]
