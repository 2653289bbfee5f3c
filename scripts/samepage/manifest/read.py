"""Reads dbt's semantic manifest into a catalog.

The semantic manifest says what every metric means; dbt's own manifest adds which file defines it
and which group owns it. Goals stand beside them in a file that dbt does not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from samepage.agreements import Goal, Identity, read_goals, read_identities
from samepage.catalog import Catalog, Team
from samepage.company import Company
from samepage.lineage import upstream
from samepage.manifest.facts import fact
from samepage.manifest.metrics import metric_of

Node = Mapping[str, Any]


def load_catalog(company: Company) -> Catalog:
    """The catalog of what dbt parsed last into the company's build folder."""
    semantic = json.loads((company.build.dbt / "semantic_manifest.json").read_text("utf-8"))
    project = json.loads((company.build.dbt / "manifest.json").read_text("utf-8"))
    goals, identities = read_goals(company.root), read_identities(company.root)
    return read_catalog(semantic, project, company.connected, goals, identities)


def read_catalog(
    semantic: Node,
    project: Node,
    connected: Iterable[str],
    goals: Iterable[Goal] = (),
    identities: Iterable[Identity] = (),
) -> Catalog:
    """Both manifests, as parsed JSON, the names of the connected inputs, and what is agreed on."""
    nodes = {node["name"]: node for node in project["metrics"].values()}
    labels = {node["name"]: node["label"] or node["name"] for node in semantic["metrics"]}
    metrics = [metric_of(each, nodes[each["name"]], labels) for each in semantic["metrics"]]
    models = {node["name"]: node["columns"] for node in project["nodes"].values()}
    above = upstream(project["nodes"])
    facts = [fact(each, models, above) for each in semantic["semantic_models"]]
    teams = [_team(each) for each in project["groups"].values()]
    return Catalog(
        metrics={each.name: each for each in sorted(metrics, key=lambda m: m.name)},
        facts={each.name: each for each in sorted(facts, key=lambda f: f.name)},
        teams={each.name: each for each in sorted(teams, key=lambda t: t.name)},
        connected=frozenset(connected),
        goals={each.name: each for each in goals},
        identities=tuple(identities),
    )


def _team(group: Node) -> Team:
    owner = group["owner"]
    label = owner.get("name") or group["name"].replace("_", " ").capitalize()
    return Team(group["name"], label, owner.get("email") or "", group.get("description") or "")
