"""Connector `maven_crm`: Maven Analytics' public "CRM Sales Opportunities" (fictitious deals).

vars.maven_crm: {folder: ../shared/data/maven_crm}

The example of adapting a foreign export: its CSV files are read as they are, with declared
types; models/staging/maven_crm/ brings them into the contract's columns and corrects spellings.
"""

from __future__ import annotations

from pathlib import Path

from samepage.company import Company
from samepage.errors import Fault, Faulty, stop_on
from samepage.sources.file_rows import Unreadable
from samepage.sources.report import Fetched
from samepage.sources.table_files import Loaded, Source, header, load
from samepage.stamps import digest_of, digest_of_files

TABLES = {
    "accounts": {
        "account": "varchar",
        "sector": "varchar",
        "year_established": "integer",
        "revenue": "double",
        "employees": "integer",
        "office_location": "varchar",
        "subsidiary_of": "varchar",
    },
    "products": {"product": "varchar", "series": "varchar", "sales_price": "double"},
    "sales_pipeline": {
        "opportunity_id": "varchar",
        "sales_agent": "varchar",
        "product": "varchar",
        "account": "varchar",
        "deal_stage": "varchar",
        "engage_date": "date",
        "close_date": "date",
        "close_value": "double",
    },
    "sales_teams": {"sales_agent": "varchar", "manager": "varchar", "regional_office": "varchar"},
}
_HOME = "https://mavenanalytics.io/data-playground"
_EXPORT = 'Maven Analytics\' "CRM Sales Opportunities"'


def fetch(company: Company, folder: Path) -> tuple[Fetched, ...]:
    """Read the four CSV files. Raises `Faulty` with the faults of all of them."""
    stop_on(_missing(company))
    faults: list[Fault] = []
    fetched = []
    for table in TABLES:
        try:
            loaded = _load(company, table, folder)
            fetched.append(Fetched("maven_crm", table, loaded.rows))
        except Faulty as error:
            faults += error.faults
    stop_on(faults)
    return tuple(fetched)


def fingerprint(company: Company) -> str:
    """The folder's files and the code that reads them."""
    files = [_path(company, table) for table in TABLES]
    code = Path(__file__).parent.glob("*.py")
    return digest_of(str(_folder(company)), digest_of_files([*files, *code], company.root))


def _folder(company: Company) -> Path:
    settings = company.variables.get("maven_crm") or {}
    return company.root / str(settings.get("folder") or "data/maven_crm")


def _path(company: Company, table: str) -> Path:
    return _folder(company) / f"{table}.csv"


def _missing(company: Company) -> list[Fault]:
    settings = company.variables.get("maven_crm") or {}
    folder = str(settings.get("folder") or "data/maven_crm")
    fix = (
        f"download {_EXPORT} from {_HOME} and unpack its CSV files into {folder}, "
        "or set vars.maven_crm.folder"
    )
    return [
        Fault(folder, f"{table}.csv", "", f"a file of {_EXPORT}", fix)
        for table in TABLES
        if not _path(company, table).is_file()
    ]


def _load(company: Company, table: str, folder: Path) -> Loaded:
    """Every row of this export is known to be readable, so one that is not is a fault."""
    source = Source(_path(company, table), TABLES[table], company.time_zone)
    shown, fix = str(source.path), f"download {_EXPORT} again from {_HOME}"
    try:
        found = header(source.path)
        if sorted(found) != sorted(TABLES[table]):
            expected = f"the columns {', '.join(TABLES[table])}"
            raise Faulty([Fault(f"{shown}:1", "header", ", ".join(found), expected, fix)])
        loaded = load(source, folder / f"{table}.parquet")
    except Unreadable as error:
        raise Faulty([Fault(shown, "file", str(error), "UTF-8 text", fix)]) from error
    stop_on(
        Fault(f"{shown}:{reject.line}", reject.field, reject.value, reject.expected, fix)
        for reject in loaded.rejects
    )
    return loaded
