"""Connector `sample`: a made-up B2B software company, drawn from a seed.

vars.sample: {scale: 1, seed: 1}     # scale 1 is about 20,000 leads and 900 customers

Fernhill Software grows up in public, from October 2023 to 2026-10-11. The same seed and scale give
the same bytes. What happens is drawn by people, prospects, leads, follow_up, stages, deals,
customers, champions and lives, each telling its part of the story; *_tables say what the company's
tools hold of it; merges and blemishes add what real data suffers from.
"""

from __future__ import annotations

from pathlib import Path

from samepage.company import Company
from samepage.errors import Fault, stop_on
from samepage.settings import ENTITIES
from samepage.sources.contract import contract
from samepage.sources.report import Fetched
from samepage.sources.sample.blemishes import blemished
from samepage.sources.sample.columns import write
from samepage.sources.sample.customer_tables import (
    outcomes_table,
    subscriptions_table,
    surveys_table,
    tickets_table,
)
from samepage.sources.sample.funnel_tables import (
    accounts_table,
    contacts_table,
    leads_table,
    stage_events_table,
)
from samepage.sources.sample.merges import with_merges
from samepage.sources.sample.money_tables import exchange_rates_table, spend_table
from samepage.sources.sample.people_tables import people_table
from samepage.sources.sample.sales_tables import opportunities_table
from samepage.sources.sample.story import tell
from samepage.sources.sample.touch_tables import touches_table
from samepage.sources.sample.use_tables import churn_markers_table, usage_table
from samepage.stamps import digest_of, digest_of_files

TABLES = {
    "accounts": accounts_table,
    "contacts": contacts_table,
    "leads": leads_table,
    "stage_events": stage_events_table,
    "opportunities": opportunities_table,
    "touches": touches_table,
    "people": people_table,
    "subscriptions": subscriptions_table,
    "usage": usage_table,
    "churn_markers": churn_markers_table,
    "outcomes": outcomes_table,
    "surveys": surveys_table,
    "tickets": tickets_table,
    "spend": spend_table,
    "exchange_rates": exchange_rates_table,
}


def write_sample(root: Path, folder: Path, seed: int, scale: float) -> tuple[Fetched, ...]:
    """Write one Parquet file per entity; returns what was written.

    One table at a time, so that a large company fits into memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    story = tell(seed, scale)

    def written(entity: str) -> int:
        table = with_merges(story, entity, TABLES[entity](story))
        table = blemished(story, entity, table)
        return write(table, contract(root, entity), folder / f"{entity}.parquet")

    return tuple(Fetched("sample", entity, written(entity)) for entity in ENTITIES)


def fetch(company: Company, folder: Path) -> tuple[Fetched, ...]:
    """Draw the sample company anew. Raises `Faulty` for a seed or scale that makes no sense."""
    settings = company.variables.get("sample") or {}
    seed, scale = settings.get("seed"), settings.get("scale")
    faults = []
    if not isinstance(seed, int) or seed < 0:
        faults.append(_setting("seed", seed, "a whole number from 0 on"))
    if not isinstance(scale, int | float) or not 0 < scale <= 1000:
        faults.append(_setting("scale", scale, "a number above 0 and at most 1000"))
    stop_on(faults)
    return write_sample(company.root, folder, int(str(seed)), float(str(scale)))


def fingerprint(company: Company) -> str:
    """Settings, contract and the generator's own files."""
    read = [Path(__file__).parent, company.root / "models" / "inputs"]
    files = [path for folder in read for path in folder.iterdir() if path.suffix != ".sql"]
    return digest_of(company.variables.get("sample"), digest_of_files(files, company.root))


def _setting(key: str, value: object, expected: str) -> Fault:
    place = "dbt_project.yml or --vars"
    return Fault(place, f"vars.sample.{key}", str(value), expected, f"set vars.sample.{key}")
