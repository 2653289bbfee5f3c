"""The glossary: every metric under its own name and under the others that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samepage.catalog import Catalog, Metric


@dataclass(frozen=True)
class Term:
    """One line of the glossary: a metric under its own name, or under another."""

    term: str
    metric: Metric
    is_synonym: bool


def glossary(catalog: Catalog) -> Mapping[str, tuple[Term, ...]]:
    """Initial -> terms, both in alphabetical order."""
    terms = [
        Term(term, metric, term != metric.label)
        for metric in catalog.metrics.values()
        for term in dict.fromkeys([metric.label, *map(_capital, metric.also_known_as)])
    ]
    ordered = sorted(terms, key=lambda each: (each.term.casefold(), each.metric.name))
    initials = dict.fromkeys(term.term[:1].upper() for term in ordered)
    return {
        letter: tuple(term for term in ordered if term.term[:1].upper() == letter)
        for letter in initials
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def names_in_prose(catalog: Catalog) -> Mapping[str, list[tuple[str, Metric]]]:
    """First word -> names that begin with it and their metrics, the longest first; in lower case.

    A name of one word is left alone: "leads" may be a verb.
    """
    found: dict[str, list[tuple[str, Metric]]] = {}
    for metric in catalog.metrics.values():
        if metric.status == "deprecated":
            continue
        for name in (metric.label, *metric.also_known_as):
            first, *others = name.lower().split()
            if others:
                found.setdefault(first, []).append((name.lower(), metric))
    return {
        first: sorted(names, key=lambda each: (-len(each[0]), each[1].name))
        for first, names in found.items()
    }
