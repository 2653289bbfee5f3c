"""Measures and metrics at random, each made of what was drawn before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from compiler.filtering import filters
from compiler.world import GRAINS, MONTHS, Owner

_OVER_NUMBERS = ("sum", "average", "min", "max", "median")


@st.composite
def measures(draw: st.DrawFn, fact: Owner, name: str) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            ["rows", *_OVER_NUMBERS, "percentile", "sum_boolean", "count_distinct", "count"]
        )
    )
    clock = draw(st.sampled_from(fact.clocks))
    measure: dict[str, Any] = {"name": name, "agg": kind, "agg_time_dimension": clock}
    if fact is MONTHS and draw(st.booleans()):
        edge: dict[str, Any] = {"name": clock}
        edge["window_choice"] = draw(st.sampled_from(["min", "max"]))
        edge |= {"window_groupings": ["account"]} if draw(st.booleans()) else {}
        return measure | {"agg": "sum", "expr": "mrr", "non_additive_dimension": edge}
    match kind:
        case "rows":
            return measure | {"agg": "sum", "expr": "1"}
        case "sum_boolean":
            return measure | {"expr": draw(st.sampled_from(sorted(fact.flags.values())))}
        case "count_distinct" | "count":
            columns = ["account_id", *fact.texts, *fact.numbers]
            return measure | {"expr": draw(st.sampled_from(columns))}
        case "percentile":
            is_discrete = draw(st.booleans())
            share = draw(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
            params = {"percentile": share, "use_discrete_percentile": is_discrete}
            return measure | {"expr": fact.numbers[0], "agg_params": params}
    return measure | {"expr": draw(st.sampled_from(fact.numbers))}


@dataclass(frozen=True, eq=False)
class Known:
    """A metric that others can be made of: its facts, and which filters may be put on it.

    takes_filters  no filter on a balance: which day is the last one, MetricFlow looks for among the
                   rows that pass (test_differences.py)
    takes_dates    nor by its own dates on what counts other days than its period's
    """

    metric: dict[str, Any]
    facts: tuple[Owner, ...]
    takes_filters: bool = True
    takes_dates: bool = True
    parts: tuple[Known, ...] = ()

    def filters(self) -> st.SearchStrategy[str]:
        return filters(self.facts[0], self.takes_dates)


lengths = st.fixed_dictionaries(
    {"count": st.integers(1, 10), "granularity": st.sampled_from(["day", "week"])}
)
spans = st.tuples(
    st.one_of(
        st.just({}),
        lengths.map(lambda length: {"window": length}),
        st.sampled_from(GRAINS[1:]).map(lambda grain: {"grain_to_date": grain}),
    ),
    st.sampled_from(["first", "last", "average"]),
).map(lambda drawn: {**drawn[0], "period_agg": drawn[1]})
long = st.fixed_dictionaries(
    {"count": st.integers(1, 3), "granularity": st.sampled_from(["month", "quarter"])}
)
shifts = st.one_of(
    (lengths | long).map(lambda length: {"offset_window": length}),
    st.sampled_from(GRAINS[1:]).map(lambda grain: {"offset_to_grain": grain}),
)


@st.composite
def simple(draw: st.DrawFn, fact: Owner, measure: dict[str, Any], name: str) -> Known:
    is_balance = "non_additive_dimension" in measure
    params: dict[str, Any] = {"measure": {"name": measure["name"]}}
    metric = {"name": name, "type": "simple", "type_params": params}
    kind = draw(st.sampled_from(["simple", "simple", "cumulative", "filled"]))
    made = Known(metric, (fact,), not is_balance, kind != "cumulative")
    if kind == "cumulative" and fact is not MONTHS:
        metric["type"] = "cumulative"
        params["cumulative_type_params"] = draw(spans)
    # A count of none among rows that there are is no null there (test_differences.py).
    is_count = measure["agg"] in ("sum_boolean", "count", "count_distinct")
    if kind == "filled" and not is_balance and not is_count:
        filling = {"join_to_timespine": True, "fill_nulls_with": draw(st.sampled_from([0, 5]))}
        params["measure"] |= filling
    listed = draw(st.lists(made.filters(), max_size=2)) if made.takes_filters else []
    metric |= {"filter": listed} if listed else {}
    return made


_CALCULATIONS = ("part_0 + part_1", "part_0 - 2 * part_1", "-part_0 * 0.5 + part_1")


@st.composite
def composed(draw: st.DrawFn, known: Sequence[Known], name: str) -> Known:
    """A ratio, a calculation, or one with another period, over metrics that are known."""
    kind = draw(st.sampled_from(["ratio", "derived", "offset", "offset"]))
    by_day = [each for each in known if MONTHS not in each.facts]
    plain = [each for each in by_day if not _names_dates(each)]
    is_shifted = kind == "offset" and bool(plain)
    first, second = (by_day, plain) if is_shifted else (known, known)
    parts = [draw(st.sampled_from(first)), draw(st.sampled_from(second))]
    facts = _facts(parts)
    inputs = [draw(_inputs(part, f"part_{n}")) for n, part in enumerate(parts)]
    if is_shifted:
        inputs[1] = {"name": inputs[1]["name"], "alias": inputs[1]["alias"], **draw(shifts)}
    if kind == "ratio":
        params = {"numerator": inputs[0], "denominator": inputs[1]}
    else:
        params = {"expr": draw(st.sampled_from(_CALCULATIONS)), "metrics": inputs}
    kind = "ratio" if kind == "ratio" else "derived"
    metric: dict[str, Any] = {"name": name, "type": kind, "type_params": params}
    takes_filters = len(facts) == 1 and all(part.takes_filters for part in parts)
    takes_dates = not is_shifted and all(part.takes_dates for part in parts)
    made = Known(metric, facts, takes_filters, takes_dates, tuple(parts))
    if made.takes_filters and draw(st.booleans()):
        metric["filter"] = [draw(made.filters())]
    return made


def _facts(known: Sequence[Known]) -> tuple[Owner, ...]:
    return tuple(dict.fromkeys(fact for each in known for fact in each.facts))


def _names_dates(part: Known) -> bool:
    """Whether a filter below asks for a date, or the part is of other days already."""
    below = (_names_dates(each) for each in part.parts)
    return not part.takes_dates or "TimeDimension" in str(part.metric) or any(below)


@st.composite
def _inputs(draw: st.DrawFn, part: Known, alias: str) -> dict[str, Any]:
    given = {"name": part.metric["name"], "alias": alias}
    if part.takes_filters and draw(st.booleans()):
        given["filter"] = [draw(part.filters())]
    return given
