"""What the `vars` of dbt_project.yml must hold, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from samepage.errors import Fault

# The inputs of the contract, in the order in which pages list them.
ENTITIES = (
    "accounts",
    "contacts",
    "leads",
    "stage_events",
    "opportunities",
    "touches",
    "people",
    "subscriptions",
    "usage",
    "churn_markers",
    "outcomes",
    "surveys",
    "tickets",
    "spend",
    "exchange_rates",
)

# How colleagues may be called.
PEOPLE = ("names", "initials", "hidden")

WHERE = "dbt_project.yml or --vars"


def wrong_settings(root: Path, variables: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for every setting of the company and its sources that is missing or impossible."""
    for path, is_right, expected in _SETTINGS:
        value = _at(variables, path)
        if not is_right(value):
            yield Fault(WHERE, f"vars.{path}", _said(value), expected, f"set vars.{path}")
    sources = variables.get("sources")
    for entity, named in sources.items() if isinstance(sources, dict) else ():
        yield from _wrong_source(root, entity, named)
    opens, closes = (_at(variables, f"handoffs.{key}") for key in ("opens_at", "closes_at"))
    if isinstance(opens, int) and isinstance(closes, int) and opens >= closes:
        expected = f"an hour after handoffs.opens_at, which is {opens}"
        yield Fault(WHERE, "vars.handoffs.closes_at", str(closes), expected, "set one of the two")
    limits = variables.get("quarantine_limits")
    for entity, limit in limits.items() if isinstance(limits, dict) else ():
        yield from _wrong_limit(entity, limit)


def _wrong_source(root: Path, entity: str, named: object) -> Iterator[Fault]:
    field = f"vars.sources.{entity}"
    if entity not in ENTITIES:
        yield Fault(WHERE, field, entity, f"an input: {', '.join(ENTITIES)}", "rename or remove it")
    folders = (root / "models" / "staging").iterdir()
    known = sorted(folder.name for folder in folders if folder.is_dir())
    for connector in named if isinstance(named, list) else [named] if named else []:
        if connector not in known:
            fix = f"name one of them, or add models/staging/{connector}/"
            yield Fault(WHERE, field, str(connector), f"a connector: {', '.join(known)}", fix)


def _wrong_limit(entity: str, limit: object) -> Iterator[Fault]:
    field = f"vars.quarantine_limits.{entity}"
    if entity not in ENTITIES:
        yield Fault(WHERE, field, entity, f"an input: {', '.join(ENTITIES)}", "rename or remove it")
    elif not _is_share(limit):
        yield Fault(WHERE, field, _said(limit), _SHARE, f"set {field}")


def _at(variables: Mapping[str, Any], path: str) -> object:
    """What stands at a dotted path; None where there is nothing."""
    found: object = variables
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _is_currency(value: object) -> bool:
    return isinstance(value, str) and len(value) == 3 and value.isalpha() and value.isupper()


def _is_date(value: object) -> bool:
    if isinstance(value, str):
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False
    return value is None or isinstance(value, date)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and 0 <= value <= 1


def _is_whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


_ADDRESS = re.compile(r"https?://[\w.:-]+(/[\w.~-]+)*/")
_SHARE = "a share from 0 to 1 such as 0.01"
_SETTINGS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("company.name", lambda v: isinstance(v, str) and bool(v.strip()), "the company's name"),
    ("company.currency", _is_currency, "an ISO 4217 code such as EUR"),
    (
        "company.time_zone",
        lambda v: v in available_timezones(),
        "an IANA time zone such as Europe/Berlin",
    ),
    (
        "company.site_url",
        lambda v: v is None or (isinstance(v, str) and bool(_ADDRESS.fullmatch(v))),
        "an address such as https://metrics.example.com/, with a slash at the end, or null",
    ),
    (
        "company.fiscal_year_starts_in",
        _is_whole(1, 12),
        "a month from 1 to 12",
    ),
    (
        "company.week_starts_on",
        _is_whole(1, 7),
        "an ISO weekday from 1 (Monday) to 7 (Sunday)",
    ),
    ("as_of", _is_date, "a day such as 2026-09-30, or null for the newest day in the data"),
    ("people", lambda v: v in PEOPLE, f"one of {', '.join(PEOPLE)}"),
    (
        "suppress_below",
        _is_whole(0, 1000),
        "the fewest records that a figure may rest on, such as 5, or 0 to show every figure",
    ),
    ("quarantine_limit", _is_share, _SHARE),
    (
        "quarantine_limits",
        lambda v: isinstance(v, dict),
        "inputs with a share of their own such as {usage: 0.8}, or {} for none",
    ),
    ("handoffs.sla_minutes", _is_whole(1, 100_000), "minutes, a whole number from 1 on"),
    ("handoffs.untouched_after_days", _is_whole(1, 365), "days from 1 to 365"),
    ("handoffs.opens_at", _is_whole(0, 23), "an hour from 0 to 23"),
    ("handoffs.closes_at", _is_whole(1, 24), "an hour from 1 to 24"),
    ("refresh.look_back_days", _is_whole(31, 1000), "days from 31 to 1000"),
    ("projection.months_held_back", _is_whole(1, 120), "months from 1 to 120"),
    (
        "sources",
        lambda v: isinstance(v, dict) and bool(v),
        "at least one input with its connector, such as {leads: sample}",
    ),
)
