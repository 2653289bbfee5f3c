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
ROLES = ("economic buyer", "user", "technical buyer")
_FORGOTTEN = 0.03  # share of SALs that nobody recorded


def accounts_table(story: Story) -> Table:
    """The companies of which at least one lead became an MQL."""
    leads, rng = story.leads, story.streams["accounts"]
    prospects = leads.prospects
    account = np.flatnonzero(leads.is_account)
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
    """One contact per account, the champion where it is a customer, and two more per customer."""
    leads, customers, rng = story.leads, story.customers, story.streams["contacts"]
    account = np.flatnonzero(leads.is_account)
    account = np.concatenate([account, np.repeat(customers.prospect, 2)])
    count, champions = len(account), len(account) - 2 * len(customers.prospect)
    left = np.full(len(leads.prospects.region), np.nan)
    left[customers.prospect] = customers.champion_left
    is_champion = np.isin(account, customers.prospect) & (np.arange(count) < champions)
    return {
        "contact_id": Ids("C", np.arange(count)),
        "account_id": Ids("A", account),
        "role": Words(ROLES, rng.integers(0, len(ROLES), count)),
        "is_champion": is_champion,
        "created_at": moments(_first_seen(leads)[account]),
        "left_at": moments(seen(np.where(is_champion, left[account], np.nan))),
    }


def leads_table(story: Story) -> Table:
    """All leads; what is known of their companies may be incomplete."""
    leads, rng = story.leads, story.streams["lead facts"]
    prospect = leads.prospect
    account = leads.is_account
    contact = np.cumsum(account) - 1  # contacts_table begins with one contact per account
    untold = rng.random(len(leads.prospects.region)) < 0.05
    return {
        "lead_id": Ids("L", np.arange(len(prospect))),
        "account_id": Ids("A", prospect).only(account[prospect]),
        "contact_id": Ids("C", contact[prospect]).only(account[prospect]),
        "person_id": Ids("P", leads.person),
        "channel": Words(CHANNELS, leads.channel),
        "industry": Words(INDUSTRIES, np.where(untold, -1, leads.prospects.industry)[prospect]),
        "region": Words(REGIONS, leads.region),
        "employees": known_employees(story)[prospect],
        "created_at": moments(leads.created),
        "is_internal": np.zeros(len(prospect), np.bool_),
    }


def stage_events_table(story: Story) -> Table:
    """Every stage that a lead has entered so far, in order of time."""
    leads, deals, rng = story.leads, story.deals, story.streams["stage events"]
    lost = leads.dropped.copy()
    lost[deals.lead] = np.where(deals.won, np.nan, deals.closed)
    recorded = np.where(rng.random(len(lost)) < _FORGOTTEN, np.nan, leads.sal)
    entered = (
        leads.mql,
        leads.need,
        np.where(np.isnan(leads.sql), leads.sal, recorded),
        leads.sql,
        leads.opportunity,
        leads.rejected,
        leads.recycled,
        lost,
    )
    marketer = story.assign("marketers", "marketing", leads.mql, leads.prospect)
    all_leads = np.arange(len(lost))
    events = stacked(
        *(
            _events(all_leads, code, times, marketer if code == 0 else leads.person)
            for code, times in enumerate(entered)
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


def _events(lead: Numbers, code: int, times: Floats, person: Numbers) -> Table:
    happened = np.flatnonzero(~np.isnan(seen(times)))
    return {
        "lead_id": Ids("L", lead[happened]),
        "person_id": Ids("P", person[happened]),
        "stage": Words(STAGES, np.full(len(happened), code)),
        "occurred_at": moments(times[happened]),
    }
