"""What real data suffers from: test records, rows that came twice, impossible values.

Few enough to stay below vars.quarantine_limit, enough to be seen on the data-health page.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from samepage.sources.sample.columns import Column, Ids, Table, Words, rows, size, stacked, values
from samepage.sources.sample.deals import CURRENCIES
from samepage.sources.sample.world import Numbers, Streams

# ISO 4217 keeps this code for tests.
_NO_CURRENCY = "XTS"
# Ids far above those of any scale.
_TEST, _WRONG = 9_000_000_000, 1_000_000_000
_LONG_AGO = np.datetime64("1970-01-01")
_FAR_OFF = np.datetime64("2226-01-01")


def blemished(streams: Streams, tables: dict[str, Table]) -> dict[str, Table]:
    """The same tables with a few rows more that belong into quarantine."""
    rng = streams["blemishes"]

    def copies(entity: str, one_in: int) -> Table:
        """Randomly chosen rows of a table, one of so many, as a copy to be spoiled."""
        table = tables[entity]
        return rows(table, rng.integers(0, size(table), size(table) // one_in))

    spoiled = dict(tables)

    def add(entity: str, table: Table) -> None:
        spoiled[entity] = stacked(spoiled[entity], table)

    house = _renamed(rows(tables["accounts"], np.array([0])), "account_id", _TEST)
    house["account_name"] = np.array(["Fernhill Software (test)"], dtype=object)
    house["is_internal"] = np.array([True])
    add("accounts", house)
    for entity, key, one_in in (
        ("leads", "lead_id", 500),
        ("opportunities", "opportunity_id", 400),
    ):
        tests = _renamed(copies(entity, one_in), key, _TEST)
        by_account = np.arange(size(tests)) % 2 == 0
        account = np.where(by_account, _TEST, values(tests["account_id"]))
        add(entity, {**tests, "account_id": Ids("A", account), "is_internal": ~by_account})
        add(entity, copies(entity, 2_500))
    for entity, one_in in (("stage_events", 8_000), ("touches", 12_000), ("tickets", 4_000)):
        add(entity, copies(entity, one_in))

    early = _renamed(copies("leads", 5_000), "lead_id", _WRONG)
    add("leads", {**early, "created_at": _all(early, _LONG_AGO)})
    late = _renamed(copies("opportunities", 1_500), "opportunity_id", _WRONG)
    add("opportunities", {**late, "expected_close_on": _all(late, _FAR_OFF)})
    odd = _renamed(copies("opportunities", 1_500), "opportunity_id", 2 * _WRONG)
    add("opportunities", {**odd, "currency": Words((*CURRENCIES, _NO_CURRENCY), _twos(odd))})
    negative = _renamed(copies("subscriptions", 900), "subscription_id", _WRONG)
    add("subscriptions", {**negative, "mrr": -values(negative["mrr"])})
    return spoiled


def _renamed(table: Table, key: str, first: int) -> Table:
    """The rows under new ids, counted from `first`."""
    ids = table[key]
    assert isinstance(ids, Ids)
    return {**table, key: replace(ids, numbers=first + np.arange(size(table)))}


def _all(table: Table, day: np.datetime64) -> Column:
    return np.full(size(table), day, dtype="datetime64[s]")


def _twos(table: Table) -> Numbers:
    return np.full(size(table), 2)
