"""The input touches: who got in touch with whom, from the first mail to the yearly review.

After a purchase somebody says hello: the growth team within days; nobody in the summer in which
there was no customer success; then the assembly line after a week, and a pod in half that time.
"""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, numbered, stacked
from samepage.sources.sample.funnel_tables import contact_of_customer, contact_of_lead
from samepage.sources.sample.hours import after_work, when_open
from samepage.sources.sample.sales_tables import numbered_offers
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import CARE, SPLIT, Floats, Numbers, delay, moments, seen

KINDS = ("email", "call", "meeting")
_NOBODY = -1
_WELCOMED = 4.5  # median working days on the assembly line
_OF_POD, _AT_ONE_TABLE = 0.5, 0.25
_REACHED = 0.22  # share of months in which somebody talks to a user of another customer


def touches_table(story: Story) -> Table:
    """Touches of leads, deals and customers, in order of time."""
    parts = [*_of_leads(story), *_of_deals(story), *_of_customers(story)]
    return numbered("touch_id", "T", stacked(*parts), by="touched_at")


def _of_leads(story: Story) -> list[Table]:
    """An automated greeting, and what sales does about an MQL."""
    rng, leads, count = story.streams["touches"], story.leads, len(story.leads.created)
    nobody = np.full(count, _NOBODY)
    facts = {
        "lead_id": Ids("L", np.arange(count)),
        "account_id": Ids("A", leads.prospect).only(~np.isnan(seen(story.stages.mql))),
        "contact_id": contact_of_lead(story),
    }
    parts = [_touches(facts, nobody, "email", leads.created + 0.002)]
    touched = story.stages.touched
    for kind in ("call", "email", "call"):
        parts.append(_touches(facts, leads.person, kind, touched))
        again = after_work(touched, delay(rng, 2.5, 0.8, count))
        touched = np.where(rng.random(count) < 0.7, again, np.nan)
    return parts


def _of_deals(story: Story) -> list[Table]:
    """Three meetings about new business, one about an expansion or a renewal."""
    rng, parts = story.streams["meetings"], []
    for offers, ids in numbered_offers(story):
        lead = story.deals.lead[offers.deal]
        contact = contact_of_lead(story).numbers[lead]
        facts = {
            "lead_id": Ids("L", lead if offers.kind == 0 else np.full(len(lead), _NOBODY)),
            "opportunity_id": Ids("O", ids),
            "account_id": Ids("A", story.leads.prospect[lead]),
            "contact_id": Ids("C", contact),
        }
        for share in (0.15, 0.45, 0.75) if offers.kind == 0 else (0.3,):
            passed = share + 0.1 * rng.random(len(lead))
            met = offers.created + (offers.closed - offers.created) * passed
            parts.append(_touches(facts, offers.person, "meeting", when_open(met)))
    return parts


def _of_customers(story: Story) -> list[Table]:
    """The first hello, and the talks with a champion or, less often, with a user."""
    rng, customers = story.streams["care"], story.customers
    bought = story.deals.closed[customers.deal]
    offered = np.where(bought < SPLIT, bought, np.maximum(bought, CARE))
    helper = story.assign("onboarding", "customer_success", offered, customers.prospect)
    in_pod = story.people.lane_of(helper, offered) > 0
    factor = np.where(offered < SPLIT, _AT_ONE_TABLE, np.where(in_pod, _OF_POD, 1.0))
    welcomed = after_work(offered, _WELCOMED * factor * delay(rng, 1.0, 0.5, len(bought)))
    every = np.flatnonzero(~customers.refunded)
    hello = _with(story, every, helper[every], "meeting", welcomed[every])
    customer = story.months.customer
    day = when_open(story.months.begins + 1 + 26 * rng.random(len(customer)))
    talks = customers.engaged[customer] | (rng.random(len(day)) < _REACHED)
    customer, day = customer[talks], day[talks]
    person = story.assign("care", "customer_success", day, customers.prospect[customer])
    # Whoever is not welcomed yet by customer success has heard of nobody else in it.
    day = np.where((day >= CARE) & (day < welcomed[customer]), np.nan, day)
    return [hello, _with(story, customer, person, "call", day)]


def _with(story: Story, customer: Numbers, person: Numbers, kind: str, times: Floats) -> Table:
    """Talks with the champion where one is cared for and there, else with a user."""
    champions = story.champions
    place = np.select(
        [
            ~story.customers.engaged[customer],
            champions.first_left[customer] > times,
            champions.has_second[customer] & (champions.second_left[customer] > times),
            champions.successor[customer] <= times,
        ],
        [3, 0, 1, 2],
        3,
    )
    facts = {
        "account_id": Ids("A", story.customers.prospect[customer]),
        "contact_id": Ids("C", contact_of_customer(story, customer, place)),
    }
    return _touches(facts, person, kind, times)


def _touches(facts: dict[str, Ids], person: Numbers, kind: str, times: Floats) -> Table:
    """One touch per row of the facts, where its time has come; automated when nobody made it."""
    done = np.flatnonzero(~np.isnan(seen(times)))
    nothing = np.full(len(done), _NOBODY)

    def of(name: str, prefix: str) -> Ids:
        return Ids(prefix, facts[name].numbers[done] if name in facts else nothing)

    return {
        "lead_id": of("lead_id", "L"),
        "opportunity_id": of("opportunity_id", "O"),
        "account_id": of("account_id", "A"),
        "contact_id": of("contact_id", "C"),
        "person_id": Ids("P", person[done]),
        "kind": Words(KINDS, np.full(len(done), KINDS.index(kind))),
        "is_automated": person[done] == _NOBODY,
        "touched_at": moments(times[done]),
    }
