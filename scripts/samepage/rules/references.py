"""Rules about names: whatever a definition refers to exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from samepage.definitions import Definitions
from samepage.documents import Document, Keys, dotted, items
from samepage.errors import Fault
from samepage.members import dimensions_of
from samepage.metric_file import MetricFile
from samepage.rules.jinja import NotJinja, first_arguments, parse
from samepage.rules.suggest import unknown
from samepage.settings import ENTITIES

_META = ("config", "meta")

# Names in a formula. A function is followed by its bracket, and is none of them.
_NAME = re.compile(r"\b[A-Za-z_]\w*\b(?!\s*\()")
_SQL = {"and", "as", "case", "else", "end", "is", "not", "null", "or", "then", "when"}


def measures_exist(definitions: Definitions) -> Iterator[Fault]:
    """A simple metric counts a measure that a mart declares."""
    known = definitions.marts.measures
    for metric in definitions.metrics:
        for each in metric.measures:
            if each.name not in known:
                fix = "declare it under measures: in models/marts"
                yield _unknown(metric, each.keys, each.name, "a measure", known, fix)


def named_metrics_exist(definitions: Definitions) -> Iterator[Fault]:
    """Inputs, the balancing metric, drivers, alternatives and successors."""
    for metric in definitions.metrics:
        for keys, name in _named(metric):
            if name not in definitions.names:
                fix = f"python scripts/new.py {metric.domain}/{name}"
                yield _unknown(metric, keys, name, "a metric", definitions.names, fix)


def _named(metric: MetricFile) -> Iterator[tuple[Keys, str]]:
    yield from ((each.keys, each.name) for each in metric.inputs)
    for key in ("balanced_by", "replaced_by"):
        if isinstance(name := metric.meta(key), str):
            yield (*_META, key), name
    for key in ("drivers", "alternatives"):
        yield from (((*_META, key, n), name) for n, name in enumerate(metric.names(key)))


def formulas_use_their_metrics(definitions: Definitions) -> Iterator[Fault]:
    """`expr` is made of the metrics listed below it, by name or alias, and of each of them."""
    for metric in definitions.metrics:
        expr = metric.text("type_params", "expr")
        if metric.get("type") != "derived" or not expr:
            continue
        listed = [_alias(metric, each.keys) or each.name for each in metric.inputs]
        used = [name for name in _NAME.findall(expr) if name.lower() not in _SQL]
        for name in dict.fromkeys(used):
            if name not in listed:
                keys, fix = ("type_params", "expr"), f"add {name} to `metrics:`"
                yield _unknown(metric, keys, name, "a metric listed in `metrics:`", listed, fix)
        for name in listed:
            if name not in used:
                where, field = metric.at("type_params", "metrics"), "type_params.metrics"
                expected = f"only what `expr` uses: {expr}"
                yield Fault(where, field, name, expected, f"remove {name}, or use it in `expr:`")


def _alias(metric: MetricFile, keys: Keys) -> str:
    return metric.text(*keys, "alias")


def teams_exist(definitions: Definitions) -> Iterator[Fault]:
    """A metric's owner and those it is shared with are groups of metrics/groups.yml."""
    for metric in definitions.metrics:
        named: list[tuple[Keys, str]] = [(("config", "group"), metric.text("config", "group"))]
        named += [
            ((*_META, "shared_with", n), name) for n, name in enumerate(metric.names("shared_with"))
        ]
        for keys, name in named:
            if name and name not in definitions.teams:
                fix = "add the team to metrics/groups.yml"
                yield _unknown(metric, keys, name, "a team", definitions.teams, fix)


def owner_does_not_share_with_itself(definitions: Definitions) -> Iterator[Fault]:
    """`shared_with` lists the others."""
    for metric in definitions.metrics:
        owner = metric.text("config", "group")
        if owner and owner in metric.names("shared_with"):
            where = metric.at(*_META, "shared_with")
            expected = "teams other than the owner"
            fix = f"remove {owner} from the list"
            yield Fault(where, "config.meta.shared_with", owner, expected, fix)


