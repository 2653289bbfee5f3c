"""The targets of profiles.yml: where dbt may build.

check_target(company, None)             # "duckdb", the profile's default
output_of(company, "duckdb")["type"]    # "duckdb"
"""

from __future__ import annotations

from typing import Any

import yaml

from samepage.company import Company
from samepage.errors import Usage


def check_target(company: Company, target: str | None) -> str:
    """The dbt target to build in: the profile's default, or the one that was asked for.

    Raises `Usage` when profiles.yml does not have it.
    """
    profile = _profile(company)
    chosen = target or str(profile["target"])
    if chosen not in profile["outputs"]:
        known = ", ".join(profile["outputs"])
        raise Usage(f"--target: found {chosen!r}, expected a target of profiles.yml: {known}")
    return chosen


def output_of(company: Company, target: str) -> dict[str, Any]:
    """What profiles.yml says of a target; what it takes from the environment is left as it is."""
    output: dict[str, Any] = _profile(company)["outputs"][target]
    return output


def _profile(company: Company) -> dict[str, Any]:
    profiles = yaml.safe_load((company.root / "profiles.yml").read_text("utf-8"))
    profile: dict[str, Any] = profiles["samepage"]
    return profile
