"""Which metrics somebody may have meant by a name that none has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from samepage.catalog import Catalog, Metric


def meant(catalog: Catalog, written: str) -> list[str]:
    """Names of metrics: those that go by it, else the nearest, else all with words like these.

    meant(catalog, "nrr")             # ["net_revenue_retention"], which is also known as NRR
    meant(catalog, "win_rte")         # ["win_rate"]
    meant(catalog, "churn")           # ["customer_churn_rate", "churned_mrr", ...]
    """
    metrics = catalog.metrics.values()
    words = _words(written)
    called = [metric.name for metric in metrics if words in map(_words, _names(metric))]
    near = get_close_matches(written, catalog.metrics, n=1, cutoff=0.75)
    return called or near or [metric.name for metric in metrics if _has_like(metric, words)]


def _has_like(metric: Metric, words: Iterable[str]) -> bool:
    known = [word for name in _names(metric) for word in _words(name)]
    return all(get_close_matches(word, known, n=1, cutoff=0.75) for word in words)


def _names(metric: Metric) -> tuple[str, ...]:
    return (metric.name, metric.label, *metric.also_known_as)


def _words(name: str) -> list[str]:
    return name.lower().replace("_", " ").split()
