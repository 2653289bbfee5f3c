"""The inputs accounts, contacts, leads and stage_events, as a CRM would hold them today."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, numbered, stacked
from samepage.sources.sample.deals import CURRENCIES
from samepage.sources.sample.leads import Leads
from samepage.sources.sample.names import account_names
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import (
    CHANNELS,
    INDUSTRIES,
    REGIONS,
    Floats,
    Numbers,
    moments,
    seen,
)

STAGES = ("mql", "need_confirmed", "sal", "sql", "opportunity", "rejected", "recycled", "lost")
CONTACTS = ("champion", "second champion", "successor", "user", "other user")  # of a customer
ROLES = ("economic buyer", "user", "technical buyer")
_FORGOTTEN = 0.03  # share of SALs that nobody recorded
_TYPED_IN_LATER = 0.1  # share of an event's leads that came into the CRM after the event


def accounts_table(story: Story) -> Table:
    """The companies of which at least one lead became an MQL."""
    leads, rng = story.leads, story.streams["accounts"]
    prospects = leads.prospects
    account = np.flatnonzero(story.stages.is_account(leads))
    count = len(account)
    revenue = np.round(
        prospects.employees[account] * 90_000 * np.exp(0.6 * rng.standard_normal(count))
    )
    parent = account[(rng.random(count) * np.arange(count)).astype(np.int64)]
    has_parent = (rng.random(count) < 0.03) & (np.arange(count) > 0)
    employees = known_employees(story)[account]
    return {
        "account_id": Ids("A", account),
        "account_name": account_names(account),
        "parent_account_id": Ids("A", parent).only(has_parent),
        "merged_into": Ids("A", np.full(count, -1)),
        "industry": Words(INDUSTRIES, prospects.industry[account]),
        "region": Words(REGIONS, prospects.region[account]),
        "employees": employees,
        "annual_revenue": np.where(np.isnan(employees), np.nan, revenue),
        "currency": Words(CURRENCIES, np.zeros(count, np.int64)),
        "created_at": moments(_first_seen(leads)[account]),
        "is_internal": np.zeros(count, np.bool_),
    }


def contacts_table(story: Story) -> Table:
    """One contact per account, and per customer two users and the champions who come and go."""
    leads, customers, champions = story.leads, story.customers, story.champions
    account = np.flatnonzero(story.stages.is_account(leads))
    never, always = np.full(len(customers.start), np.nan), np.ones(len(customers.start), np.bool_)
    met, is_there = story.deals.created[customers.deal], ~np.isnan(seen(champions.successor))
    people = (
        (champions.has_first, True, met, champions.first_left),
        (champions.has_second, True, met, champions.second_left),
        (is_there, True, champions.successor, never),
        (always, False, met, never),
        (always, False, met, never),
    )
    first = _contacts(story, account, np.arange(len(account)), False, _first_seen(leads)[account])
    parts = [first]
    for place, (exists, is_champion, came, left) in enumerate(people):
        who = np.flatnonzero(exists)
        number = contact_of_customer(story, who, place)
        part = _contacts(story, customers.prospect[who], number, is_champion, came[who])
        parts.append({**part, "left_at": moments(seen(left[who]))})
    return stacked(*parts)


def contact_of_customer(story: Story, customer: Numbers, place: Numbers | int) -> Numbers:
    """Number of a customer's contact: first champion, second, successor, one user, another."""
    accounts = np.count_nonzero(story.stages.is_account(story.leads))
    return accounts + len(CONTACTS) * customer + place


def contact_of_lead(story: Story) -> Ids:
    """The contact of each lead; null while the company is no account."""
    is_account, prospect = story.stages.is_account(story.leads), story.leads.prospect
    return Ids("C", (np.cumsum(is_account) - 1)[prospect]).only(is_account[prospect])


