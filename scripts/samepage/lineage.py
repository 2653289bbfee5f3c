"""What a model is built from, as dbt's manifest knows it.

upstream(project["nodes"])["fct_leads"]
# {"staging": ("stg_sample__leads", ...), "inputs": ("in_leads", ...), "marts": ("dim_accounts",)}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

# What a model is, by what its name begins with. Steps on the way (checked_, int_) are not told.
LAYERS = {"stg_": "staging", "in_": "inputs", "dim_": "marts", "fct_": "marts"}

Layers = Mapping[str, tuple[str, ...]]


def upstream(nodes: Mapping[str, Any]) -> Callable[[str], Layers]:
    """From the name of a model to the names of all models that it is built from, by layer."""
    above = {
        node["name"]: [
            nodes[key]["name"] for key in _parents(node) if nodes.get(key, {}).get("name")
        ]
        for node in nodes.values()
    }

    def of(model: str) -> Layers:
        reached: dict[str, None] = {}
        waiting = list(above.get(model, ()))
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached[name] = None
                waiting += above.get(name, ())
        return _by_layer(sorted(reached))

    return of


def _parents(node: Mapping[str, Any]) -> Iterable[str]:
    found: Iterable[str] = (node.get("depends_on") or {}).get("nodes") or ()
    return found


def _by_layer(names: Iterable[str]) -> Layers:
    layers: dict[str, tuple[str, ...]] = {}
    for name in names:
        layer = next((each for start, each in LAYERS.items() if name.startswith(start)), None)
        if layer:
            layers[layer] = (*layers.get(layer, ()), name)
    return layers
