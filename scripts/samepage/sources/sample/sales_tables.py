"""The input opportunities, as a CRM would hold it today."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, rows, stacked, values
from samepage.sources.sample.deals import CURRENCIES, PLANS
from samepage.sources.sample.offers import TYPES, Offers, expansions, new_business, renewals
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import CHANNELS, Numbers, dates, moments, seen

STATUS = ("open", "won", "lost")
_NOBODY = -1


def opportunities_table(story: Story) -> Table:
    """New business and what followed from it, in order of creation."""
    table = stacked(*(_opportunities(story, offers, ids) for offers, ids in numbered_offers(story)))
    return rows(table, np.argsort(values(table["created_at"]), kind="stable"))


def numbered_offers(story: Story) -> list[tuple[Offers, Numbers]]:
    """All deals by type, with their numbers; new business has those of `Deals`."""
    found, first = [], 0
    for offers in (new_business(story), expansions(story), renewals(story)):
        found.append((offers, first + np.arange(len(offers.deal))))
        first += len(offers.deal)
    return found


def _opportunities(story: Story, offers: Offers, ids: Numbers) -> Table:
    deals, leads, count = story.deals, story.leads, len(offers.deal)
    lead, closed = deals.lead[offers.deal], seen(offers.closed)
    status = np.where(np.isnan(closed), 0, np.where(offers.won, 1, 2))
    table: Table = {
        "opportunity_id": Ids("O", ids),
        "account_id": Ids("A", leads.prospect[lead]),
        "lead_id": Ids("L", lead if offers.kind == 0 else np.full(count, _NOBODY)),
        "person_id": Ids("P", offers.person),
        "product": Words(PLANS, deals.plan[offers.deal]),
        "opportunity_type": Words(TYPES, np.full(count, offers.kind)),
        "channel": Words(CHANNELS, leads.channel[lead]),
        "status": Words(STATUS, status),
        "created_at": moments(offers.created),
        "closed_at": moments(closed),
        "expected_close_on": dates(offers.expected),
        "amount": offers.amount,
        "currency": Words(CURRENCIES, deals.currency[offers.deal]),
        "is_internal": np.zeros(count, np.bool_),
    }
    return rows(table, np.isfinite(seen(offers.created)))
