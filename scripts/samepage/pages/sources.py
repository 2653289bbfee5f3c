"""Where a number comes from, and where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from samepage import text
from samepage.catalog import Catalog, Metric
from samepage.documents import read_prose
from samepage.errors import stop_on
from samepage.pages.desk import page_url
from samepage.rules.asks import asks
from samepage.rules.jinja import NotJinja, parse

# Every mart stands on these, so that they say nothing about any.
_CALENDARS = ("dim_as_of", "dim_dates", "dim_months", "dim_periods")


def lineage(catalog: Catalog, metric: Metric) -> list[tuple[str, list[str]]]:
    """From the sources to the marts that the metric counts in: headings, and names below them.

    Of the inputs, those are told without which there would be no number.
    """
    facts = catalog.facts_of(metric.name)
    layers = {
        layer: sorted({name for fact in facts for name in fact.upstream.get(layer, ())})
        for layer in ("staging", "inputs", "marts")
    }
    marts = dict.fromkeys([*layers["marts"], *(fact.model for fact in facts)])
    told = [
        ("Sources", _by_connector(layers["staging"])),
        ("Inputs", layers["inputs"]),
        ("Marts", list(marts)),
    ]
    return [(heading, names) for heading, names in told if names]


def _by_connector(models: Iterable[str]) -> list[str]:
    """`stg_hubspot__leads` and `stg_hubspot__contacts` -> `hubspot: contacts and leads`"""
    entities: defaultdict[str, list[str]] = defaultdict(list)
    for model in models:
        connector, _, entity = model.removeprefix("stg_").partition("__")
        entities[connector].append(entity.replace("_", " "))
    return [f"{name}: {text.listed(found)}" for name, found in sorted(entities.items())]


def used_on(root: Path, pages: Mapping[str, str]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Name of a metric -> titles and addresses of the pages that somebody wrote with it.

    pages  path below site/pages -> title
    """
    used: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, title in pages.items():
        for name in dict.fromkeys(_asked(root, f"site/pages/{path}")):
            used[name].append((title, page_url(path)))
    return used


def _asked(root: Path, path: str) -> Iterable[str]:
    prose = read_prose(root, path)
    stop_on(prose.faults)
    try:
        tree = parse(prose.text)
    except NotJinja:  # rendering tells the template's fault with its line
        return ()
    return [ask.name for ask in asks(tree) if ask.kind == "metric"]
