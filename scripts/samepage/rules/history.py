"""Rules about the history of a definition: whoever reads a number of the third version can read
what the second and the third changed, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from samepage.definitions import Definitions
from samepage.documents import items
from samepage.errors import Fault
from samepage.metric_file import MetricFile

_FIELD = "config.meta.history"


def history_tells_every_version(definitions: Definitions) -> Iterator[Fault]:
    """Every version from 2 on up to the one that holds, in order; the first may be told too."""
    for metric in definitions.metrics:
        version, told = metric.meta("version"), [each.get("version") for each in _changes(metric)]
        if type(version) is not int or (version <= 1 and not told):
            continue
        first = 1 if version == 1 or told[:1] == [1] else 2
        if told != [*range(first, first + len(told))] or told[-1:] != [version]:
            yield Fault(
                metric.at("config", "meta", "history" if told else "version"),
                _FIELD if told else "config.meta.version",
                ", ".join(map(str, told)) or str(version),
                f"a history of every version from {first} to {version}, the one that holds",
                "write under `history:` what each version changed, or correct `version:`",
            )


def history_is_in_order_of_days(definitions: Definitions) -> Iterator[Fault]:
    """A version is not older than the one before it."""
    for metric in definitions.metrics:
        days = [str(each.get("date")) for each in _changes(metric)]
        for number, (before, day) in enumerate(pairwise(days), 1):
            if day < before:
                yield Fault(
                    metric.at("config", "meta", "history", number, "date"),
                    f"{_FIELD}.date",
                    day,
                    f"{before} or later, as the version before",
                    "correct one of the two days, or put the versions in order",
                )


def _changes(metric: MetricFile) -> list[dict[str, Any]]:
    keys = ("metrics", 0, "config", "meta", "history")
    return [each for _, each in items(metric.document, *keys)]
