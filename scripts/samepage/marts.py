"""What the marts declare in models/**/*.yml: columns, measures, time dimensions, dimensions.

marts = read_marts(root)
marts.columns["fct_leads"]                      # ("lead_id", "account_id", ...)
marts.model_of("mqls").clocks                   # {"created_on": "day", "mql_on": "day", ...}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from samepage.documents import Document, Keys, items, read_yaml

_MODEL = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")


@dataclass(frozen=True)
class SemanticModel:
    """A mart as metrics see it.

    model       the dbt model that holds its rows
    entity      prefix of its dimensions in filters: `lead` in `lead__is_icp`
    entities    what its rows are or refer to, and how: {"lead": "primary", "customer": "foreign"}
    measures    name -> the time dimension that dates it
    clocks      time dimension -> the finest grain at which it can be read
    dimensions  what a metric can be cut by
    keys        where it stands in `document`
    """

    name: str
    model: str
    entity: str
    entities: Mapping[str, str]
    measures: Mapping[str, str]
    clocks: Mapping[str, str]
    dimensions: tuple[str, ...]
    document: Document
    keys: Keys


@dataclass(frozen=True)
class Marts:
    """All of models/: the columns of every model, and the semantic models."""

    documents: tuple[Document, ...]
    columns: Mapping[str, tuple[str, ...]]
    semantic_models: tuple[SemanticModel, ...]

    @cached_property
    def _by_measure(self) -> Mapping[str, SemanticModel]:
        return {name: model for model in self.semantic_models for name in model.measures}

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(self._by_measure)

    def model_of(self, measure: str) -> SemanticModel | None:
        """The semantic model that declares a measure."""
        return self._by_measure.get(measure)

    def reached_by(self, model: SemanticModel) -> Iterator[tuple[str, SemanticModel]]:
        """The models that have one row for each of the model's entities, with that entity."""
        for entity in model.entities:
            for other in self.semantic_models:
                is_key = other.entities.get(entity) in ("primary", "unique")
                if is_key and other.name != model.name:
                    yield entity, other

    def cuts_of(self, model: SemanticModel) -> tuple[str, ...]:
        """Its own dimensions, and `customer__segment` of what it refers to."""
        reached = self.reached_by(model)
        others = (f"{entity}__{name}" for entity, other in reached for name in other.dimensions)
        return (*model.dimensions, *others)


def read_marts(root: Path) -> Marts:
    """Everything declared in models/marts; files that cannot be read carry their faults."""
    paths = sorted((root / "models" / "marts").rglob("*.yml"))
    documents = tuple(read_yaml(root, path.relative_to(root).as_posix()) for path in paths)
    return Marts(
        documents,
        {name: columns for document in documents for name, columns in _columns(document)},
        tuple(model for document in documents for model in _semantic_models(document)),
    )


def _columns(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind in ("models", "seeds"):
        for keys, model in items(document, kind):
            columns = items(document, *keys, "columns")
            yield _name(model), tuple(_name(column) for _, column in columns)


def _semantic_models(document: Document) -> Iterator[SemanticModel]:
    for keys, model in items(document, "semantic_models"):
        named = _MODEL.search(str(model.get("model")))
        dimensions = [each for _, each in items(document, *keys, "dimensions")]
        yield SemanticModel(
            name=_name(model),
            model=named[1] if named else "",
            entity=_entity(document, keys),
            entities={
                _name(each): str(each.get("type")) for _, each in items(document, *keys, "entities")
            },
            measures=dict(_measures(document, keys)),
            clocks={_name(each): _granularity(each) for each in dimensions if _is_clock(each)},
            dimensions=tuple(_name(each) for each in dimensions if not _is_clock(each)),
            document=document,
            keys=keys,
        )


def _entity(document: Document, keys: Keys) -> str:
    primary = [
        _name(each)
        for _, each in items(document, *keys, "entities")
        if each.get("type") == "primary"
    ]
    return str(document.get(*keys, "primary_entity") or (primary[0] if primary else ""))


def _measures(document: Document, keys: Keys) -> Iterator[tuple[str, str]]:
    default = document.get(*keys, "defaults", "agg_time_dimension")
    for _, measure in items(document, *keys, "measures"):
        yield _name(measure), str(measure.get("agg_time_dimension") or default or "")


def _name(node: Mapping[str, Any]) -> str:
    return str(node.get("name"))


def _is_clock(dimension: Mapping[str, Any]) -> bool:
    return dimension.get("type") == "time"


def _granularity(dimension: Mapping[str, Any]) -> str:
    params = dimension.get("type_params")
    return str(params.get("time_granularity", "")) if isinstance(params, dict) else ""
