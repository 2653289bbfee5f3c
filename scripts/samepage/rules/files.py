"""Rules about files: one metric is one file, and its name is its page's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from samepage.definitions import INTRODUCTION, Definitions
from samepage.errors import Fault
from samepage.metric_file import MetricFile
from samepage.rules.suggest import write_instead

SCHEMA_LINE = "# yaml-language-server: $schema=../metric.schema.json"


def files_can_be_read(definitions: Definitions) -> Iterator[Fault]:
    """YAML that parses, without a key written twice; text in UTF-8."""
    yield from definitions.faults


def first_line_names_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """So that an editor checks the file while it is being written."""
    for metric in definitions.metrics:
        first = metric.document.text.partition("\n")[0].strip()
        if first != SCHEMA_LINE:
            yield Fault(
                f"{metric.path}:1", "first line", first, SCHEMA_LINE, f"put `{SCHEMA_LINE}` first"
            )


def file_is_named_for_its_metric(definitions: Definitions) -> Iterator[Fault]:
    """The file's name is the metric's name is the page's address."""
    for metric in definitions.metrics:
        if metric.name != metric.stem:
            moved = metric.path.replace(f"/{metric.stem}.yml", f"/{metric.name}.yml")
            yield Fault(
                metric.at("name"),
                "name",
                metric.name,
                f"{metric.stem}, as the file is called",
                f"write `name: {metric.stem}`, or `git mv {metric.path} {moved}`",
            )


def metric_names_are_unique(definitions: Definitions) -> Iterator[Fault]:
    """One name, one metric, also across domains."""
    yield from _twice(definitions, "name", lambda metric: metric.name)


def labels_are_unique(definitions: Definitions) -> Iterator[Fault]:
    """Two metrics that people call the same are one metric too many."""
    yield from _twice(definitions, "label", lambda metric: metric.text("label").casefold())


def _twice(
    definitions: Definitions, field: str, value_of: Callable[[MetricFile], str]
) -> Iterator[Fault]:
    groups: dict[str, list[MetricFile]] = defaultdict(list)
    for metric in definitions.metrics:
        groups[value_of(metric)].append(metric)
    for value, (first, *others) in groups.items():
        for other in others if value else ():
            yield Fault(
                other.at(field),
                field,
                str(other.get(field) or other.name),
                f"a {field} that no other metric has; {first.at(field)} has it too",
                f"rename one of them, or remove {other.path}",
            )


def every_metric_has_prose(definitions: Definitions) -> Iterator[Fault]:
    """A number without its caveats is not defined."""
    for metric in definitions.metrics:
        if not metric.prose:
            yield _absent(metric.prose_path, "prose", "Markdown that explains the metric")


def every_metric_has_an_example(definitions: Definitions) -> Iterator[Fault]:
    """A few rows and their value: the definition that cannot be misread."""
    for metric in definitions.metrics:
        if not metric.example:
            yield _absent(metric.example_path, "worked example", "a few rows and their value")


def _absent(path: str, field: str, content: str) -> Fault:
    name = PurePosixPath(path).name
    return Fault(path, field, "", content, f"write {name}; CONTRIBUTING.md shows one to copy")


def every_domain_is_introduced(definitions: Definitions) -> Iterator[Fault]:
    """A folder under metrics/ is a page of the site, and opens with prose."""
    for domain in sorted({metric.domain for metric in definitions.metrics}):
        prose = definitions.introductions.get(domain)
        if not prose or not prose.text.strip():
            path = f"metrics/{domain}/{INTRODUCTION}"
            expected = "a few sentences that introduce the domain"
            yield Fault(path, "introduction", "", expected, f"write {path}")


def every_file_belongs_to_a_metric(definitions: Definitions) -> Iterator[Fault]:
    """A file that nothing reads is a typing error in its name, or left over."""
    stems = sorted(metric.stem for metric in definitions.metrics)
    for path in definitions.strays:
        name = PurePosixPath(path).name
        stem = name.partition(".")[0]
        yield Fault(
            path,
            "file name",
            name,
            "the name of a metric in the same folder, with .yml, .md or .example.yml",
            write_instead(stem, stems, f"write {stem}.yml") + f", or `git rm {path}`",
        )
