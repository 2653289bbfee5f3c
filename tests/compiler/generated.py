"""Semantic manifests and rows at random: every kind of metric that the compiler knows.

    case = cases.example()
    case.manifest        # in the manifest's own shape, as tests write it for `catalog_of`
    case.rows            # rows by table; SCHEMA has their columns

The tables are always the same; what metrics make of them is drawn: measures of every aggregation
on either clock, balances, windows and fillings, filters of any depth over dimensions, dates and keys,
one join away too, ratios, calculations and offsets over whatever was drawn before, and conversions.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

FIRST = date(2025, 12, 15)
LAST = date(2026, 4, 20)
GRAINS = ("day", "week", "month", "quarter", "year")

SCHEMA = {
    "fct_deals": {
        "deal_id": "integer",
        "account_id": "varchar",
        "opened_on": "date",
        "closed_on": "date",
        "channel": "varchar",
        "rep": "varchar",
        "is_won": "boolean",
        "amount": "decimal(18, 4)",
    },
    "fct_visits": {
        "visit_id": "integer",
        "account_id": "varchar",
        "visited_on": "date",
        "page": "varchar",
        "seconds": "integer",
        "is_first": "boolean",
    },
    "fct_months": {
        "month_id": "integer",
        "account_id": "varchar",
        "month_on": "date",
        "plan": "varchar",
        "mrr": "decimal(18, 4)",
        "is_paid": "boolean",
    },
    "dim_accounts": {
        "account_id": "varchar",
        "owner_id": "varchar",
        "segment": "varchar",
        "employees": "integer",
        "signed_on": "date",
    },
}


@dataclass(frozen=True, eq=False)
class Owner:
    """A semantic model: what filters and cuts can name of it, by the kind of its values."""

    model: str
    entity: str
    key: str
    clocks: tuple[str, ...]
    texts: tuple[str, ...]
    flags: Mapping[str, str]
    numbers: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...] = ()
    grain: str = "day"

    @property
    def cuts(self) -> list[str]:
        return [*self.texts, *self.flags]

    @property
    def grains(self) -> tuple[str, ...]:
        return GRAINS[GRAINS.index(self.grain) :]


DEALS = Owner(
    model="fct_deals",
    entity="deal",
    key="deal_id",
    clocks=("closed_on", "opened_on"),
    texts=("channel", "rep"),
    flags={"is_won": "is_won", "is_large": "amount > 100"},
    numbers=("amount", "deal_id"),
    foreign=(("account", "account_id"),),
)
VISITS = Owner(
    model="fct_visits",
    entity="visit",
    key="visit_id",
    clocks=("visited_on",),
    texts=("page",),
    flags={"is_first": "is_first"},
    numbers=("seconds",),
    foreign=(("account", "account_id"),),
)
MONTHS = Owner(
    model="fct_months",
    entity="month",
    key="month_id",
    clocks=("month_on",),
    texts=("plan",),
    flags={"is_paid": "is_paid"},
    numbers=("mrr",),
    foreign=(("account", "account_id"),),
    grain="month",
)
ACCOUNTS = Owner(
    model="dim_accounts",
    entity="account",
    key="account_id",
    clocks=("signed_on",),
    texts=("segment",),
    flags={"is_big": "employees >= 100"},
    numbers=("employees",),
    foreign=(("owner", "owner_id"),),
)


@dataclass(frozen=True)
class Case:
    manifest: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    grains: tuple[str, ...]


TEXTS = ("a", "b,", "c\\", "d'e")
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
days = st.sampled_from(DAYS)

# What a column holds; one value in eight is null, and accounts that no table has.
VALUES: Mapping[str, Sequence[Any]] = {
    "account_id": ("k1", "k2", "k3", "lost"),
    "owner_id": ("o1", "o2"),
    "channel": TEXTS,
    "page": TEXTS[:3],
    "plan": TEXTS[:3],
    "rep": TEXTS[:2],
    "segment": TEXTS[:3],
    "amount": range(-50, 400),
    "employees": range(1, 300),
    "seconds": range(90),
    "mrr": range(90),
    "is_won": (True, False),
    "is_first": (True, False),
    "is_paid": (True, False),
    "month_on": sorted({day.replace(day=1) for day in DAYS}),
}


def rows_of(table: str, seed: int) -> list[dict[str, Any]]:
    """Hypothesis draws the seed alone: hundreds of cells of its own would take it seconds."""
    chance = random.Random(f"{table} {seed}")
    key, *columns = SCHEMA[table]
    # A balance of each account needs an account, a visit a day.
    kept = ("month_on", "visited_on", *(["account_id"] if table == "fct_months" else []))
    drawn = [
        {
            name: None
            if name not in kept and chance.randrange(8) == 0
            else chance.choice(VALUES.get(name, DAYS))
            for name in columns
        }
        for _ in range(chance.randint(20, 60))
    ]
    return [{key: n, **row} for n, row in enumerate(drawn)]


def account_rows(seed: int) -> list[dict[str, Any]]:
    drawn = rows_of("dim_accounts", seed)[:3]
    return [{**row, "account_id": f"k{n}"} for n, row in enumerate(drawn, start=1)]


# -- filters

_SIGNS = st.sampled_from(["=", "<>", "!=", "<", ">="])


@st.composite
def atoms(draw: st.DrawFn, fact: Owner, dated: bool) -> str:
    """A comparison of one thing that a fact has or reaches; `dated` ones of its own dates too."""
    owner = draw(st.sampled_from([fact, fact, ACCOUNTS]))
    kinds = ["text", "text", "flag", "key", *(["date"] if dated or owner is ACCOUNTS else [])]
    kind = draw(st.sampled_from(kinds))
    match kind:
        case "text":
            named = _dimension(owner, draw(st.sampled_from(owner.texts)))
            listed = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True))
            return draw(
                st.sampled_from(
                    [
                        f"{named} {draw(_SIGNS)} {_quoted(listed[0])}",
                        f"{named} in ({', '.join(map(_quoted, listed))})",
                        f"{named} not in ({', '.join(map(_quoted, listed))})",
                        f"{named} is null",
                        f"{named} is not null",
                        f"{named} is distinct from {_quoted(listed[0])}",
                    ]
                )
            )
        case "flag":
            named = _dimension(owner, draw(st.sampled_from(sorted(owner.flags))))
            return draw(st.sampled_from([named, f"{named} = false", f"{named} is null"]))
        case "date":
            return draw(_dates(owner, is_fact=owner is fact))
    entity = draw(st.sampled_from([(owner.entity, owner.key), *owner.foreign]))[0]
    if owner is fact and entity == owner.entity:
        return f"{{{{ Entity('{entity}') }}}} {draw(_SIGNS)} {draw(st.integers(0, 9))}"
    path = entity if owner is fact or entity == "account" else f"account__{entity}"
    return draw(
        st.sampled_from(
            [
                f"{{{{ Entity('{path}') }}}} {end}"
                for end in ("in ('k1', 'o1')", "is null", "<> 'k2'")
            ]
        )
    )


@st.composite
def _dates(draw: st.DrawFn, owner: Owner, *, is_fact: bool) -> str:
    name = f"{owner.entity}__{draw(st.sampled_from(owner.clocks))}"
    name = draw(st.sampled_from([name, "metric_time"])) if is_fact else name
    # MetricFlow does not find a month of a mart of months once marts of days are in the question.
    grain = draw(st.sampled_from(owner.grains if owner.grain == "day" else owner.grains[1:]))
    named = f"{{{{ TimeDimension('{name}', '{grain}') }}}}"
    first, second = sorted(draw(st.tuples(days, days)))
    between = f"{named} between '{first}' and '{second}'"
    return draw(st.sampled_from([f"{named} {draw(_SIGNS)} '{first}'", between, f"{named} is null"]))


@st.composite
def filters(draw: st.DrawFn, fact: Owner, dated: bool, depth: int = 2) -> str:
    """Conditions nested in any way."""
    shape = draw(
        st.sampled_from(["{0}", "not ({0})", "{0} and {1}", "{0} OR {1}", "({0} or {1}) AND {2}"])
    )
    if depth == 0 or shape == "{0}":
        return draw(atoms(fact, dated))
    inner = [draw(filters(fact, dated, depth - 1)) for n in range(3) if f"{{{n}}}" in shape]
    return shape.format(*inner)


def _dimension(owner: Owner, name: str) -> str:
    return f"{{{{ Dimension('{owner.entity}__{name}') }}}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# -- measures and metrics

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
shifts = st.one_of(
    lengths.map(lambda length: {"offset_window": length}),
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
    if kind == "filled" and not is_balance:
        filling = {"join_to_timespine": True, "fill_nulls_with": draw(st.sampled_from([0, 5]))}
        params["measure"] |= filling
    listed = draw(st.lists(made.filters(), max_size=2)) if made.takes_filters else []
    metric |= {"filter": listed} if listed else {}
    return made


_CALCULATIONS = ("part_0 + part_1", "part_0 - 2 * part_1", "-part_0 * 0.5 + part_1")


@st.composite
def composed(draw: st.DrawFn, known: Sequence[Known], name: str) -> Known:
    """A ratio or a calculation over metrics that are known."""
    parts = [draw(st.sampled_from(known)) for _ in range(2)]
    facts = tuple(dict.fromkeys(fact for part in parts for fact in part.facts))
    inputs = [draw(_inputs(part, f"part_{n}")) for n, part in enumerate(parts)]
    if draw(st.booleans()):
        params = {"numerator": inputs[0], "denominator": inputs[1]}
        metric: dict[str, Any] = {"name": name, "type": "ratio", "type_params": params}
    else:
        params = {"expr": draw(st.sampled_from(_CALCULATIONS)), "metrics": inputs}
        metric = {"name": name, "type": "derived", "type_params": params}
    is_shifted = metric["type"] == "derived" and MONTHS not in facts and draw(st.booleans())
    if is_shifted and not _names_dates(parts[1]) and "filter" not in inputs[1]:
        inputs[1] |= draw(shifts)
    takes_filters = len(facts) == 1 and all(part.takes_filters for part in parts)
    takes_dates = not is_shifted and all(part.takes_dates for part in parts)
    made = Known(metric, facts, takes_filters, takes_dates, tuple(parts))
    if made.takes_filters and draw(st.booleans()):
        metric["filter"] = [draw(made.filters())]
    return made


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


@st.composite
def cases(draw: st.DrawFn) -> Case:
    drawn = draw(st.sampled_from([(DEALS,), (VISITS, DEALS), (MONTHS,), (MONTHS, DEALS)]))
    measured: dict[str, list[dict[str, Any]]] = {}
    known: list[Known] = []
    for fact in drawn:
        names = [f"{fact.entity}_measure_{n}" for n in range(draw(st.integers(1, 3)))]
        measured[fact.entity] = [draw(measures(fact, name)) for name in names]
        for n in range(draw(st.integers(1, 3))):
            measure = draw(st.sampled_from(measured[fact.entity]))
            known.append(draw(simple(fact, measure, f"{fact.entity}_metric_{n}")))
    for n in range(draw(st.integers(0, 3))):
        known.append(draw(composed(known, f"composed_{n}")))
    for each in known:
        grains = min((fact.grains for fact in each.facts), key=len)
        meta = {"grains": list(grains), "dimensions": _cuts(each.facts, draw)}
        each.metric["config"] = {"meta": meta}
    key = draw(st.sampled_from(["primary", "unique"]))
    seed = draw(st.integers(0, 1_000_000))
    models = [model_of(fact, measured[fact.entity], "primary") for fact in drawn]
    asked = st.lists(
        st.sampled_from([*drawn[0].grains, "all"]), min_size=2, max_size=2, unique=True
    )
    return Case(
        manifest={
            "semantic_models": [*models, model_of(ACCOUNTS, [], key)],
            "metrics": [each.metric for each in known],
        },
        rows={
            **{fact.model: rows_of(fact.model, seed) for fact in drawn},
            "dim_accounts": account_rows(seed),
        },
        grains=tuple(draw(asked)),
    )


@st.composite
def conversions(draw: st.DrawFn) -> Case:
    """Visits that are followed by deals, one of each by account: who has several of either is
    counted otherwise by MetricFlow (test_differences.py)."""
    seed = draw(st.integers(0, 1_000_000))
    window = draw(st.sampled_from([{}, {"window": {"count": 7, "granularity": "day"}}]))
    metrics = []
    for calculation in ("conversions", "conversion_rate"):
        params = {
            "base_measure": {"name": "visits"},
            "conversion_measure": {"name": "deals"},
            "entity": "account",
            "calculation": calculation,
            **window,
        }
        metric = {
            "name": calculation,
            "type": "conversion",
            "type_params": {"conversion_type_params": params},
            "config": {"meta": {"grains": list(GRAINS), "dimensions": ["page"]}},
        }
        listed = draw(st.lists(filters(VISITS, dated=False), max_size=1))
        metrics.append(metric | ({"filter": listed} if listed else {}))
    measured = {
        VISITS: {"name": "visits", "agg": "sum", "expr": "1"},
        DEALS: {"name": "deals", "agg": "sum", "expr": "1"},
    }
    models = [model_of(fact, [measure], "primary") for fact, measure in measured.items()]
    rows = {
        fact.model: [
            {**row, "account_id": f"k{n}"}
            for n, row in enumerate(rows_of(fact.model, seed), start=1)
        ]
        for fact in measured
    }
    return Case(
        manifest={
            "semantic_models": [*models, model_of(ACCOUNTS, [], "primary")],
            "metrics": metrics,
        },
        rows={**rows, "dim_accounts": account_rows(seed)},
        grains=tuple(draw(st.permutations(GRAINS))[:2]),
    )


def _cuts(facts: Sequence[Owner], draw: st.DrawFn) -> list[str]:
    reached = [f"account__{name}" for name in ACCOUNTS.cuts]
    known = [*reached, *facts[0].cuts] if len(facts) == 1 else reached
    singles = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    pairs = [",".join(sorted(singles))] if len(singles) == 2 else []
    return [*singles, *pairs]


def model_of(owner: Owner, listed: list[dict[str, Any]], key: str) -> dict[str, Any]:
    named = [{"name": owner.entity, "type": key, "expr": owner.key}]
    flags = [
        {"name": name, "type": "categorical", "expr": expr} for name, expr in owner.flags.items()
    ]
    day = {"type_params": {"time_granularity": owner.grain}}
    model: dict[str, Any] = {
        "name": owner.model.partition("_")[2],
        "node_relation": {"alias": owner.model, "schema_name": "main", "database": "memory"},
        "entities": [
            *named,
            *({"name": name, "type": "foreign", "expr": expr} for name, expr in owner.foreign),
        ],
        "dimensions": [
            *({"name": name, "type": "time", **day} for name in owner.clocks),
            *({"name": name, "type": "categorical"} for name in owner.texts),
            *flags,
        ],
        "measures": listed,
    }
    if listed:
        model["defaults"] = {"agg_time_dimension": owner.clocks[0]}
    return model if key == "primary" else model | {"primary_entity": "company"}
