"""What authors wrote: metrics with prose and examples, goals, teams, marts and pages; read without
dbt.

    definitions = load_definitions(root)            # some 50 ms for a hundred metrics
    definitions.metric("win_rate").meta("unit")     # "percent"
    definitions.metric("win_rate").at("name")       # "metrics/funnel/win_rate.yml:3"
    definitions.faults                              # whatever could not be read

Nothing is judged here, that is for `rules`: a key of the wrong type reads as empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from samepage.agreements import AMBIGUOUS, GOALS, IDENTITIES
from samepage.documents import Document, Prose, items, read_prose, read_yaml
from samepage.errors import Fault
from samepage.marts import Marts, SemanticModel, read_marts
from samepage.metric_file import EXAMPLE, MetricFile

INTRODUCTION = "_index.md"


@dataclass(frozen=True)
class Definitions:
    """Everything that people write. Paths are relative to `root`, with forward slashes.

    ambiguous       words that mean several numbers
    introductions   metrics/<domain>/_index.md, by domain
    strays          files beside the metrics that belong to none of them
    pages           site/pages/**/*.md: home, reports and whatever else is written by hand
    """

    root: Path
    metrics: tuple[MetricFile, ...]
    goals: Document
    identities: Document
    ambiguous: Document
    groups: Document
    introductions: Mapping[str, Prose]
    strays: tuple[str, ...]
    marts: Marts
    pages: tuple[Prose, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the files themselves, before any rule is asked."""
        files: list[Document | Prose | None] = [self.goals, self.identities, self.ambiguous]
        files.append(self.groups)
        files += self.marts.documents
        files += [*self.introductions.values(), *self.pages]
        for metric in self.metrics:
            files += [metric.document, metric.prose, metric.example]
        return tuple(fault for file in files if file for fault in file.faults)

    @cached_property
    def teams(self) -> tuple[str, ...]:
        return tuple(str(each.get("name")) for _, each in items(self.groups, "groups"))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that can mean a metric, also of a file that could not be read."""
        return frozenset(name for each in self.metrics for name in (each.name, each.stem))

    @cached_property
    def _by_name(self) -> Mapping[str, MetricFile]:
        by_file = {each.stem: each for each in reversed(self.metrics)}
        return by_file | {each.name: each for each in reversed(self.metrics)}

    def metric(self, name: str) -> MetricFile | None:
        """The metric of that name, or in the file of that name."""
        return self._by_name.get(name)

    def built_from(self, metric: MetricFile) -> tuple[MetricFile, ...]:
        """The metric and all that it is calculated from, each once, circles and all."""
        reached = {metric.name: metric}
        waiting = [metric]
        while waiting:
            below = [self.metric(part.name) for part in waiting.pop().inputs]
            new = [each for each in below if each and each.name not in reached]
            reached |= {each.name: each for each in new}
            waiting += new
        return tuple(reached.values())

    def clocks_of(self, metric: MetricFile) -> Mapping[str, str]:
        """Every measure that a metric comes down to -> the grain of the day that dates it."""
        return {
            name: model.clocks.get(model.measures[name], "")
            for name, model in self._measures_of(metric)
        }

    def models_of(self, metric: MetricFile) -> tuple[SemanticModel, ...]:
        """The marts that a metric counts in, each once."""
        return tuple({model.name: model for _, model in self._measures_of(metric)}.values())

    def _measures_of(self, metric: MetricFile) -> Iterator[tuple[str, SemanticModel]]:
        for each in self.built_from(metric):
            for measure in each.measures:
                model = self.marts.model_of(measure.name)
                if model:
                    yield measure.name, model


def load_definitions(root: Path) -> Definitions:
    """Read every file; those that cannot be read are in it, empty, and told by `faults`."""
    paths = _files(root, "metrics/*/*")
    found = [_metric_file(root, path, paths) for path in paths if _may_be_metric(path)]
    metrics = tuple(each for each in found if not _is_seed(each.document))
    seeds = {each.path for each in found} - {each.path for each in metrics}
    return Definitions(
        root=root,
        metrics=metrics,
        goals=read_yaml(root, GOALS),
        identities=read_yaml(root, IDENTITIES),
        ambiguous=read_yaml(root, AMBIGUOUS),
        groups=read_yaml(root, "metrics/groups.yml"),
        introductions={
            PurePosixPath(path).parent.name: read_prose(root, path)
            for path in paths
            if path.endswith(f"/{INTRODUCTION}")
        },
        strays=tuple(sorted(set(paths) - seeds - {*_own(metrics)} - {*_shared(paths)})),
        marts=read_marts(root),
        pages=tuple(read_prose(root, path) for path in _files(root, "site/pages/**/*.md")),
    )


def _files(root: Path, pattern: str) -> list[str]:
    found = (path for path in root.glob(pattern) if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in found)


def _may_be_metric(path: str) -> bool:
    return path.endswith(".yml") and not path.endswith(EXAMPLE)


def _is_seed(document: Document) -> bool:
    """The twin of a seed's CSV stands among the metrics, and describes columns instead."""
    return document.get("seeds") is not None


def _metric_file(root: Path, path: str, paths: list[str]) -> MetricFile:
    metric = MetricFile(read_yaml(root, path))
    prose, example = metric.prose_path, metric.example_path
    return replace(
        metric,
        prose=read_prose(root, prose) if prose in paths else None,
        example=read_yaml(root, example) if example in paths else None,
    )


def _own(metrics: Iterable[MetricFile]) -> Iterator[str]:
    for metric in metrics:
        yield from (metric.path, metric.prose_path, metric.example_path)


def _shared(paths: Iterable[str]) -> Iterator[str]:
    """What a domain's folder holds beside metrics: its introduction and seeds."""
    yield from (path for path in paths if path.endswith((f"/{INTRODUCTION}", ".csv")))
