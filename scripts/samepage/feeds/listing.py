"""metrics.json, and one JSON file per metric: what site/feeds/metrics.schema.json describes.

Addresses are relative to the root of the site. Percentages and points are fractions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from samepage.feeds.entries import Entry
from samepage.pages.desk import Site
from samepage.pages.figure import Figure
from samepage.pages.standing import standing
from samepage.values import ALL, Value

SCHEMA = "metrics.schema.json"
_SERIES = ("period_start", "value", "numerator", "denominator", "records", "is_complete")
_MEMBERS = ("member", "value", "numerator", "denominator", "records")

Told = dict[str, Any]


def listing(site: Site, entries: Sequence[Entry]) -> str:
    """metrics.json: the catalogue with the newest complete value of every metric at each grain."""
    return _written(
        {
            "$schema": SCHEMA,
            **_company(site),
            "teams": [_named(team) for team in site.catalog.teams.values()],
            "goals": [_named(goal) for goal in site.catalog.goals.values()],
            "metrics": [_described(site, entry) for entry in entries],
        }
    )


def single(site: Site, entry: Entry) -> str:
    """The file beside a metric's page: the same, with all periods, newest members and SQL."""
    is_waiting = bool(entry.figure.waits)
    schema = "../" * entry.address.count("/") + SCHEMA
    told: Told = {"$schema": schema, **_company(site), "metric": _described(site, entry)}
    told["sql"] = entry.sql
    told["series"] = {} if is_waiting else {g: _series(f) for g, f in entry.series.items()}
    told["members"] = {} if is_waiting else {d: _members(f) for d, f in entry.cuts.items()}
    return _written(told)


def _company(site: Site) -> Told:
    company = site.company
    return {
        "company": company.name,
        "currency": company.currency,
        "time_zone": company.time_zone,
        "as_of": site.health["as_of"],
        "site_url": company.site_url or None,
    }


def _named(thing: Any) -> Told:  # noqa: ANN401
    return {"name": thing.name, "label": thing.label, "description": thing.description}


def _described(site: Site, entry: Entry) -> Told:
    metric, figure = entry.metric, entry.figure
    target, verdict = metric.target, None if figure.waits else standing(figure)
    return {
        "name": metric.name,
        "label": metric.label,
        "description": metric.description,
        "domain": metric.domain,
        "page": f"{entry.address}/",
        "json": f"{entry.address}.json",
        "markdown": f"{entry.address}.md",
        "status": metric.status,
        "version": metric.version,
        "definition_hash": entry.definition_hash,
        "history": [
            {"version": each.version, "date": each.day.isoformat(), "what": each.what}
            for each in metric.history
        ],
        "owner": metric.owner,
        "shared_with": list(metric.shared_with),
        "goal": metric.goal,
        "type": metric.kind,
        "formula": metric.formula or None,
        "inputs": list(metric.inputs),
        "unit": metric.unit,
        "better": metric.better,
        "dated_by": metric.dated_by,
        "window_days": metric.window_days,
        "grains": list(site.catalog.grains_of(metric.name)),
        "dimensions": list(metric.dimensions),
        "target": vars(target) if target else None,
        "drivers": list(metric.drivers),
        "balanced_by": metric.balanced_by,
        "alternatives": list(metric.alternatives),
        "rule": metric.rule or None,
        "also_known_as": list(metric.also_known_as),
        "standard": vars(metric.standard) if metric.standard else None,
        "waits_for": list(figure.waits),
        "everyday_grain": figure.choice.grain,
        "health": verdict.words if verdict else None,
        "current": [] if figure.waits else _current(entry.series),
    }


def _current(series: Mapping[str, Figure]) -> list[Told]:
    """The newest complete value at each grain, with the two that it is compared with."""
    shown = [(figure, figure.shown) for figure in series.values()]
    return [_value(figure, value) for figure, value in shown if value]


def _value(figure: Figure, value: Value) -> Told:
    grain, calendar = figure.choice.grain, figure.desk.site.calendar
    before, year_before = figure.before(value), figure.year_before(value)
    end = calendar.end(grain, value.period_start)
    return {
        "grain": grain,
        "period": figure.period(value),
        "period_start": None if grain == ALL else value.period_start.isoformat(),
        "period_end": end.isoformat() if end else None,
        **{name: _number(getattr(value, name)) for name in _SERIES[1:-1]},
        "before": _number(before.value) if before else None,
        "year_before": _number(year_before.value) if year_before else None,
    }


def _series(figure: Figure) -> Told:
    rows = figure.values
    return {
        "columns": list(_SERIES),
        "rows": [[_cell(row, name) for name in _SERIES] for row in rows],
    }


def _members(figure: Figure) -> Told:
    rows = figure.members
    return {
        "grain": figure.choice.grain,
        "period_start": rows[0].period_start.isoformat() if rows else None,
        "columns": list(_MEMBERS),
        "rows": [[_cell(row, name) for name in _MEMBERS] for row in rows],
    }


def _cell(row: Value, name: str) -> str | float | bool | None:
    found = getattr(row, name)
    if name == "period_start":
        return str(found.isoformat())
    return found if name in ("member", "is_complete") else _number(found)


def _number(value: float | None) -> float | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and float(value).is_integer() else value


def _written(told: Told) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
