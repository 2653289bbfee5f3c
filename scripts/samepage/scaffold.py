"""Writes the three files of a new metric, with every mandatory key in place and nothing filled in.

    new_metric(root, "churn/expansion_rate", "ratio")
    # ("metrics/churn/expansion_rate.yml", "….md", "….example.yml")

What is left empty is refused by the house rules, which then say what belongs there.
"""

from __future__ import annotations

import re
from pathlib import Path

from samepage.definitions import Definitions, load_definitions
from samepage.errors import Usage
from samepage.metric_file import EXAMPLE as EXAMPLE_SUFFIX
from samepage.rules.files import SCHEMA_LINE
from samepage.rules.prose import HEADINGS
from samepage.rules.suggest import one_of, write_instead

# What each kind of metric is calculated from.
KINDS = {
    "simple": "      measure:\n",
    "ratio": "      numerator:\n      denominator:\n",
    "derived": "      expr:\n      metrics:\n",
}

_DEFINITION = """\
{schema_line}
metrics:
  - name: {name}
    label: {label}
    description:
    type: {kind}
    type_params:
{type_params}\
    config:
      group:
      meta:
        goal:
        unit:
        better:
        status: draft
        version: 1
        dated_by: {{event: }}
        grains: [month, quarter, year]
        dimensions:
"""

_EXAMPLE = """\
why:
rows:
expect:
  grain: month
  period_start:
  value:
"""

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def new_metric(root: Path, address: str, kind: str) -> tuple[str, ...]:
    """Write the files and return their paths. Nothing that exists is touched.

    address  domain and name, as in the URL of the page: "churn/expansion_rate"
    kind     one of KINDS

    Raises `Usage` for a domain that does not exist and a name that is malformed or taken.
    """
    domain, _, name = address.rpartition("/")
    _refuse(load_definitions(root), domain, name)
    stem = f"metrics/{domain}/{name}"
    definition = _DEFINITION.format(
        schema_line=SCHEMA_LINE,
        name=name,
        label=name.replace("_", " ").capitalize(),
        kind=kind,
        type_params=KINDS[kind],
    )
    prose = "\n\n".join(f"## {heading}" for heading in HEADINGS) + "\n"
    files = {".yml": definition, ".md": prose, EXAMPLE_SUFFIX: _EXAMPLE}
    for suffix, text in files.items():
        with (root / f"{stem}{suffix}").open("x", encoding="utf-8") as file:
            file.write(text)
    return tuple(f"{stem}{suffix}" for suffix in files)


def _refuse(definitions: Definitions, domain: str, name: str) -> None:
    folders = (definitions.root / "metrics").iterdir()
    domains = sorted(path.name for path in folders if path.is_dir())
    if not domain:
        raise Usage(f"{name!r} names no domain: write <domain>/{name}, with {one_of(domains)}")
    if domain not in domains:
        near = write_instead(domain, domains, f"name {one_of(domains)}")
        raise Usage(
            f"no domain {domain!r} under metrics/: {near}, or begin a new one with"
            f" metrics/{domain}/_index.md"
        )
    if not _NAME.fullmatch(name):
        raise Usage(
            f"{name!r} is no name for a metric: lower case with single underscores, as win_rate"
        )
    if taken := next((m for m in definitions.metrics if name in (m.name, m.stem)), None):
        raise Usage(f"{taken.path} defines {name} already: change that file, or take another name")
