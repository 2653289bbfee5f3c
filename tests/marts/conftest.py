"""One dbt run over hundreds of made-up histories, for all tests of this folder."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest
from feelings import feelings_of
from handing import touches_of
from histories import AS_OF, Row, subscriptions_of
from lives import leads_of, outcomes_of
from mart_runs import opened, run_dbt, write
from people import people_rows

from once import made_once

ACCOUNTS = [f"account-{number}" for number in range(500)]


@pytest.fixture(scope="session")
def raw() -> dict[str, list[Row]]:
    """Every input as the files connector would have read it. The seed is fixed."""
    rng = random.Random(2026)
    tables: dict[str, list[Row]] = defaultdict(list)
    for account_id in ACCOUNTS:
        tables["subscriptions"] += subscriptions_of(rng, account_id)
        tables["outcomes"] += outcomes_of(rng, account_id)
    for number in range(600):
        life = leads_of(rng, number, ACCOUNTS)
        life["touches"] = touches_of(
            rng, *life["leads"], life["stage_events"], life["opportunities"]
        )
        for entity, rows in life.items():
            tables[entity] += rows
    tables["people"] = people_rows()
    feeling = random.Random(7)
    for account_id in ACCOUNTS:
        for entity, rows in feelings_of(feeling, account_id).items():
            tables[entity] += rows
    return tables


@pytest.fixture(scope="session")
def marts(
    raw: Mapping[str, Sequence[Row]], tmp_path_factory: pytest.TempPathFactory
) -> duckdb.DuckDBPyConnection:
    def make(build: Path) -> None:
        for entity, rows in raw.items():
            write(build / "raw" / "files" / f"{entity}.parquet", entity, rows)
        run_dbt(build, {"sources": dict.fromkeys(raw, "files"), "as_of": str(AS_OF)}).close()

    return opened(made_once(tmp_path_factory, "marts", make))
