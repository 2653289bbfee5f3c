"""What stands in the way of a metric: inputs that are not connected, or what the data do not tell.

waits = waiting(catalog, health["lacking"])
waits["churned_mrr"]                     # ("subscriptions",), or () when there are values
waits["icp_win_share"]                   # ("known_fit",)

A share of those who fit is no share while of nobody it is known whether they do, and a projection
is none while there is nothing to fit it to. Both would be zero, or empty, without a reason.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from samepage.catalog import Catalog

# What columns of the marts stand for, when metrics select by them or add them up. What of it is
# lacking, warehouse/health.py finds out.
_SELECTED_BY = {"is_icp": "known_fit"}
_ADDED_UP = dict.fromkeys(("alpha", "beta", "log_likelihood", "expected_share"), "retention_fit")


def waiting(catalog: Catalog, lacking: Container[str]) -> dict[str, tuple[str, ...]]:
    """Name of every metric -> what it waits for, first of all inputs."""
    return {
        name: catalog.waits_for(name) or _lacks(catalog, name, lacking) for name in catalog.metrics
    }


def _lacks(catalog: Catalog, name: str, lacking: Container[str]) -> tuple[str, ...]:
    used = {*_by_filters(catalog, name), *_by_measures(catalog, name)}
    return tuple(sorted(each for each in used if each in lacking))


def _by_measures(catalog: Catalog, name: str) -> Iterator[str]:
    for measure in catalog.measures_of(name):
        if measure.expr in _ADDED_UP:
            yield _ADDED_UP[measure.expr]


def _by_filters(catalog: Catalog, name: str) -> Iterator[str]:
    metric = catalog.metrics[name]
    used = (metric.measure, metric.numerator, metric.denominator, *metric.parts)
    filters = (*metric.filters, *(each for one in used if one for each in one.filters))
    for column, thing in _SELECTED_BY.items():
        if any(f"__{column}'" in each for each in filters):
            yield thing
    for each in metric.inputs:
        yield from _by_filters(catalog, each)
