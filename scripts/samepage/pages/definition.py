"""What the page of a metric says about its definition, apart from values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from samepage import text
from samepage.catalog import Catalog, Metric, Team
from samepage.compiler import everyday_sql
from samepage.counting import Counting, counting
from samepage.pages import phrases
from samepage.pages.authored import Example, PageProse, read_examples, read_page_prose
from samepage.pages.desk import Site
from samepage.pages.sources import lineage
from samepage.tree import way
from samepage.values import TOTAL
from samepage.wording import condition


@dataclass(frozen=True)
class Worked:
    """An example, and what it comes to in words: `Win rate in Jan 2026: 66.67 %`."""

    example: Example
    expected: Sequence[str]


@dataclass(frozen=True)
class Definition:
    """One metric with everything it refers to looked up. Lists are empty where there is nothing.

    worked          our own worked example
    published       those that others have published
    counted         how a metric that is no formula is counted, and in which mart
    conditions      which rows count at all, in words
    reports         titles and addresses of the pages that somebody wrote with it
    lineage         headings and what stands below them, from the sources on
    goal, way       the goal that it serves, and the metrics from there down to it
    formula         the calculation, cut at the metrics it is built from: ("Won", Metric) or text
    alternative_to  the metrics that show this one for comparison
    standard_url    the address of the standard; empty when it is not a web address
    """

    metric: Metric
    prose: PageProse
    worked: Worked | None
    published: Sequence[Worked]
    formula: Sequence[tuple[str, Metric | None]]
    counted: Counting | None
    conditions: Sequence[str]
    reports: Sequence[tuple[str, str]]
    lineage: Sequence[tuple[str, Sequence[str]]]
    owner: Team
    shared_with: Sequence[Team]
    alternatives: Sequence[Metric]
    alternative_to: Sequence[Metric]
    balanced_by: Metric | None
    drivers: Sequence[Metric]
    drives: Sequence[Metric]
    users: Sequence[Metric]
    goal: str
    way: Sequence[Metric]
    needs: Sequence[str]
    standard_url: str
    sql: Markup


def define(
    site: Site, root: Path, metric: Metric, reports: Sequence[tuple[str, str]] = ()
) -> Definition:
    catalog = site.catalog
    examples = [_worked(site, metric, each) for each in read_examples(root, metric.path)]
    return Definition(
        metric=metric,
        prose=read_page_prose(root, metric.path),
        worked=examples[0] if examples else None,
        published=examples[1:],
        formula=_formula(catalog, metric),
        counted=counting(catalog, metric),
        conditions=[condition(each) for each in metric.filters],
        reports=reports,
        lineage=lineage(catalog, metric),
        owner=catalog.teams[metric.owner],
        shared_with=[catalog.teams[name] for name in metric.shared_with],
        alternatives=[catalog.metrics[name] for name in metric.alternatives],
        alternative_to=[m for m in catalog.metrics.values() if metric.name in m.alternatives],
        balanced_by=catalog.metrics.get(metric.balanced_by or ""),
        drivers=[catalog.metrics[name] for name in metric.drivers],
        drives=[each for each in catalog.metrics.values() if metric.name in each.drivers],
        users=catalog.users_of(metric.name),
        goal=catalog.goals[metric.goal].label if metric.goal in catalog.goals else "",
        way=_way_from_goal(site, metric),
        needs=[entity.replace("_", " ") for entity in catalog.needs(metric.name)],
        standard_url=_web_address(metric.standard.url) if metric.standard else "",
        sql=Markup(everyday_sql(catalog, metric)),
    )


def _way_from_goal(site: Site, metric: Metric) -> list[Metric]:
    """The metrics above it in the tree, from the top; empty where it hangs nowhere."""
    tree = site.trees.get(metric.goal, {})
    names = way(tree, metric.name)[:-1] if metric.name in tree else ()
    return [site.catalog.metrics[name] for name in names]


def _formula(catalog: Catalog, metric: Metric) -> list[tuple[str, Metric | None]]:
    """The formula in pieces, of which those that name a metric can be linked."""
    named = {catalog.metrics[name].label: catalog.metrics[name] for name in metric.inputs}
    longest_first = sorted(named, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(label)}(?!\w)" for label in longest_first)
    pieces = re.split(f"({pattern})", metric.formula) if pattern else [metric.formula]
    return [(piece, named.get(piece)) for piece in pieces if piece]


def _worked(site: Site, metric: Metric, example: Example) -> Worked:
    return Worked(example, [_expected(site, metric, expect) for expect in example.expects])


def _expected(site: Site, metric: Metric, expect: Mapping[str, Any]) -> str:
    """`Win rate in Jan 2026, channel web: 66.67 %`"""
    period = site.calendar.label(expect["grain"], expect["period_start"])
    value = text.exact(expect["value"], metric.unit, site.company.currency)
    cut, member = expect.get("dimension", TOTAL), expect.get("member", "")
    where = f", {phrases.member_of(cut, member)}" if cut != TOTAL else ""
    return f"{metric.label} in {period}{where}: {value}"


def _web_address(url: str) -> str:
    return url if urlsplit(url).scheme in ("http", "https") else ""
