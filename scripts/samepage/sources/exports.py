"""Foreign exports: CSV files of known columns, read as they are, with declared types.

EXPORT = Export("maven_crm", title="...", home="https://...", tables={"accounts": {...}})
EXPORT.fetch(company, folder)           # accounts.csv in vars.maven_crm.folder

Every row of such an export is known to be readable, so one that is not is a fault. What its
columns mean in the contract's terms, and which spellings are corrected, is said in
models/staging/<connector>/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samepage.company import Company
from samepage.errors import Fault, Faulty, stop_on
from samepage.sources.file_rows import Unreadable
from samepage.sources.report import Fetched
from samepage.sources.table_files import Loaded, Source, header, load
from samepage.stamps import digest_of, digest_of_files

Columns = Mapping[str, str]


@dataclass(frozen=True)
class Export:
    """A connector that reads the files of one export, all of them or none.

    title    how messages call it
    home     where it can be downloaded
    tables   the columns of each table with their SQL types, in the order of messages
    prefix   what the names of the files begin with, before the table
    """

    connector: str
    title: str
    home: str
    tables: Mapping[str, Columns]
    prefix: str = ""

    def fetch(self, company: Company, folder: Path) -> tuple[Fetched, ...]:
        """Write every table as Parquet. Raises `Faulty` with the faults of all files."""
        stop_on(self._missing(company))
        faults: list[Fault] = []
        fetched = []
        for table in self.tables:
            try:
                loaded = self._load(company, table, folder)
                fetched.append(Fetched(self.connector, table, loaded.rows))
            except Faulty as error:
                faults += error.faults
        stop_on(faults)
        return tuple(fetched)

    def fingerprint(self, company: Company) -> str:
        """The folder's files and the code that reads them."""
        files = [self._path(company, table) for table in self.tables]
        code = Path(__file__).parent.glob("*.py")
        return digest_of(self._named(company), digest_of_files([*files, *code], company.root))

    def _named(self, company: Company) -> str:
        """The folder as the settings name it, relative to the project's root."""
        settings = company.variables.get(self.connector) or {}
        return str(settings.get("folder") or f"data/{self.connector}")

    def _path(self, company: Company, table: str) -> Path:
        return company.root / self._named(company) / f"{self.prefix}{table}.csv"

    def _missing(self, company: Company) -> list[Fault]:
        folder = self._named(company)
        fix = (
            f"download {self.title} from {self.home} and unpack its CSV files into {folder}, "
            f"or set vars.{self.connector}.folder"
        )
        paths = [self._path(company, table) for table in self.tables]
        return [
            Fault(folder, path.name, "", f"a file of {self.title}", fix)
            for path in paths
            if not path.is_file()
        ]

    def _load(self, company: Company, table: str, folder: Path) -> Loaded:
        columns = self.tables[table]
        source = Source(self._path(company, table), columns, company.time_zone)
        shown, fix = str(source.path), f"download {self.title} again from {self.home}"
        try:
            found = header(source.path)
            if sorted(found) != sorted(columns):
                expected = f"the columns {', '.join(columns)}"
                raise Faulty([Fault(f"{shown}:1", "header", ", ".join(found), expected, fix)])
            loaded = load(source, folder / f"{table}.parquet")
        except Unreadable as error:
            raise Faulty([Fault(shown, "file", str(error), "UTF-8 text", fix)]) from error
        stop_on(
            Fault(f"{shown}:{reject.line}", reject.field, reject.value, reject.expected, fix)
            for reject in loaded.rejects
        )
        return loaded
