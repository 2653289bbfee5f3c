"""Which nodes run again after a change: all that the change reaches, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from samepage.warehouse.kept import Kept
from samepage.warehouse.waves import Waves

FOLDERS = ("models/staging", "models/inputs", "models/marts", "build/compiled")
SOURCES = ("source.samepage.crm.a", "source.samepage.crm.b", "source.samepage.crm.c")
CLOCK = "model.samepage.dim_as_of"


@dataclass
class Project:
    """A made-up project: each model holds a number made of those that it reads, rounded down to a
    multiple of its `step`, so that some changes end at it."""

    manifest: dict[str, Any]
    steps: dict[str, int]

    def built(self, sources: dict[str, int]) -> dict[str, int]:
        """What every node holds after a build from nothing, in the order of their ids."""
        held = dict(sources)
        for id in self.manifest["nodes"]:
            held[id] = self.computed(id, held)
        return held

    @property
    def views(self) -> list[str]:
        nodes = self.manifest["nodes"].items()
        return [id for id, node in nodes if node["config"]["materialized"] == "view"]

    def computed(self, id: str, held: dict[str, int]) -> int:
        parents = self.manifest["nodes"][id]["depends_on"]["nodes"]
        total = sum((at + 2) * held[parent] for at, parent in enumerate(parents))
        return total - total % self.steps[id]

    def refreshed(self, held: dict[str, int], sources: dict[str, int]) -> list[str]:
        """Bring what was built up to date; gives the ids in the order in which they ran."""
        changed = {id for id in sources if sources[id] != held[id]}
        held.update(sources)
        for id in self.views:
            held[id] = self.computed(id, held)
        waves, ran = Waves(self.manifest, changed), []
        for wave in waves:
            for id in (*(id for id in self.manifest["nodes"] if id in wave.models), *wave.tests):
                before, held[id] = held[id], self.computed(id, held)
                ran.append(id)
                if id in wave.models and before != held[id]:
                    waves.changed.add(id)
        return ran


def node(path: str, kind: str, parents: list[str], view: bool = False) -> dict[str, Any]:
    return {
        "name": path.split("/")[-1].removesuffix(".sql"),
        "resource_type": kind,
        "original_file_path": path,
        "depends_on": {"nodes": parents},
        "config": {"materialized": "view" if view else "table"},
    }


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Models in the order in which they can be built, each folder reading from those before it."""
    nodes: dict[str, Any] = {}
    for at, folder in enumerate(FOLDERS):
        for number in range(draw(st.integers(1, 3))):
            read = draw(st.lists(st.sampled_from([*SOURCES, *nodes]), min_size=1, max_size=3))
            path = f"{folder}/m{at}_{number}.sql"
            nodes[f"model.samepage.m{at}_{number}"] = node(
                path, "model", list(dict.fromkeys(read)), view=at == 0
            )
        if at == 1:
            nodes[CLOCK] = node("models/marts/dim_as_of.sql", "model", list(nodes))
    models = list(nodes)
    for number in range(draw(st.integers(1, 4))):
        read = draw(st.lists(st.sampled_from(models), min_size=1, max_size=3, unique=True))
        nodes[f"test.samepage.t{number}"] = node("models/tests.yml", "test", read)
    steps = {id: draw(st.sampled_from([1, 1, 7, 10**6])) for id in nodes}
    project = Project({"nodes": nodes, "sources": {}}, steps)
    # A view holds what it reads, and a test tells it.
    exact = [*project.views, *(id for id in nodes if id.startswith("test."))]
    steps.update(dict.fromkeys(exact, 1))
    return project


NUMBERS = st.fixed_dictionaries({id: st.integers(0, 50) for id in SOURCES})


@given(projects(), NUMBERS, NUMBERS)
def test_a_refresh_leaves_what_a_build_from_nothing_does(project, before, after):
    held = project.built(before)
    ran = project.refreshed(held, after)
    fresh = project.built(after)
    assert held == fresh
    assert len(ran) == len(set(ran))
    assert CLOCK in ran


@given(projects(), NUMBERS)
def test_without_a_change_only_the_clock_and_its_tests_run(project, numbers):
    held = project.built(numbers)
    parents = {id: each["depends_on"]["nodes"] for id, each in project.manifest["nodes"].items()}
    in_first = {"model.samepage.dim_as_of"}
    for id in project.refreshed(held, numbers):
        assert id in in_first or in_first & set(parents[id])
        in_first.add(id)


def test_a_source_has_changed_when_its_table_is_another_new_or_gone():
    manifest = {
        "sources": {
            f"source.samepage.crm.{name}": {"source_name": "crm", "name": name} for name in "abcd"
        }
    }
    kept = Kept({"crm/a": "1", "crm/b": "1", "crm/c": "1"}, {}, {})
    changed = kept.changed_sources({"crm/a": "1", "crm/b": "2", "crm/d": "1"}, manifest)
    assert changed == {f"source.samepage.crm.{name}" for name in "bcd"}
