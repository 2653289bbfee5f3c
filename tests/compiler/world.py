"""The tables of random manifests, always the same: facts of days and of months, and accounts."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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


TEXTS = ("a", "b,", "c\\", "d'e")
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]

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
