"""What everybody in the race computes: thirty metrics at four grains, whole and cut six ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest

FOLDER = Path(__file__).parent
GRAINS = ("week", "month", "quarter", "year")
CUTS = ("segment", "icp_tier", "region", "industry", "channel", "rep")
# Each fact: its semantic model, its entity, its mart and the column that dates it.
FACTS = (
    ("leads", "lead", "fct_leads", "created_on"),
    ("account_months", "account_month", "fct_account_months", "month"),
)
# A fifth of as many accounts as leads: most come back.
LEADS_PER_ACCOUNT = 5


def manifest() -> dict[str, Any]:
    """The definitions, every metric at every grain and cut."""
    written: dict[str, Any] = yaml.safe_load((FOLDER / "manifest.yml").read_text("utf-8"))
    meta = {"grains": list(GRAINS), "dimensions": list(CUTS)}
    for metric in written["metrics"]:
        metric["config"] = {"meta": meta}
    return written


def manifest_json() -> str:
    """The same as dbt writes it, for MetricFlow."""
    return json.dumps(json.loads(PydanticSemanticManifest.parse_obj(manifest()).json()))


def metrics_of(fact: str) -> list[str]:
    """The metrics of a fact, in the order of the file: those of the leads come first."""
    names = [metric["name"] for metric in manifest()["metrics"]]
    first = names.index("opening_mrr")
    return names[:first] if fact == "leads" else names[first:]


def generate(database: Path, rows: int) -> None:
    """The facts and a calendar in a new file."""
    sql = (FOLDER / "facts.sql").read_text("utf-8")
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute(sql.format(rows=rows, accounts=rows // LEADS_PER_ACCOUNT))
