"""A project small enough to read: three metrics, one mart, one team page, one report."""

from __future__ import annotations

import shutil
from pathlib import Path

from samepage.definitions import load_definitions
from samepage.rules import check

REPOSITORY = Path(__file__).parents[1]

PROSE = """\
## Counts

Opportunities of new business.

## Does not count

Those that are [open](metric:opportunities_closed).

## Why it matters

It says so.

## Caveats

It has some.

## When it moves

Ask why.
"""

FILES = {
    "metrics/groups.yml": """\
groups:
  - name: sales
    owner: {name: Sales, email: sales@example.com}
  - name: marketing
    owner: {name: Marketing, email: marketing@example.com}
""",
    "metrics/goals.yml": """\
goals:
  - name: acquire
    label: Win customers
    description: More customers who benefit.
    measured_by: [win_rate]
""",
    "metrics/identities.yml": """\
identities:
  - name: all_closed_ones_were_won_or_lost
    description: What was won is part of what was closed.
    expression: opportunities_won <= opportunities_closed
""",
    "metrics/ambiguous.yml": """\
words:
  - word: wins
    means: [win_rate, opportunities_won]
    after: [early]
""",
    "metrics/funnel/_index.md": "The funnel, and its [win rate](metric:win_rate).\n",
    "metrics/funnel/win_rate.yml": """\
# yaml-language-server: $schema=../metric.schema.json
metrics:
  - name: win_rate
    label: Win rate
    description: Share of the opportunities closed in the period that were won.
    type: ratio
    type_params:
      numerator: opportunities_won
      denominator: opportunities_closed
    config:
      group: sales
      meta:
        shared_with: [marketing]
        goal: acquire
        unit: percent
        better: higher
        status: certified
        version: 1
        dated_by: {event: close}
        grains: [week, month]
        dimensions: [channel, region]
        target: {value: 0.30, warn: 0.25}
        drivers: [opportunities_won]
""",
    "metrics/funnel/win_rate.md": PROSE,
    "metrics/funnel/win_rate.example.yml": """\
why: One of two closed opportunities was won.
rows:
  fct_opportunities:
    - {opportunity_id: o1, closed_on: 2026-01-05, is_closed: true, is_won: true}
    - {opportunity_id: o2, closed_on: 2026-01-06, is_closed: true, is_won: false}
expect: {grain: month, period_start: 2026-01-01, value: 0.5}
""",
    "models/marts/fct_opportunities.yml": """\
models:
  - name: fct_opportunities
    columns:
      - {name: opportunity_id, data_type: varchar}
      - {name: channel, data_type: varchar}
      - {name: region, data_type: varchar}
      - {name: closed_on, data_type: date}
      - {name: is_closed, data_type: boolean}
      - {name: is_won, data_type: boolean}

semantic_models:
  - name: opportunities
    model: ref('fct_opportunities')
    defaults: {agg_time_dimension: closed_on}
    config: {meta: {needs: [opportunities]}}
    entities:
      - {name: opportunity, type: primary, expr: opportunity_id}
    dimensions:
      - {name: closed_on, type: time, type_params: {time_granularity: day}}
      - {name: channel, type: categorical}
      - {name: region, type: categorical}
    measures:
      - {name: opportunities_won, agg: sum_boolean, expr: is_won}
      - {name: opportunities_closed, agg: sum_boolean, expr: is_closed}
""",
    "models/marts/dim_dates.yml": """\
models:
  - name: dim_dates
    columns:
      - {name: date_day, data_type: date}
""",
    "site/pages/index.md": """\
---
title: Start, version 2
---
# The {{ metric("win_rate").by("channel").grain("week").last(8).chart() }} page

In September 2026 the [win rate](metric:win_rate) was {{ metric("win_rate") }}.
""",
}

VOLUME = """\
# yaml-language-server: $schema=../metric.schema.json
metrics:
  - name: {name}
    label: {label}
    description: Count of opportunities of this kind.
    type: simple
    type_params:
      measure: {name}
    config:
      group: {group}
      meta:
        goal: acquire
        unit: count
        better: higher
        status: certified
        version: 1
        dated_by: {{event: close}}
        grains: [week, month]
        dimensions: [channel, region]
        balanced_by: win_rate
"""


def write_project(root: Path) -> Path:
    """Write it below `root`, with the schemas and settings of the repository."""
    files = dict(FILES)
    for name, group in (("opportunities_won", "sales"), ("opportunities_closed", "marketing")):
        stem, label = f"metrics/funnel/{name}", name.replace("_", " ").capitalize()
        files[f"{stem}.yml"] = VOLUME.format(name=name, label=label, group=group)
        files[f"{stem}.md"] = PROSE
        files[f"{stem}.example.yml"] = FILES["metrics/funnel/win_rate.example.yml"]
    for path, text in files.items():
        write(root, path, text)
    kinds = ("metric", "example", "goals", "identities", "ambiguous")
    schemas = (f"metrics/{kind}.schema.json" for kind in kinds)
    for path in (*schemas, "dbt_project.yml"):
        shutil.copy(REPOSITORY / path, root / path)
    (root / "models/staging/sample").mkdir(parents=True)
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace the one place where `old` stands; "" appends."""
    text = (root / path).read_text("utf-8")
    assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    write(root, path, text.replace(old, new) if old else text + new)


def messages(root: Path) -> list[str]:
    """What the house rules say about the project."""
    return [str(fault) for fault in check(load_definitions(root))]
