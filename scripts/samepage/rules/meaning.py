"""Rules about what a definition says: that it is clear, balanced, and possible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samepage.definitions import Definitions
from samepage.errors import Fault
from samepage.metric_file import MetricFile

# From the finest to the coarsest.
GRAINS = ("day", "week", "month", "quarter", "year")

_META = ("config", "meta")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z])")
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|vs|incl|excl|approx|No)\.$")


def description_is_one_sentence(definitions: Definitions) -> Iterator[Fault]:
    """It is shown wherever the number is; everything longer belongs into the prose."""
    for metric in definitions.metrics:
        text = metric.text("description").strip()
        if text and not _is_one_sentence(text):
            yield Fault(
                metric.at("description"),
                "description",
                text,
                "one sentence that begins with a capital and ends with a full stop",
                f"write one full sentence; what it cannot hold goes to {metric.prose_path}",
            )


def _is_one_sentence(text: str) -> bool:
    ends = (text[: found.end()] for found in _SENTENCE_END.finditer(text))
    is_single = all(_ABBREVIATION.search(end) for end in ends)
    return is_single and text.endswith(".") and not text[0].islower() and "\n" not in text


def is_volume(metric: MetricFile) -> bool:
    """Counts and sums of which more is better: those that can be bought with worse quality."""
    return (
        metric.meta("unit") in ("count", "currency")
        and metric.meta("better") == "higher"
        and metric.meta("status") in ("reviewed", "certified")
    )


def volume_is_balanced_by_quality(definitions: Definitions) -> Iterator[Fault]:
    """Each volume metric names the rate that gets worse when it is gamed."""
    for metric in definitions.metrics:
        name = metric.meta("balanced_by")
        balancing = definitions.metric(str(name))
        if name is None and is_volume(metric):
            told = "", "a metric that gets worse when this volume is gamed, such as a rate"
        elif name == metric.name:
            told = metric.name, "another metric than itself"
        elif balancing and is_volume(metric) and is_volume(balancing):
            told = balancing.name, "a rate, an average or a loss; another volume balances nothing"
        else:
            continue
        where = metric.at(*_META, "balanced_by")
        yield Fault(where, "config.meta.balanced_by", *told, "write `balanced_by: <metric>`")


def alternatives_are_paired(definitions: Definitions) -> Iterator[Fault]:
    """`alternatives` lists metrics of status alternative, and each of those is listed, or is a
    part of one that is."""
    listed = {name for metric in definitions.metrics for name in metric.names("alternatives")}
    listed |= {
        part.name
        for metric in definitions.metrics
        if metric.meta("status") == "alternative"
        for part in metric.inputs
    }
    # A file that cannot be read may well hold the list that is missed.
    all_can_be_read = not any(metric.document.faults for metric in definitions.metrics)
    for metric in definitions.metrics:
        for number, name in enumerate(metric.names("alternatives")):
            other = definitions.metric(name)
            if other and other.meta("status") != "alternative":
                yield Fault(
                    metric.at(*_META, "alternatives", number),
                    "config.meta.alternatives",
                    name,
                    f"a metric of status alternative; {name} is {other.meta('status')}",
                    f"write `status: alternative` in {other.path}, or take {name} off the list",
                )
        is_alternative = metric.meta("status") == "alternative"
        if is_alternative and metric.name not in listed and all_can_be_read:
            yield Fault(
                metric.at(*_META, "status"),
                "config.meta.status",
                "alternative",
                "an alternative to be listed by the metric it is an alternative to",
                f"add `alternatives: [{metric.name}]` to that metric, or change the status",
            )


def deprecated_names_its_successor(definitions: Definitions) -> Iterator[Fault]:
    """Whoever used it learns what to use now."""
    for metric in definitions.metrics:
        status, successor = metric.meta("status"), metric.meta("replaced_by")
        where = metric.at(*_META, "replaced_by" if successor else "status")
        if status == "deprecated" and not successor:
            expected = "the metric to use instead"
            fix = "write `replaced_by: <metric>` under config.meta"
            yield Fault(where, "config.meta.replaced_by", "", expected, fix)
        elif successor and (status != "deprecated" or successor == metric.name):
            expected = "a successor only where a metric is deprecated, and another than itself"
            fix = "write `status: deprecated`, or remove `replaced_by:`"
            yield Fault(where, "config.meta.replaced_by", str(successor), expected, fix)


def nothing_is_built_on_itself(definitions: Definitions) -> Iterator[Fault]:
    """Ratios and derived metrics come down to measures in the end."""
    told: set[str] = set()
    for metric in definitions.metrics:
        way = [] if metric.name in told else _way_back(definitions, metric, (metric.name,))
        if way:
            told.update(way)
            yield Fault(
                metric.at("type_params"),
                "type_params",
                " → ".join(way),
                "a calculation that ends in measures instead of in itself",
                f"calculate {' or '.join(way[:-1])} from something else",
            )


def _way_back(
    definitions: Definitions, metric: MetricFile, way: tuple[str, ...]
) -> tuple[str, ...]:
    """The names from a metric back to the first of `way`; () when no input leads there."""
    for part in metric.inputs:
        if part.name == way[0]:
            return (*way, part.name)
        below = definitions.metric(part.name)
        if below and below.name not in way:
            found = _way_back(definitions, below, (*way, below.name))
            if found:
                return found
    return ()


def grains_are_not_finer_than_the_data(definitions: Definitions) -> Iterator[Fault]:
    """A fact that is kept by month knows nothing of weeks."""
    for metric in definitions.metrics:
        clocks = definitions.clocks_of(metric)
        ranks = {name: GRAINS.index(grain) for name, grain in clocks.items() if grain in GRAINS}
        coarsest = max(ranks, key=lambda name: ranks[name], default="")
        for number, name in enumerate(metric.names("grains")):
            if name in GRAINS[: ranks.get(coarsest, 0)]:
                grain = clocks[coarsest]
                yield Fault(
                    metric.at(*_META, "grains", number),
                    "config.meta.grains",
                    name,
                    f"{grain} or coarser, as the measure {coarsest} is kept by {grain}",
                    f"remove {name} from the list",
                )


def target_fits_its_metric(definitions: Definitions) -> Iterator[Fault]:
    """Percentages are fractions, and `warn` lies on the bad side of `value`."""
    for metric in definitions.metrics:
        value, warn = (_number(metric.meta("target", key)) for key in ("value", "warn"))
        where, field = metric.at(*_META, "target"), "config.meta.target"
        if value is not None and metric.meta("unit") in ("percent", "points") and abs(value) > 2:
            expected = "a fraction, as percentages are kept: 0.30 for 30 %"
            yield Fault(where, field, f"{value:g}", expected, f"write {value / 100:g}")
        if value is None or warn is None:
            continue
        is_worse = warn <= value if metric.meta("better") == "higher" else warn >= value
        if not is_worse:
            side = "below" if metric.meta("better") == "higher" else "above"
            expected = f"`warn` {side} `value`, as {metric.meta('better')} is better"
            fix = "swap the two, or correct `better:`"
            yield Fault(where, field, f"value {value:g}, warn {warn:g}", expected, fix)


def _number(found: object) -> float | None:
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return float(found) if is_number else None  # type: ignore[arg-type]
