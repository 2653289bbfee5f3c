"""The inputs contract, read from models/inputs/in_<entity>.yml: its only place."""

from __future__ import annotations

from pathlib import Path

import yaml


def contract(root: Path, entity: str) -> dict[str, str]:
    """The columns of an input with their SQL types, in order.

    contract(root, "surveys")     # {"survey_id": "varchar", ..., "answered_at": "timestamp"}
    """
    path = root / "models" / "inputs" / f"in_{entity}.yml"
    model = yaml.safe_load(path.read_text("utf-8"))["models"][0]
    return {column["name"]: column["data_type"] for column in model["columns"]}
