"""Which nodes of a finished warehouse have to run again because raw tables have changed.

waves = Waves(manifest, {"source.samepage.sample.spend"})
for wave in waves:
    ...                          # run wave.models and wave.tests, compare the tables
    waves.changed |= others      # ids of the models whose rows are others than before

One wave for what stands on raw tables alone, one for the marts, one for what is compiled. A model
runs when something that it reads has changed. So `dim_as_of`, which reads every input, is built
each time, and as long as it holds the same days nothing behind it is. A test runs when a table that
it reads was built or has changed; it would say the same of any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

# Reads today's date, so that it may change where nothing that it reads has.
READS_THE_CLOCK = "dim_as_of"
# The folders of the first and the second wave. The third is what the compiler wrote.
_FIRST = ("models/staging/", "models/inputs/", f"models/marts/{READS_THE_CLOCK}.")
_SECOND = ("models/marts/",)
_COUNT = 3


@dataclass(frozen=True)
class Wave:
    """Ids of nodes that run together; the tests read no model of a later wave."""

    models: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [id.split(".")[2] for id in (*self.models, *self.tests)]


@dataclass
class Waves:
    """manifest   dbt's own, as it writes it
    changed    ids of the sources and models whose rows are others than when all was built
    """

    manifest: Mapping[str, Any]
    changed: set[str]

    def __iter__(self) -> Iterator[Wave]:
        """The waves in which anything has to run, each by what has changed when it is asked for."""
        places = self._places()
        for number in range(_COUNT):
            here = [id for id, place in places.items() if place == number]
            models = self._stale(here)
            moved = self.changed | models
            tests = {id for id in here if self._kind(id) == "test" and self._parents(id) & moved}
            if models | tests:
                yield Wave(tuple(sorted(models)), tuple(sorted(tests)))

    def _places(self) -> dict[str, int]:
        """The wave of every node: its folder's, or a later one that it reads from."""

        @cache
        def place(id: str) -> int:
            if id not in self.manifest["nodes"]:
                return 0
            path = self.manifest["nodes"][id]["original_file_path"]
            own = 0 if path.startswith(_FIRST) else 1 if path.startswith(_SECOND) else _COUNT - 1
            own = own if self._kind(id) == "model" else 0
            return max([own, *map(place, self._parents(id))])

        return {id: place(id) for id in self.manifest["nodes"]}

    def _stale(self, here: list[str]) -> set[str]:
        """The models of this wave that read what has changed, or another such model.

        A view holds no rows: it changes with what it reads and need not be built again.
        """
        stale: set[str] = set()
        waiting = {id for id in here if self._kind(id) == "model"}
        while found := {id for id in waiting if self._must_run(id, self.changed | stale)}:
            views = {id for id in found if self._config(id)["materialized"] == "view"}
            self.changed |= views
            stale |= found - views
            waiting -= found
        return stale

    def _must_run(self, id: str, moved: set[str]) -> bool:
        is_clock = self.manifest["nodes"][id]["name"] == READS_THE_CLOCK
        return is_clock or bool(self._parents(id) & moved)

    def _kind(self, id: str) -> str:
        return str(self.manifest["nodes"][id]["resource_type"])

    def _config(self, id: str) -> Mapping[str, Any]:
        config: Mapping[str, Any] = self.manifest["nodes"][id]["config"]
        return config

    def _parents(self, id: str) -> set[str]:
        return set(self.manifest["nodes"][id]["depends_on"].get("nodes", []))
