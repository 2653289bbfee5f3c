"""Foreign exports: read as they are, or said what to download."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from samepage.company import load_company, read_vars
from samepage.errors import Faulty
from samepage.sources import CONNECTORS, fetch, fingerprint
from samepage.sources.exports import Export

ROOT = Path(__file__).parents[2]
EXPORTS = {name: each for name, each in CONNECTORS.items() if isinstance(each, Export)}
DATA = ROOT.parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the CSVs are not at ../shared/data")
each_export = pytest.mark.parametrize("name", EXPORTS)


def company_of(name: str, build: Path, folder: Path | None = None):
    settings = read_vars(str(ROOT / "tests" / "companies" / f"{name}.yml"))
    if folder:
        settings[name] = {"folder": str(folder)}
    return load_company(ROOT, settings, build)


def faults_of(company):
    with pytest.raises(Faulty) as raised:
        fetch(company)
    return raised.value.faults


def copied(name: str, folder: Path) -> Path:
    """The export's files where a test may spoil them."""
    shutil.copytree(DATA / name, folder)
    for path in folder.iterdir():
        path.chmod(0o644)
    return folder


@with_data
@pytest.mark.parametrize(
    ("name", "rows", "query", "answer"),
    [
        (
            "maven_crm",
            {"accounts": 85, "products": 7, "sales_pipeline": 8800, "sales_teams": 35},
            "select sum(close_value), max(close_date)::varchar from '{}/sales_pipeline.parquet'",
            (10_005_534.0, "2017-12-31"),
        ),
        (
            "ravenstack",
            {
                "accounts": 500,
                "subscriptions": 5000,
                "feature_usage": 25000,
                "support_tickets": 2000,
                "churn_events": 600,
            },
            "select sum(mrr_amount), count(end_date) from '{}/subscriptions.parquet'",
            (11_338_747.0, 486),
        ),
    ],
)
def test_all_rows_are_read_in_their_types(tmp_path, name, rows, query, answer):
    company = company_of(name, tmp_path)
    assert {table.table: table.rows for table in fetch(company).tables} == rows
    assert duckdb.sql(query.format(company.build.raw / name)).fetchall() == [answer]


@each_export
def test_a_missing_folder_says_what_to_download_and_where_to_put_it(tmp_path, name):
    export, nowhere = EXPORTS[name], tmp_path / "nowhere"
    faults = faults_of(company_of(name, tmp_path, nowhere))
    files = sorted(f"{export.prefix}{table}.csv" for table in export.tables)
    assert [(fault.where, fault.field) for fault in faults] == [
        (str(nowhere), file) for file in files
    ]
    assert {fault.fix for fault in faults} == {
        f"download {export.title} from {export.home} and unpack its CSV files into {nowhere}, "
        f"or set vars.{name}.folder"
    }


@with_data
def test_a_damaged_export_is_named_by_file_and_line(tmp_path):
    folder = copied("maven_crm", tmp_path / "export")
    with (folder / "sales_pipeline.csv").open("a", encoding="utf-8") as file:
        file.write("X,Anna Snelling,GTX Pro,,Won,2017-13-01,2017-12-31,1\n")
    (folder / "products.csv").write_text("name\nGTX Pro\n", "utf-8")
    first, second = faults_of(company_of("maven_crm", tmp_path, folder))
    assert (first.where, first.field) == (f"{folder}/products.csv:1", "header")
    assert (second.where, second.value) == (f"{folder}/sales_pipeline.csv:8802", "2017-13-01")


@with_data
@each_export
def test_fingerprint_follows_the_files(tmp_path, name):
    folder = copied(name, tmp_path / "export")
    before = fingerprint(company_of(name, tmp_path, folder))
    assert fingerprint(company_of(name, tmp_path, folder)) == before
    with (folder / f"{EXPORTS[name].prefix}accounts.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert fingerprint(company_of(name, tmp_path, folder)) != before