def dimensions_exist(definitions: Definitions) -> Iterator[Fault]:
    """A metric is cut by dimensions, or pairs of them, that every mart it counts in has or reaches
    through an entity."""
    for metric in definitions.metrics:
        models = definitions.models_of(metric)
        for number, cut in enumerate(metric.names("dimensions")):
            for name, model in product(dimensions_of(cut), models):
                cuts = definitions.marts.cuts_of(model)
                if name not in cuts:
                    keys = (*_META, "dimensions", number)
                    kind = f"a dimension of {model.model}"
                    fix = f"remove it, or add it to models/marts/{model.model}.yml"
                    yield _unknown(metric, keys, name, kind, cuts, fix)


def pairs_are_of_two_dimensions(definitions: Definitions) -> Iterator[Fault]:
    """`segment,rep`: not three of them, and not twice the same."""
    for metric in definitions.metrics:
        for number, cut in enumerate(metric.names("dimensions")):
            names = dimensions_of(cut)
            if len(names) > 2 or len(set(names)) < len(names):
                where = metric.at(*_META, "dimensions", number)
                expected = "a dimension, or two different ones with a comma between them"
                fix = 'write a pair in quotes: `"segment,rep"`'
                yield Fault(where, "config.meta.dimensions", cut, expected, fix)


def filters_name_dimensions(definitions: Definitions) -> Iterator[Fault]:
    """A filter is Jinja, and its `Dimension('lead__channel')` or `TimeDimension('lead__won_on')` is
    one of the mart filtered, or of one that it refers to."""
    for metric in definitions.metrics:
        owners = [
            each
            for model in definitions.models_of(metric)
            for each in ((model.entity, model), *definitions.marts.reached_by(model))
        ]
        cuts = [f"{entity}__{name}" for entity, model in owners for name in model.dimensions]
        dates = [f"{entity}__{name}" for entity, model in owners for name in model.clocks]
        for keys, text in _filters(metric):
            yield from _filter_faults(metric, keys, text, cuts, dates)


def _filter_faults(
    metric: MetricFile, keys: Keys, text: str, cuts: list[str], dates: list[str]
) -> Iterator[Fault]:
    try:
        read = parse(text)
    except NotJinja as error:
        expected = (
            f"a filter such as \"{{{{ Dimension('lead__channel') }}}} = 'partner'\" ({error})"
        )
        yield Fault(metric.at(*keys), dotted(keys), text, expected, "close what was opened")
        return
    if "entity_path" in text or not cuts:
        return  # the compiler follows the path; without a mart there is nothing to name
    fix = "declare it under dimensions: in models/marts"
    for name in first_arguments(read, "Dimension"):
        if name not in (*cuts, *dates, "metric_time"):
            yield _unknown(metric, keys, name, "a dimension", cuts, fix)
    for name in first_arguments(read, "TimeDimension"):
        if name not in (*dates, "metric_time"):
            yield _unknown(metric, keys, name, "a date", [*dates, "metric_time"], fix)


def _filters(metric: MetricFile) -> Iterator[tuple[Keys, str]]:
    """Every filter of a metric: its own, and those on its inputs."""
    places: list[Keys] = [("filter",)]
    places += [(*each.keys, "filter") for each in (*metric.inputs, *metric.measures)]
    for keys in places:
        found = metric.get(*keys)
        if isinstance(found, str):
            yield keys, found
        elif isinstance(found, list):
            yield from (((*keys, n), str(text)) for n, text in enumerate(found))


def needs_name_inputs(definitions: Definitions) -> Iterator[Fault]:
    """`needs` of a semantic model or measure names inputs of the contract."""
    for model in definitions.marts.semantic_models:
        measures = (keys for keys, _ in items(model.document, *model.keys, "measures"))
        for keys in (model.keys, *measures):
            yield from _needs(model.document, (*keys, *_META, "needs"))


def _needs(document: Document, keys: Keys) -> Iterator[Fault]:
    found = document.get(*keys)
    for name in found if isinstance(found, list) else ():
        if name not in ENTITIES:
            where = document.at(*keys)
            yield unknown(where, "needs", str(name), "an input", ENTITIES, "remove it")


def _unknown(
    metric: MetricFile, keys: Keys, name: str, kind: str, known: Iterable[str], otherwise: str
) -> Fault:
    return unknown(metric.at(*keys), dotted(keys), name, kind, known, otherwise)
