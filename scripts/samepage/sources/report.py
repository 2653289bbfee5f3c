"""What a connector says after it fetched, and what it has to offer to be one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from samepage.company import Company


@dataclass(frozen=True)
class Fetched:
    """One raw table: `rows` were written to build/raw/<connector>/<table>.parquet."""

    connector: str
    table: str
    rows: int
    rejects: int = 0


@dataclass(frozen=True)
class FetchReport:
    """What came in, table by table, in alphabetical order of connectors."""

    tables: tuple[Fetched, ...]


class Connector(Protocol):
    """A module or an object that fetches a source's tables into a folder, all of them or none."""

    def fetch(self, company: Company, folder: Path) -> tuple[Fetched, ...]:
        """Write the raw tables as Parquet; raises `Faulty` with every fault of the source."""

    def fingerprint(self, company: Company) -> str:
        """Changes when a new fetch would bring something else: settings and input files."""
