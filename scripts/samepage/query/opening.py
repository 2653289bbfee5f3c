"""Opens what the last build left: definitions as dbt understood them, and the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from samepage.catalog import Catalog
from samepage.company import Company
from samepage.errors import Busy, Usage
from samepage.manifest import load_catalog


def open_catalog(company: Company) -> Catalog:
    """The definitions of the last build. Raises `Usage` when nothing has been built."""
    for name in ("manifest.json", "semantic_manifest.json"):
        _must_exist(company, company.build.dbt / name)
    return load_catalog(company)


@contextmanager
def open_warehouse(company: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, only to be read. Raises `Usage` without one, `Busy` while it is built."""
    path = company.build.warehouse
    _must_exist(company, path)
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        raise Busy(f"{path}: a build is writing it; ask again when it is done") from error
    with connection:
        yield connection


def _must_exist(company: Company, path: Path) -> None:
    if not path.exists():
        raise Usage(
            f"{path}: nothing to ask yet; run `make site`, or name the folder of another build "
            "with --build-dir and its settings with --vars"
        )
