"""Every deal of the company in one form: new business, expansions, renewals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.customers import dates_after
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import NOW, Flags, Floats, Numbers, delay

TYPES = ("new_business", "expansion", "renewal")
_ASKED_BEFORE = 60.0  # days before the end of a term on which its renewal is opened


@dataclass(frozen=True)
class Offers:
    """One element per deal; `kind` indexes TYPES, `deal` the new business it goes back to."""

    kind: int
    deal: Numbers
    person: Numbers
    created: Floats
    closed: Floats
    expected: Floats
    won: Flags
    amount: Floats  # per year


def new_business(story: Story) -> Offers:
    """The deals that grew from leads."""
    deals = story.deals
    person = story.leads.person[deals.lead]
    every = np.arange(len(deals.lead))
    when = (deals.created, deals.closed, deals.expected)
    return Offers(0, every, person, *when, deals.won, 12 * deals.mrr)


def expansions(story: Story) -> Offers:
    """One for every interval that a dearer one of the same subscription follows."""
    lives = story.lives
    same = (lives.customer[1:] == lives.customer[:-1]) & (lives.round[1:] == lives.round[:-1])
    grown = np.flatnonzero(same & (lives.mrr[1:] > 1.06 * lives.mrr[:-1]))
    closed = lives.ends[grown] + 0.4
    waited = delay(story.streams["expansions"], 18, 0.6, len(grown))
    created = np.maximum(closed - waited, lives.starts[grown] + 0.4)
    gain = 12 * (lives.mrr[grown + 1] - lives.mrr[grown])
    won = np.ones(len(grown), np.bool_)
    return _of_customers(story, 1, lives.customer[grown], created, closed, won, gain)


def renewals(story: Story) -> Offers:
    """One for every yearly term that ends, opened some time before; shorter terms need none."""
    lives, customers = story.lives, story.customers
    yearly = (customers.term == 12)[lives.customer] & (lives.round == 0)
    parts = []
    for years in (1, 2, 3):
        due = dates_after(customers.start[lives.customer], 12 * years)
        runs = yearly & (lives.starts < due) & (lives.ends >= due)
        chosen = np.flatnonzero(runs & (due - _ASKED_BEFORE <= NOW))
        won = ~(lives.churned[chosen] & (lives.ends[chosen] == due[chosen]))
        parts.append((lives.customer[chosen], due[chosen], won, 12 * lives.mrr[chosen]))
    customer, due, won, amount = (np.concatenate(part) for part in zip(*parts, strict=True))
    closed = due - np.where(won, 9.6, 0.6)
    return _of_customers(story, 2, customer, due - _ASKED_BEFORE, closed, won, amount)


def _of_customers(
    story: Story,
    kind: int,
    customer: Numbers,
    created: Floats,
    closed: Floats,
    won: Flags,
    amount: Floats,
) -> Offers:
    prospect = story.customers.prospect[customer]
    person = story.assign(TYPES[kind], "customer_success", created, prospect)
    expected = created + _ASKED_BEFORE
    deal = story.customers.deal[customer]
    return Offers(kind, deal, person, created, closed, expected, won, amount)
