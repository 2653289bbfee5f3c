"""The sample company at its full size, through the real steps up to the published numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from builds import ROOT
from numbers_told import Numbers
from once import made_once
from samepage.company import Company, load_company
from samepage.progress import Progress
from samepage.settings import ENTITIES
from samepage.sources import fetch
from samepage.warehouse import build_warehouse, check_target


@pytest.fixture(scope="session")
def grown_company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Fernhill Software at scale 1, built once. To be read, never written."""

    def make(folder: Path) -> None:
        company = load_company(ROOT, {}, folder)
        fetch(company)
        build_warehouse(company, check_target(company, None), Progress(io.StringIO()))

    return load_company(ROOT, {}, made_once(tmp_path_factory, "story", make))


@pytest.fixture(scope="session")
def told(grown_company: Company) -> Iterator[Numbers]:
    """What the site publishes."""
    with duckdb.connect() as connection:
        path = str(grown_company.build.values)
        connection.execute(f"create view published as from read_parquet('{path}')")
        yield Numbers(connection)


@pytest.fixture(scope="session")
def marts(grown_company: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, and what the company's tools delivered as raw_<entity>."""
    build = grown_company.build
    with duckdb.connect(str(build.warehouse), read_only=True) as connection:
        for entity in ENTITIES:
            path = build.raw / "sample" / f"{entity}.parquet"
            connection.execute(f"create temp view raw_{entity} as from read_parquet('{path}')")
        yield connection