def _contacts(
    story: Story, account: Numbers, number: Numbers, is_champion: bool, came: Floats
) -> Table:
    count = len(account)
    role = story.streams["contacts"].integers(0, len(ROLES), len(story.leads.prospects.region))
    return {
        "contact_id": Ids("C", number),
        "account_id": Ids("A", account),
        "role": Words(ROLES, (role[account] + number) % len(ROLES)),
        "is_champion": np.full(count, is_champion),
        "created_at": moments(came),
        "left_at": moments(np.full(count, np.nan)),
    }


def leads_table(story: Story) -> Table:
    """All leads; what is known of their companies may be incomplete."""
    leads, rng = story.leads, story.streams["lead facts"]
    prospect = leads.prospect
    account = story.stages.is_account(leads)
    untold = rng.random(len(leads.prospects.region)) < 0.05
    return {
        "lead_id": Ids("L", np.arange(len(prospect))),
        "account_id": Ids("A", prospect).only(account[prospect]),
        "contact_id": contact_of_lead(story),
        "person_id": Ids("P", leads.person),
        "channel": Words(CHANNELS, leads.channel),
        "industry": Words(INDUSTRIES, np.where(untold, -1, leads.prospects.industry)[prospect]),
        "region": Words(REGIONS, leads.region),
        "employees": known_employees(story)[prospect],
        "created_at": moments(leads.created),
        "is_internal": np.zeros(len(prospect), np.bool_),
    }


def stage_events_table(story: Story) -> Table:
    """Every stage that a lead has entered so far, in order of time.

    A reopened deal's lead is lost, then an opportunity again. The leads of some events were typed
    in afterwards, with the date of the event: their first stage is older than they are.
    """
    leads, stages, deals = story.leads, story.stages, story.deals
    rng, count = story.streams["stage events"], len(leads.created)
    lost, before, again = stages.dropped.copy(), np.full(count, np.nan), np.full(count, np.nan)
    lost[deals.lead] = np.where(deals.won, np.nan, deals.closed)
    before[deals.lead], again[deals.lead] = deals.lost, deals.reopened
    recorded = np.where(rng.random(count) < _FORGOTTEN, np.nan, stages.sal)
    at_event = (leads.channel == CHANNELS.index("event")) & (rng.random(count) < _TYPED_IN_LATER)
    on_paper = leads.created - 1 - 10 * rng.random(count)
    mql = np.where(at_event & ~np.isnan(stages.mql), on_paper, stages.mql)
    entered = (
        ("mql", mql),
        ("need_confirmed", stages.need),
        ("sal", np.where(np.isnan(stages.sql), stages.sal, recorded)),
        ("sql", stages.sql),
        ("opportunity", stages.opportunity),
        ("rejected", stages.rejected),
        ("recycled", stages.recycled),
        ("lost", lost),
        ("lost", before),
        ("opportunity", again),
    )
    marketer = story.assign("marketers", "marketing", stages.mql, leads.prospect)
    events = stacked(
        *(
            _events(stage, times, marketer if stage == "mql" else leads.person)
            for stage, times in entered
        )
    )
    return numbered("stage_event_id", "E", events, by="occurred_at")


def known_employees(story: Story) -> Floats:
    """Per prospect: the number of employees, nan where nobody has found out."""
    employees = story.leads.prospects.employees
    hidden = story.streams["unknown employees"].random(len(employees)) < 0.12
    return np.where(hidden, np.nan, employees)


def _first_seen(leads: Leads) -> Floats:
    _, first = np.unique(leads.prospect, return_index=True)
    return leads.created[first]


def _events(stage: str, times: Floats, person: Numbers) -> Table:
    happened = np.flatnonzero(~np.isnan(seen(times)))
    return {
        "lead_id": Ids("L", happened),
        "person_id": Ids("P", person[happened]),
        "stage": Words(STAGES, np.full(len(happened), STAGES.index(stage))),
        "occurred_at": moments(times[happened]),
    }
