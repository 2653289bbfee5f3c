"""Connectors: from a company's tools and files into build/raw/<connector>/<table>.parquet.

fetch(company)          # FetchReport; raises Faulty with the faults of all connectors
fingerprint(company)    # changes when a new fetch would bring something else

A connector is a module here that satisfies `Connector`, or an `Export` in one, then one line in
CONNECTORS, and a folder models/staging/<connector>/ that turns its raw tables into the contract's
columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from samepage.company import Company
from samepage.errors import Fault, Faulty, stop_on
from samepage.sources import files, maven_crm, ravenstack, sample
from samepage.sources.report import Connector, Fetched, FetchReport

__all__ = ["CONNECTORS", "Connector", "FetchReport", "Fetched", "fetch", "fingerprint"]

CONNECTORS: Mapping[str, Connector] = {
    "files": files,
    "maven_crm": maven_crm.EXPORT,
    "ravenstack": ravenstack.EXPORT,
    "sample": sample,
}


def fetch(company: Company) -> FetchReport:
    """Fetch every connector that `vars.sources` names, and report the tables.

    A connector without a module here only has staging models: its raw tables are already where
    they read them. Raises `Faulty` with the faults of all connectors together.
    """
    tables: list[Fetched] = []
    faults: list[Fault] = []
    for name in _fetched(company):
        folder = company.build.raw / name
        folder.mkdir(parents=True, exist_ok=True)
        try:
            tables += CONNECTORS[name].fetch(company, folder)
        except Faulty as error:
            faults += error.faults
    stop_on(faults)
    return FetchReport(tuple(tables))


def fingerprint(company: Company) -> str:
    """Hexadecimal digest of what the connectors in use would read, without reading it all in."""
    parts = [(name, CONNECTORS[name].fingerprint(company)) for name in _fetched(company)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _fetched(company: Company) -> tuple[str, ...]:
    return tuple(name for name in company.used_connectors if name in CONNECTORS)
