"""Rules about the prose beside a metric."""

from __future__ import annotations

from collections.abc import Iterator

from samepage.definitions import Definitions
from samepage.documents import Prose
from samepage.errors import Fault
from samepage.rules.markdown import metric_links, sections
from samepage.rules.suggest import unknown

HEADINGS = ("Counts", "Does not count", "Why it matters", "Caveats", "When it moves")
OPTIONAL_HEADING = "Why not the other number?"


def prose_has_its_headings(definitions: Definitions) -> Iterator[Fault]:
    """The same five questions for every metric, in the same order."""
    for metric in definitions.metrics:
        if not metric.prose or metric.prose.faults:
            continue
        found = tuple(section.heading for section in sections(metric.prose.text))
        if found not in (HEADINGS, (*HEADINGS, OPTIONAL_HEADING)):
            yield Fault(
                metric.prose.at(1),
                "headings",
                ", ".join(found),
                f"{', '.join(HEADINGS)} and if need be {OPTIONAL_HEADING!r}, in this order",
                _headings_fix(found),
            )


def _headings_fix(found: tuple[str, ...]) -> str:
    missing = [f"`## {each}`" for each in HEADINGS if each not in found]
    extra = [f"`## {each}`" for each in found if each not in (*HEADINGS, OPTIONAL_HEADING)]
    if extra:
        return f"make {', '.join(extra)} a heading of level 3, or text" + (
            f"; add {', '.join(missing)}" if missing else ""
        )
    return f"add {', '.join(missing)}" if missing else "put each heading once, in this order"


def sections_are_written(definitions: Definitions) -> Iterator[Fault]:
    """A heading without a word below it answers nothing."""
    for metric in definitions.metrics:
        for section in sections(metric.prose.text) if metric.prose else ():
            if not section.body:
                yield Fault(
                    f"{metric.prose_path}:{section.line}",
                    section.heading,
                    "",
                    "at least one sentence below the heading",
                    f"write what belongs under `## {section.heading}`",
                )


def links_lead_to_metrics(definitions: Definitions) -> Iterator[Fault]:
    """`[win rate](metric:win_rate)` names a metric that exists, in prose and on pages."""
    beside = (metric.prose for metric in definitions.metrics if metric.prose)
    for prose in (*beside, *definitions.introductions.values(), *definitions.pages):
        yield from _dead_links(prose, definitions.names)


def _dead_links(prose: Prose, names: frozenset[str]) -> Iterator[Fault]:
    for line, name in metric_links(prose.text):
        if name not in names:
            fix = "name a metric that exists, or remove the link"
            yield unknown(prose.at(line), "link", f"metric:{name}", "a metric", names, fix)
