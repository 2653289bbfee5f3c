"""build/mkdocs.yml: the tracked mkdocs.yml with what depends on the company and its pages.

It is merged rather than inherited, since relative paths in an inherited file would be read as
relative to the build folder.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import yaml

from samepage.company import Company
from samepage.pages.plan import Nav

_NOTE = "# Derived from mkdocs.yml by scripts/samepage/pages/config.py at every build.\n"


def write_config(company: Company, navigation: Nav) -> Path:
    """Write it and return its path. Whoever publishes may give another folder as `--site-dir`."""
    settings: dict[str, Any] = yaml.safe_load((company.root / "mkdocs.yml").read_text("utf-8"))
    theme = settings["theme"]
    merged = {
        **settings,
        "site_name": escape(company.name),
        "site_description": escape(f"The numbers of {company.name}: each with one definition."),
        **({"site_url": company.site_url} if company.site_url else {}),
        "docs_dir": str(company.build.pages),
        "site_dir": str(company.build.site),
        "theme": {**theme, "custom_dir": str(company.root / theme["custom_dir"])},
        "nav": navigation,
    }
    path = company.build.path / "mkdocs.yml"
    written = yaml.safe_dump(merged, sort_keys=False, allow_unicode=True, width=1000)
    path.write_text(_NOTE + written, "utf-8")
    return path
