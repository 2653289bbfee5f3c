"""Files that a person drops into a folder: what is read, and what is said when it cannot be."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from samepage.company import load_company
from samepage.errors import Faulty
from samepage.sources import fetch, fingerprint
from samepage.sources.quarantine import rejects_of

ROOT = Path(__file__).parents[2]
HEADER = "survey_id,account_id,contact_id,score,answered_at\n"
RIGHT = "s{0},a{0},,9,2026-01-31\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def company_of(
    folder: Path,
    *entities: str,
    zone: str = "Europe/Berlin",
    limit: float = 0.01,
    **privacy: object,
):
    settings = {
        **privacy,
        "company": {
            "name": "Test",
            "currency": "EUR",
            "time_zone": zone,
            "fiscal_year_starts_in": 1,
            "week_starts_on": 1,
        },
        "sources": dict.fromkeys(entities or ("surveys",), "files"),
        "files": {"folder": str(folder)},
        "quarantine_limit": limit,
    }
    return load_company(ROOT, settings, folder.parent / "build")


def write_surveys(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "surveys.csv"
    path.write_text(header + "".join(rows), "utf-8")
    return path


def rows_of(company, entity: str = "surveys") -> list[tuple]:
    path = company.build.raw / "files" / f"{entity}.parquet"
    return duckdb.sql(f"from '{path}'").fetchall()


def faults_of(company):
    with pytest.raises(Faulty) as raised:
        fetch(company)
    return raised.value.faults


def test_rows_are_read_in_the_contracts_types_whatever_the_order_of_columns(folder):
    header = "score,survey_id,account_id,answered_at,contact_id\n"
    write_surveys(folder, '9,s1,"a,1",2026-01-31,\n', header=header)
    company = company_of(folder)
    (table,) = fetch(company).tables
    assert (table.table, table.rows, table.rejects) == ("surveys", 1, 0)
    # Midnight in Berlin is 23:00 UTC of the day before: the models make it the same day again.
    assert rows_of(company) == [("s1", "a,1", None, 9, datetime(2026, 1, 30, 23))]


@pytest.mark.parametrize(
    ("zone", "written", "utc"),
    [
        ("Europe/Berlin", "2026-01-31T09:30:00", datetime(2026, 1, 31, 9, 30)),
        ("Europe/Berlin", "2026-01-31 09:30:00+01:00", datetime(2026, 1, 31, 8, 30)),
        ("Europe/Berlin", "2026-01-31T23:30:00-05:00", datetime(2026, 2, 1, 4, 30)),
        ("Europe/Berlin", "2026-01-31T09:30:00Z", datetime(2026, 1, 31, 9, 30)),
        ("Europe/Berlin", "2026-07-31", datetime(2026, 7, 30, 22)),
        ("America/New_York", "2026-01-31", datetime(2026, 1, 31, 5)),
        ("UTC", "2026-01-31", datetime(2026, 1, 31)),
    ],
)
def test_times_become_utc_and_days_stay_days(folder, zone, written, utc):
    write_surveys(folder, f"s1,a1,,9,{written}\n")
    company = company_of(folder, zone=zone)
    fetch(company)
    assert rows_of(company)[0][4] == utc


def test_a_byte_order_mark_quotes_and_line_breaks_are_read(folder):
    path = folder / "surveys.csv"
    text = HEADER + 's1,"a ""1""\nnorth",,9,2026-01-31\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    company = company_of(folder, zone="UTC")
    fetch(company)
    assert rows_of(company) == [("s1", 'a "1"\nnorth', None, 9, datetime(2026, 1, 31))]


@pytest.mark.parametrize(
    ("row", "line", "field", "value", "expected"),
    [
        ("s2,a2,,9,2026-01-31,more\n", 3, "row", "6 columns", "5 columns, as in the header"),
        ("s2,a2,9\n", 3, "row", "3 columns", "5 columns, as in the header"),
        ("s2,a2,,nine,2026-01-31\n", 3, "score", "nine", "a whole number"),
        ("s2,a2,,9.5,2026-01-31\n", 3, "score", "9.5", "a whole number"),
        ("s2,a2,,9,infinity\n", 3, "answered_at", "infinity", "a day such as"),
        ("s2,a2,,9,2026-02-30\n", 3, "answered_at", "2026-02-30", "a day such as"),
        ("s2,a2,,9,31.01.2026\n", 3, "answered_at", "31.01.2026", "a day such as"),
        ("s2,a2,,9,2026-01-31T25:00:00\n", 3, "answered_at", "2026-01-31T25:00:00", "a day"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(folder, row, line, field, value, expected):
    write_surveys(folder, RIGHT.format(1), row, RIGHT.format(3))
    company = company_of(folder)
    (fault,) = faults_of(company)
    assert fault.where == f"{folder}/surveys.csv:{line}"
    assert (fault.field, fault.value) == (field, value)
    assert fault.expected.startswith(expected)
    assert "1 of 3 rows cannot be read, 1.0% may (vars.quarantine_limit)" in fault.fix
    assert rejects_of(company) == [
        {
            "entity": "surveys",
            "file": f"{folder}/surveys.csv",
            "line": line,
            "error": f"{field}: found {value}, expected {fault.expected}",
        }
    ]


def test_below_the_limit_rejected_rows_are_kept_aside(folder):
    write_surveys(folder, RIGHT.format(1), "s2,a2,,nine,never\n", RIGHT.format(3))
    company = company_of(folder, limit=0.4)
    (table,) = fetch(company).tables
    assert (table.rows, table.rejects) == (2, 1)
    assert [row[0] for row in rows_of(company)] == ["s1", "s3"]
    assert [reject["error"].split(":")[0] for reject in rejects_of(company)] == [
        "answered_at",
        "score",
    ]


def test_an_input_may_have_a_limit_of_its_own(folder):
    write_surveys(folder, RIGHT.format(1), "s2,a2,,nine,2026-01-31\n")
    company = company_of(folder)
    settings = {**company.overrides, "quarantine_limits": {"surveys": 0.5}}
    within = load_company(ROOT, settings, company.build.path)
    (table,) = fetch(within).tables
    assert (table.rows, table.rejects) == (1, 1)
    write_surveys(folder, RIGHT.format(1), *["s2,a2,,nine,2026-01-31\n"] * 2)
    fault = faults_of(within)[0]
    assert "2 of 3 rows cannot be read, 50.0% may (vars.quarantine_limits.surveys)" in fault.fix
    assert fingerprint(within) != fingerprint(company)


def test_only_the_first_of_many_rejects_are_listed(folder):
    write_surveys(folder, *(f"s{number},a,,nine,2026-01-31\n" for number in range(25)))
    faults = faults_of(company_of(folder))
    assert len(faults) == 11
    assert "15 more like these" in {fault.value for fault in faults}


def test_text_that_is_not_utf_8(folder):
    (folder / "surveys.csv").write_bytes((HEADER + "s1,Zürich,,9,2026-01-31\n").encode("latin-1"))
    (fault,) = faults_of(company_of(folder))
    assert fault.where.startswith(f"{folder}/surveys.csv")
    assert "UTF-8" in fault.expected


@pytest.mark.parametrize(
    ("header", "field", "value", "fix"),
    [
        ("", "header", "", "write the header survey_id,account_id,contact_id,score,answered_at"),
        (
            "survey_id,account_id,contact_id,score\n",
            "answered_at",
            "",
            "add the column answered_at",
        ),
        (HEADER.replace("\n", ",mood\n"), "header", "mood", "remove or rename the column 'mood'"),
        (HEADER.replace("\n", ",score\n"), "score", "twice", "remove one column 'score'"),
        (HEADER.replace(",", ";"), "header", HEADER.strip().replace(",", ";"), "save it as CSV"),
    ],
)
def test_a_header_that_is_not_the_contracts(folder, header, field, value, fix):
    write_surveys(folder, header=header)
    (fault,) = faults_of(company_of(folder))
    assert (fault.where, fault.field, fault.value) == (f"{folder}/surveys.csv:1", field, value)
    assert fix in fault.fix


def test_a_file_without_rows(folder):
    write_surveys(folder)
    (fault,) = faults_of(company_of(folder))
    assert (fault.field, fault.expected) == ("rows", "at least one row below the header")


def test_faults_of_all_files_come_at_once(folder):
    write_surveys(folder, "s1,a1,,nine,2026-01-31\n")
    (folder / "leads.csv").write_text("", "utf-8")
    (folder / "people.csv").write_text("", "utf-8")
    (folder / "people.xlsx").write_bytes(b"no workbook")
    faults = faults_of(company_of(folder, "surveys", "leads", "people", "spend"))
    assert [(fault.where, fault.field) for fault in faults] == [
        (str(folder), "people"),
        (str(folder), "spend"),
        (f"{folder}/leads.csv:1", "header"),
        (f"{folder}/surveys.csv:2", "score"),
    ]
    assert faults[0].value == "people.csv, people.xlsx"


def write_workbook(path: Path, *rows: tuple) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER.strip().split(","), *rows):
        book.active.append(row)
    book.save(path)
    book.close()


def test_a_workbook_is_read_like_a_csv(folder):
    rows = (("s1", "a1", None, 9, date(2026, 1, 31)), (7, "a2", None, 8.0, datetime(2026, 2, 1, 9)))
    write_workbook(folder / "surveys.xlsx", *rows)
    company = company_of(folder, zone="America/New_York")
    fetch(company)
    assert rows_of(company) == [
        ("s1", "a1", None, 9, datetime(2026, 1, 31, 5)),
        ("7", "a2", None, 8, datetime(2026, 2, 1, 9)),
    ]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (("s2", "a2", None, 9.5, date(2026, 1, 31)), "score", "9.5"),
        (("s2", "a2", None, 9, "soon"), "answered_at", "soon"),
        (("s2", "a2", None, 9, date(2026, 1, 31), "more"), "row", "6 columns"),
    ],
)
def test_a_wrong_cell_of_a_workbook_is_named_by_its_row(folder, row, field, value):
    write_workbook(folder / "surveys.xlsx", ("s1", "a1", None, 9, date(2026, 1, 31)), row)
    (fault,) = faults_of(company_of(folder))
    assert fault.where == f"{folder}/surveys.xlsx:3"
    assert (fault.field, fault.value) == (field, value)


@pytest.mark.parametrize("name", ["surveys.xlsx", "surveys.parquet"])
def test_a_file_of_another_kind_than_its_name_says(folder, name):
    (folder / name).write_bytes(b"this is neither")
    (fault,) = faults_of(company_of(folder))
    assert (fault.where, fault.field) == (f"{folder}/{name}", "file")
    assert fault.fix == f"export it again as {name.split('.')[1]}"


def test_parquet_is_converted_or_rejected(folder):
    duckdb.sql(f"""
        copy (
            select 's' || score as survey_id, 'a' as account_id, null as contact_id, score,
                date '2026-01-31' as answered_at
            from (values ('9'), ('nine')) as given (score)
        ) to '{folder}/surveys.parquet'
    """)
    company = company_of(folder, zone="UTC", limit=0.5)
    fetch(company)
    assert rows_of(company) == [("s9", "a", None, 9, datetime(2026, 1, 31))]
    (reject,) = rejects_of(company)
    assert (reject["line"], reject["error"]) == (2, "score: found nine, expected a whole number")


@pytest.mark.parametrize("people", ["initials", "hidden"])
def test_what_a_rejected_row_held_is_kept_back_with_the_names(folder, people):
    write_surveys(folder, RIGHT.format(1), "s2,a2,,Wren Castellano,2026-01-31\n", RIGHT.format(3))
    company = company_of(folder, limit=0.5, people=people)
    fetch(company)
    assert [reject["error"] for reject in rejects_of(company)] == ["score: expected a whole number"]


def test_fingerprint_follows_the_content_of_the_files(folder):
    write_surveys(folder, RIGHT.format(1))
    first = fingerprint(company_of(folder))
    assert fingerprint(company_of(folder)) == first
    write_surveys(folder, RIGHT.format(2))
    assert fingerprint(company_of(folder)) != first
    assert fingerprint(company_of(folder, zone="UTC")) != fingerprint(company_of(folder))
