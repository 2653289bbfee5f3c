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
