"""What real data suffers from: test records, rows that came twice, impossible values.

Few enough to stay below vars.quarantine_limit, enough to be seen on the data-health page.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from samepage.sources.sample.columns import Column, Ids, Table, Words, rows, size, stacked, values
from samepage.sources.sample.deals import CURRENCIES
from samepage.sources.sample.story import Story

# ISO 4217 keeps this code for tests.
_NO_CURRENCY = "XTS"
# Ids far above those of any scale.
_TEST, _WRONG = 9_000_000_000, 1_000_000_000
_LONG_AGO = np.datetime64("1970-01-01")
_FAR_OFF = np.datetime64("2226-01-01")


def blemished(story: Story, entity: str, table: Table) -> Table:
    """The same table with a few rows more that belong into quarantine."""
    rng = story.streams[f"blemishes of {entity}"]

    def copies(one_in: int) -> Table:
        """Randomly chosen rows, one of so many, as a copy to be spoiled."""
        return rows(table, rng.integers(0, size(table), size(table) // one_in))

    match entity:
        case "accounts":
            return stacked(table, _own_house(table))
        case "leads":
            early = _renamed(copies(5_000), "lead_id", _WRONG)
            early["created_at"] = _all(early, _LONG_AGO)
            tests = _tests(copies(500), "lead_id")
            return stacked(table, tests, copies(2_500), early)
        case "opportunities":
            late = _renamed(copies(1_500), "opportunity_id", _WRONG)
            late["expected_close_on"] = _all(late, _FAR_OFF)
            odd = _renamed(copies(1_500), "opportunity_id", 2 * _WRONG)
            odd["currency"] = Words((*CURRENCIES, _NO_CURRENCY), np.full(size(odd), 2))
            tests = _tests(copies(400), "opportunity_id")
            return stacked(table, tests, copies(2_500), late, odd)
        case "subscriptions":
            negative = _renamed(copies(900), "subscription_id", _WRONG)
            return stacked(table, {**negative, "mrr": -values(negative["mrr"])})
        case "stage_events":
            return stacked(table, copies(8_000))
        case "touches":
            return stacked(table, copies(12_000))
        case "tickets":
            return stacked(table, copies(4_000))
    return table


def _own_house(accounts: Table) -> Table:
    """The company's own record, under which everybody tries things out."""
    house = _renamed(rows(accounts, np.array([0])), "account_id", _TEST)
    house["account_name"] = np.array(["Fernhill Software (test)"], dtype=object)
    house["is_internal"] = np.array([True])
    return house


def _tests(copied: Table, key: str) -> Table:
    """Test records: half of them the company's own, the others marked one by one."""
    tests = _renamed(copied, key, _TEST)
    by_account = np.arange(size(tests)) % 2 == 0
    account = np.where(by_account, _TEST, values(tests["account_id"]))
    return {**tests, "account_id": Ids("A", account), "is_internal": ~by_account}


def _renamed(table: Table, key: str, first: int) -> Table:
    """The rows under new ids, counted from `first`."""
    ids = table[key]
    assert isinstance(ids, Ids)
    return {**table, key: replace(ids, numbers=first + np.arange(size(table)))}


def _all(table: Table, day: np.datetime64) -> Column:
    return np.full(size(table), day, dtype="datetime64[s]")
