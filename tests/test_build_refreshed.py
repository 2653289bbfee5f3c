"""New data with the definitions of the last build: what is kept must be what a build from nothing
would have made."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from bench.steps import refresh
from builds import ROOT, SMALL, tree
from samepage.company import Company, load_company, read_vars

pytestmark = pytest.mark.slow


def test_a_refreshed_site_is_that_of_a_build_from_nothing(workshop):
    company = load_company(workshop.root, read_vars(str(ROOT / SMALL)))
    outcome = workshop.run()
    assert outcome.code == 0, outcome.result
    before = tree(company.build.site)

    refresh(company, "spend", "* replace (amount + 1 as amount)")
    spent = workshop.run()
    assert spent.code == 0, spent.result
    assert "fct_spend_months" in spent.progress
    assert "fct_leads" not in spent.progress
    assert spent.result["counts"] == outcome.result["counts"]

    # Gone from the newest month are the leads of one day: all that stands on leads is others.
    refresh(company, "leads", "*", "cast(created_at as date) <> newest")
    without = workshop.run()
    assert without.code == 0, without.result
    assert "fct_leads" in without.progress
    assert "fct_spend_months" not in without.progress

    refreshed, kept = tree(company.build.site), kept_aside(company)
    assert workshop.run().code == 0
    assert tree(company.build.site) == refreshed != before
    assert differences(kept, company.build.warehouse) == []


def kept_aside(company: Company) -> Path:
    """Move the warehouse away, and remove all that was derived from the raw tables."""
    kept = company.root / "kept.duckdb"
    company.build.warehouse.rename(kept)
    for path in company.build.path.iterdir():
        if path.name not in ("raw", "stamps", "site"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for stamp in (company.build.path / "stamps").iterdir():
        if stamp.name != "raw":
            stamp.unlink()
    company.build.site.unlink()
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
