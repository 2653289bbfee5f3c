"""Accounts that stand twice in the CRM: found out later and merged into the one that stays.

The first lead and the first paid interval of such a customer still carry the other record's id.
Read as they stand, they would be a customer who left and a new one who came.
"""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, rows, size, stacked, values
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import Flags, Numbers

_ONE_IN = 40  # of the customers whose first interval another one follows


def with_merges(story: Story, entity: str, table: Table) -> Table:
    """The table as it looks with the doubles in it."""
    survivors = _survivors(story)
    doubles = len(story.leads.prospects.region) + np.arange(len(survivors))
    if entity == "accounts":
        return stacked(table, _doubles(table, survivors, doubles))
    if entity == "leads":
        return _told_of(table, np.ones(size(table), np.bool_), survivors, doubles)
    if entity == "subscriptions":
        return _told_of(table, ~values(table["is_trial"]), survivors, doubles)
    return table


def _survivors(story: Story) -> Numbers:
    lives = story.lives
    follows = (lives.starts[1:] == lives.ends[:-1]) & (lives.customer[1:] == lives.customer[:-1])
    chosen: Numbers = story.customers.prospect[np.unique(lives.customer[1:][follows])[::_ONE_IN]]
    return chosen


def _doubles(accounts: Table, survivors: Numbers, doubles: Numbers) -> Table:
    """Copies of the survivors under the other id; the first was merged twice on its way."""
    between = doubles[:1] + len(doubles)
    copies = rows(
        accounts,
        np.searchsorted(values(accounts["account_id"]), np.append(survivors, survivors[:1])),
    )
    return {
        **copies,
        "account_id": Ids("A", np.append(doubles, between)),
        "merged_into": Ids("A", np.concatenate([between, survivors[1:], survivors[:1]])),
    }


def _told_of(table: Table, counts: Flags, survivors: Numbers, doubles: Numbers) -> Table:
    """The first row that counts of each survivor, told of its double instead."""
    account = np.where(counts, values(table["account_id"]), -1)
    known, first = np.unique(account, return_index=True)
    place = first[np.searchsorted(known, survivors)]
    told = values(table["account_id"]).copy()
    told[place] = doubles
    return {**table, "account_id": Ids("A", told)}
