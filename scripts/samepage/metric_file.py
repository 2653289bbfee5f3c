"""One metric's definition as its author wrote it, with the lines for messages.

A key of the wrong type reads as empty: judging is for `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from samepage.documents import Document, Keys, Prose

EXAMPLE = ".example.yml"

# How prose and pages link to a metric: [win rate](metric:win_rate)
METRIC_LINK = re.compile(r"\]\(metric:([^)\s]*)\)")


@dataclass(frozen=True)
class Reference:
    """A metric or measure that a metric's `type_params` name, and the keys where they do."""

    name: str
    keys: Keys


@dataclass(frozen=True)
class MetricFile:
    """metrics/<domain>/<name>.yml with the two files beside it, None where one is missing."""

    document: Document
    prose: Prose | None = None
    example: Document | None = None

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def prose_path(self) -> str:
        return self.path.removesuffix(".yml") + ".md"

    @property
    def example_path(self) -> str:
        return self.path.removesuffix(".yml") + EXAMPLE

    @property
    def stem(self) -> str:
        """What the file is called, and so the page."""
        return PurePosixPath(self.path).stem

    @property
    def domain(self) -> str:
        return PurePosixPath(self.path).parent.name

    @property
    def name(self) -> str:
        """What the metric is called; the file's name while it has none."""
        return self.text("name") or self.stem

    def get(self, *keys: str | int) -> object:
        return self.document.get("metrics", 0, *keys)

    def at(self, *keys: str | int) -> str:
        return self.document.at("metrics", 0, *keys)

    def meta(self, *keys: str) -> object:
        return self.get("config", "meta", *keys)

    def text(self, *keys: str | int) -> str:
        found = self.get(*keys)
        return found if isinstance(found, str) else ""

    def names(self, key: str) -> tuple[str, ...]:
        """The names in a list of `config.meta`, such as drivers; () when it is no list."""
        found = self.meta(key)
        return tuple(map(str, found)) if isinstance(found, list) else ()

    @cached_property
    def inputs(self) -> tuple[Reference, ...]:
        """The metrics that it is calculated from."""
        listed = self.get("type_params", "metrics")
        many = [("metrics", n) for n, _ in enumerate(listed if isinstance(listed, list) else ())]
        return tuple(self._references([("numerator",), ("denominator",), *many]))

    @cached_property
    def measures(self) -> tuple[Reference, ...]:
        """The measures of the marts that it names itself."""
        conversion = "conversion_type_params"
        places = [("measure",), (conversion, "base_measure"), (conversion, "conversion_measure")]
        return tuple(self._references(places))

    def _references(self, places: Iterable[Keys]) -> Iterator[Reference]:
        for place in places:
            keys = ("type_params", *place)
            found = self.get(*keys)
            name = found.get("name") if isinstance(found, dict) else found
            if isinstance(name, str) and name:
                yield Reference(name, keys)
