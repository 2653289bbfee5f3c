"""Maven Analytics' export: read as it is, or said what to download."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from samepage.company import load_company
from samepage.errors import Faulty
from samepage.sources import fetch

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "maven_crm"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the CSVs are not at ../shared/data")


def company_of(folder: Path, build: Path):
    sources = dict.fromkeys(("accounts", "opportunities", "people"), "maven_crm")
    settings = {"sources": sources, "maven_crm": {"folder": str(folder)}}
    return load_company(ROOT, settings, build)


def faults_of(company):
    with pytest.raises(Faulty) as raised:
        fetch(company)
    return raised.value.faults


@with_data
def test_all_rows_are_read_in_their_types(tmp_path):
    company = company_of(DATA, tmp_path)
    counts = {table.table: table.rows for table in fetch(company).tables}
    assert counts == {"accounts": 85, "products": 7, "sales_pipeline": 8800, "sales_teams": 35}
    pipeline = company.build.raw / "maven_crm" / "sales_pipeline.parquet"
    won = f"select sum(close_value), max(close_date)::varchar from '{pipeline}'"
    assert duckdb.sql(won).fetchall() == [(10_005_534.0, "2017-12-31")]


def test_a_missing_folder_says_what_to_download_and_where_to_put_it(tmp_path):
    faults = faults_of(company_of(tmp_path / "nowhere", tmp_path))
    assert [fault.field for fault in faults] == [
        "accounts.csv",
        "products.csv",
        "sales_pipeline.csv",
        "sales_teams.csv",
    ]
    assert all("mavenanalytics.io" in fault.fix for fault in faults)
    assert all(f"into {tmp_path}/nowhere" in fault.fix for fault in faults)


@with_data
def test_a_damaged_export_is_named_by_file_and_line(tmp_path):
    folder = tmp_path / "export"
    shutil.copytree(DATA, folder)
    for path in folder.iterdir():
        path.chmod(0o644)
    with (folder / "sales_pipeline.csv").open("a", encoding="utf-8") as file:
        file.write("X,Anna Snelling,GTX Pro,,Won,2017-13-01,2017-12-31,1\n")
    (folder / "products.csv").write_text("name\nGTX Pro\n", "utf-8")
    first, second = faults_of(company_of(folder, tmp_path))
    assert (first.where, first.field) == (f"{folder}/products.csv:1", "header")
    assert (second.where, second.value) == (f"{folder}/sales_pipeline.csv:8802", "2017-13-01")
