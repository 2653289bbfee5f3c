"""What a metric means and where its number comes from, as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from rich.tree import Tree

from samepage.catalog import Catalog, Fact, Input, Metric
from samepage.company import Company
from samepage.compiler import definition_hash
from samepage.counting import counting
from samepage.manifest.formulas import shifted
from samepage.text import day, exact, listed
from samepage.wording import condition, where


def explain(company: Company, catalog: Catalog, metric: Metric) -> Tree:
    """The definition, the formula down to columns of marts, and the systems behind these."""
    tree = Tree(Text(metric.label, "bold"))
    for heading, said in _definition(company, catalog, metric):
        tree.add(Text(f"{heading}: ", "dim") + Text(said, "default"))
    _count(tree.add(Text("Counted as", "dim")), catalog, metric)
    data = tree.add(Text("Counted from", "dim"))
    for fact in catalog.facts_of(metric.name):
        data.add(Text(_traced(company, catalog, metric, fact)))
    return tree


def _definition(company: Company, catalog: Catalog, metric: Metric) -> Iterator[tuple[str, str]]:
    yield "Definition", metric.description
    if metric.formula:
        yield "Formula", f"{metric.label} = {metric.formula}"
    if metric.filters:
        yield "Only", listed(map(condition, metric.filters))
    yield "Unit", f"{metric.unit}, {metric.better} is better"
    if metric.dated_by:
        days = metric.window_days
        yield "Dated by", metric.dated_by + (f", within {days} days" if days else "")
    yield "Grains", listed(catalog.grains_of(metric.name))
    if metric.dimensions:
        yield "Cuts", listed(metric.dimensions)
    yield "Status", f"{metric.status}, version {metric.version}"
    yield from (("Changed", f"{day(each.day)}: {each.what}") for each in metric.history)
    owner = catalog.teams[metric.owner].label if metric.owner in catalog.teams else metric.owner
    shared = [catalog.teams[name].label for name in metric.shared_with]
    yield "Owner", owner + (f", shared with {listed(shared)}" if shared else "")
    yield from _company_it_keeps(company, catalog, metric)
    yield "Page", f"{company.site_url.rstrip('/')}{metric.url}"
    yield "Defined in", metric.path
    yield "Hash", definition_hash(catalog, metric)


def _company_it_keeps(
    company: Company, catalog: Catalog, metric: Metric
) -> Iterator[tuple[str, str]]:
    """Other metrics beside this one, its other names, and where it should be."""
    if metric.also_known_as:
        yield "Also known as", listed(metric.also_known_as)
    if metric.alternatives:
        yield "Alternatives", listed(catalog.metrics[name].label for name in metric.alternatives)
    if metric.rule:
        yield "An alternative", metric.rule
    if metric.balanced_by:
        yield "Balanced by", catalog.metrics[metric.balanced_by].label
    if metric.drivers:
        yield "Driven by", listed(catalog.metrics[name].label for name in metric.drivers)
    if metric.target:
        grain = f" a {metric.target.grain}" if metric.target.grain else ""
        yield "Target", exact(metric.target.value, metric.unit, company.currency) + grain
    if metric.standard:
        yield "Standard", f"{metric.standard.source} {metric.standard.url}".strip()


def _count(tree: Tree, catalog: Catalog, metric: Metric, part: Input | None = None) -> None:
    """A line for the metric as its user asks for it, and below how it is counted, or its parts."""
    branch = tree.add(Text(_named(metric, part)))
    if told := counting(catalog, metric):
        lines = [" ".join(filter(None, [told.how, told.of, "in", told.mart]))]
        lines += [f"dated by {told.date}", *(f"only {condition(each)}" for each in metric.filters)]
        for line in [*lines, *([told.which] if told.which else [])]:
            branch.add(Text(line))
    for each in (metric.numerator, metric.denominator, *metric.parts):
        if each:
            _count(branch, catalog, catalog.metrics[each.name], each)


def _named(metric: Metric, part: Input | None) -> str:
    """`Bookings (channel = 'web') 1 year before`"""
    if part is None:
        return metric.label
    named = where(metric.label, part.filters)
    return f"{named} {shifted(part.shift)}" if part.shift else named


def _traced(company: Company, catalog: Catalog, metric: Metric, fact: Fact) -> str:
    """`fct_leads, from leads (hubspot)`: a mart, and the inputs without which it has no number."""
    measures = [each for each in catalog.measures_of(metric.name) if each.name in fact.measures]
    needed = sorted({entity for measure in measures for entity in measure.needs})
    inputs = [f"{entity} ({listed(company.connectors(entity))})" for entity in needed]
    return f"{fact.model}, from {listed(inputs)}" if inputs else fact.model
