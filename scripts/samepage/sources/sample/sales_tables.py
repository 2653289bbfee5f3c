"""The inputs opportunities and touches, as a CRM would hold them today."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, numbered, rows, stacked
from samepage.sources.sample.deals import CURRENCIES, PLANS
from samepage.sources.sample.offers import TYPES, Offers, expansions, new_business, renewals
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import CHANNELS, Floats, Numbers, dates, delay, moments, seen

STATUS = ("open", "won", "lost")
KINDS = ("email", "call", "meeting")
_NOBODY = -1


def opportunities_table(story: Story) -> Table:
    """New business and what followed from it, in order of creation."""
    offers = (new_business(story), expansions(story), renewals(story))
    table = stacked(*(_opportunities(story, part) for part in offers))
    return numbered("opportunity_id", "O", table, by="created_at")


def _opportunities(story: Story, offers: Offers) -> Table:
    deals, leads, count = story.deals, story.leads, len(offers.deal)
    lead, closed = deals.lead[offers.deal], seen(offers.closed)
    status = np.where(np.isnan(closed), 0, np.where(offers.won, 1, 2))
    table: Table = {
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


def touches_table(story: Story) -> Table:
    """An automated greeting, what sales does about an MQL, the meetings of a deal, onboarding."""
    rng, leads = story.streams["touches"], story.leads
    count = len(leads.created)
    parts = [_touches(story, np.arange(count), np.full(count, _NOBODY), 0, leads.created + 0.002)]
    waited = delay(rng, 0.12, 1.2, count) * np.exp(-story.people.talent[leads.person])
    touched = np.where(rng.random(count) < 0.93, leads.mql + waited, np.nan)
    for kind in (1, 0, 1):
        parts.append(_touches(story, np.arange(count), leads.person, kind, touched))
        touched = np.where(rng.random(count) < 0.7, touched + delay(rng, 3, 0.8, count), np.nan)
    lead, length = story.deals.lead, story.deals.closed - story.deals.created
    for share in (0.15, 0.5, 0.85):
        met = story.deals.created + length * (share + 0.1 * rng.random(len(lead)))
        parts.append(_touches(story, lead, leads.person[lead], 2, met))
    new, begun = story.deals.lead[story.customers.deal], story.customers.start
    welcomed = begun + delay(rng, 2.5, 0.9, len(begun))
    helper = story.assign("onboarding", "customer_success", welcomed, leads.prospect[new])
    parts.append(_touches(story, new, helper, 2, welcomed))
    return numbered("touch_id", "T", stacked(*parts), by="touched_at")


def _touches(story: Story, lead: Numbers, person: Numbers, kind: int, times: Floats) -> Table:
    """One touch per lead, where its time has come; automated when nobody made it."""
    done = np.flatnonzero(~np.isnan(seen(times)))
    has_account = ~np.isnan(seen(story.leads.mql))[lead[done]]
    return {
        "lead_id": Ids("L", lead[done]),
        "opportunity_id": Ids("O", np.full(len(done), _NOBODY)),
        "account_id": Ids("A", story.leads.prospect[lead[done]]).only(has_account),
        "contact_id": Ids("C", np.full(len(done), _NOBODY)),
        "person_id": Ids("P", person[done]),
        "kind": Words(KINDS, np.full(len(done), kind)),
        "is_automated": person[done] == _NOBODY,
        "touched_at": moments(times[done]),
    }
