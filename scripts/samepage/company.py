"""The company that the site is built for: the `vars` of dbt_project.yml, and the build's folders.

company = load_company(root, overrides={"as_of": "2026-09-30"}, build_dir=Path("build"))
company.name                        # "Fernhill Software"
company.connectors("leads")         # ("sample",)
company.build.values                # PosixPath('/.../build/values.parquet')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from samepage.errors import Usage, stop_on
from samepage.settings import ENTITIES, wrong_settings


@dataclass(frozen=True)
class BuildFolder:
    """Where everything derived goes. `make clean` removes it whole."""

    path: Path

    @property
    def raw(self) -> Path:
        return self.path / "raw"

    @property
    def compiled(self) -> Path:
        return self.path / "compiled"

    @property
    def dbt(self) -> Path:
        return self.path / "dbt"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    @property
    def values(self) -> Path:
        return self.path / "values.parquet"

    @property
    def health(self) -> Path:
        return self.path / "health.json"

    @property
    def feeds(self) -> Path:
        return self.path / "feeds"

    @property
    def charts(self) -> Path:
        return self.path / "charts"

    @property
    def pages(self) -> Path:
        return self.path / "pages"

    @property
    def releases(self) -> Path:
        return self.path / "releases"

    @property
    def site(self) -> Path:
        return self.path / "site"


@dataclass(frozen=True)
class Company:
    """One company's settings: immutable, checked, with dbt's own variables kept in `variables`."""

    root: Path
    build: BuildFolder
    variables: Mapping[str, Any]
    overrides: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.variables["company"]["name"])

    @property
    def currency(self) -> str:
        """ISO 4217 code of the reporting currency."""
        return str(self.variables["company"]["currency"])

    @property
    def site_url(self) -> str:
        """Where the site is published, with a slash at the end; empty when that is not known."""
        return str(self.variables["company"].get("site_url") or "")

    @property
    def time_zone(self) -> str:
        return str(self.variables["company"]["time_zone"])

    @property
    def fiscal_year_starts_in(self) -> int:
        """Month in which the fiscal year starts, 1 to 12."""
        return int(self.variables["company"]["fiscal_year_starts_in"])

    @property
    def week_starts_on(self) -> int:
        """ISO weekday on which a week starts, 1 (Monday) to 7."""
        return int(self.variables["company"]["week_starts_on"])

    @property
    def people(self) -> str:
        """How colleagues are called: `names`, `initials` or `hidden`."""
        return str(self.variables["people"])

    @property
    def suppress_below(self) -> int:
        """The number of records from which on a figure is shown; 0 shows every one."""
        return int(self.variables["suppress_below"])

    @property
    def look_back_days(self) -> int:
        """How many days before --since an incremental build computes anew."""
        return int(self.variables["refresh"]["look_back_days"])

    def quarantine_limit(self, entity: str) -> float:
        """The share of an input's rows that may be set aside, from 0 to 1."""
        limits = self.variables["quarantine_limits"]
        return float(limits.get(entity, self.variables["quarantine_limit"]))

    def quarantine_setting(self, entity: str) -> str:
        """The setting that this limit comes from, as people write it."""
        is_own = entity in self.variables["quarantine_limits"]
        return f"vars.quarantine_limits.{entity}" if is_own else "vars.quarantine_limit"

    @property
    def connected(self) -> frozenset[str]:
        """The inputs that at least one connector fills."""
        return frozenset(entity for entity in ENTITIES if self.connectors(entity))

    @property
    def used_connectors(self) -> tuple[str, ...]:
        """Every connector that fills any input, in alphabetical order."""
        named = {name for entity in ENTITIES for name in self.connectors(entity)}
        return tuple(sorted(named))

    def connectors(self, entity: str) -> tuple[str, ...]:
        """The connectors that fill an input: none, one, or several to be unioned."""
        named = self.variables["sources"].get(entity) or ()
        return (named,) if isinstance(named, str) else tuple(named)


def load_company(
    root: Path, overrides: Mapping[str, Any] | None = None, build_dir: Path | None = None
) -> Company:
    """Read `vars` of dbt_project.yml with `overrides` laid over them, top-level key by key as dbt.

    Raises `Faulty` naming every setting that is missing or out of range.
    """
    project = yaml.safe_load((root / "dbt_project.yml").read_text("utf-8"))
    overrides = dict(overrides or {})
    variables = {**project["vars"], **overrides}
    stop_on(wrong_settings(root, variables))
    folder = BuildFolder((root / (build_dir or Path("build"))).resolve())
    return Company(root.resolve(), folder, variables, overrides)


def read_vars(text: str) -> dict[str, Any]:
    """What `--vars` was given: the path of a YAML file, or YAML itself.

    Raises `Usage` when it is neither.
    """
    path = Path(text)
    is_file = path.suffix in {".yml", ".yaml"}
    if is_file and not path.is_file():
        raise Usage(
            f"--vars: no file {text!r}; name a YAML file or write YAML such as 'as_of: 2026-09-30'"
        )
    try:
        parsed = yaml.safe_load(path.read_text("utf-8") if is_file else text)
    except yaml.YAMLError as error:
        raise Usage(f"--vars: {text!r} is not valid YAML: {error}") from error
    if not isinstance(parsed, dict):
        raise Usage(
            f"--vars: expected `key: value` pairs as in dbt_project.yml under vars, found {text!r}"
        )
    return parsed
