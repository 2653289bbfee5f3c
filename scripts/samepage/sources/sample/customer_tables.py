"""The inputs subscriptions, outcomes, surveys and tickets, as the tools would hold them today."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, numbered, rows, stacked, values
from samepage.sources.sample.deals import CURRENCIES, PLANS
from samepage.sources.sample.funnel_tables import contact_of_customer
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import NOW, Floats, Numbers, dates, delay, moments, seen

CHURN = ("voluntary", "involuntary")
PRIORITIES = ("low", "normal", "high", "urgent")
ROUNDS = 20  # more subscriptions than one customer can begin one after the other
_TRIAL_DAYS = 21.0
_LATE = 0.06  # share of the renewals whose order comes late


def subscriptions_table(story: Story) -> Table:
    """What is known of every interval; one whose end is still to come is open."""
    lives, customers = story.lives, story.customers
    known = lives.known <= NOW
    churned = lives.churned & known
    deal = customers.deal[lives.customer]
    starts = _with_late_orders(story)
    table: Table = {
        "subscription_id": Ids("S", lives.customer * ROUNDS + lives.round),
        "account_id": Ids("A", customers.prospect[lives.customer]),
        "plan": Words(PLANS, story.deals.plan[deal]),
        "mrr": lives.mrr,
        "currency": Words(CURRENCIES, story.deals.currency[deal]),
        "valid_from": dates(starts),
        "valid_to": dates(np.where(known, lives.ends, np.nan)),
        "term_ends_on": dates(lives.term_ends),
        "is_trial": np.zeros(len(deal), np.bool_),
        "churn_kind": Words(CHURN, np.where(churned, np.where(lives.voluntary, 0, 1), -1)),
        "cancelled_at": moments(np.where(churned, lives.cancelled, np.nan)),
    }
    table = stacked(rows(table, lives.starts <= NOW), _refunds(story), _trials(story))
    return rows(table, np.argsort(values(table["valid_from"]), kind="stable"))


def _with_late_orders(story: Story) -> Floats:
    """The first day of every interval. Some renewals begin days after the term before has ended,
    because the customer's order came late."""
    lives, rng = story.lives, story.streams["late orders"]
    follows = (lives.customer[1:] == lives.customer[:-1]) & (lives.starts[1:] == lives.ends[:-1])
    renewed = np.append(False, follows & (lives.ends[:-1] == lives.term_ends[:-1]))
    later = lives.starts + rng.integers(3, 13, len(lives.starts))
    # Within a month, so that nobody counts as having left and come back.
    same_month = dates(later).astype("datetime64[M]") == dates(lives.starts).astype("datetime64[M]")
    is_late = renewed & same_month & (later < lives.ends) & (later <= NOW)
    return np.where(is_late & (rng.random(len(later)) < _LATE), later, lives.starts)


def _refunds(story: Story) -> Table:
    """Bought by mistake and undone on the same day: an interval that is over before it begins."""
    customers = story.customers
    undone = np.flatnonzero(customers.refunded)
    deal, day = customers.deal[undone], customers.start[undone]
    return {
        "subscription_id": Ids("S", undone * ROUNDS),
        "account_id": Ids("A", customers.prospect[undone]),
        "plan": Words(PLANS, story.deals.plan[deal]),
        "mrr": story.deals.mrr[deal],
        "currency": Words(CURRENCIES, story.deals.currency[deal]),
        "valid_from": dates(day),
        "valid_to": dates(day),
        "term_ends_on": dates(np.full(len(undone), np.nan)),
        "is_trial": np.zeros(len(undone), np.bool_),
        "churn_kind": Words(CHURN, np.full(len(undone), -1)),
        "cancelled_at": moments(day + 0.45),
    }


def _trials(story: Story) -> Table:
    """A third of the deals try the product first, at its list price; most never pay."""
    rng, deals = story.streams["trials"], story.deals
    tried = rng.random(len(deals.lead)) < 0.3
    starts = np.floor(deals.created) + 1
    chosen = np.flatnonzero(tried & (starts <= NOW) & (deals.closed > starts + _TRIAL_DAYS))
    count, starts = len(chosen), starts[chosen]
    ends = starts + _TRIAL_DAYS
    return {
        "subscription_id": Ids("S", ROUNDS * len(story.customers.deal) + chosen),
        "account_id": Ids("A", story.leads.prospect[deals.lead[chosen]]),
        "plan": Words(PLANS, deals.plan[chosen]),
        "mrr": deals.mrr[chosen],
        "currency": Words(CURRENCIES, deals.currency[chosen]),
        "valid_from": dates(starts),
        "valid_to": dates(ends),
        "term_ends_on": dates(ends),
        "is_trial": np.ones(count, np.bool_),
        "churn_kind": Words(CHURN, np.full(count, -1)),
        "cancelled_at": moments(np.full(count, np.nan)),
    }


def outcomes_table(story: Story) -> Table:
    """One measurement a month and customer, from the first month of use on."""
    rng, customers = story.streams["outcomes"], story.customers
    customer, age, day = _completed(story)
    goal = np.round(20 + 60 * rng.random(len(customers.start)))[customer]
    learnt = 1 - np.exp(-age / 1.2)
    result = goal * (customers.ratio[customer] * learnt + 0.05 * rng.standard_normal(len(age)))
    table: Table = {
        "account_id": Ids("A", customers.prospect[customer]),
        "measured_on": dates(day - np.floor(10 * rng.random(len(age)))),
        "goal": goal,
        "result": np.round(result.clip(0), 1),
    }
    return numbered("outcome_id", "M", table, by="measured_on")


def surveys_table(story: Story) -> Table:
    """Every customer is asked once a quarter; a little under half answer. Some of those who answer
    with 6 or less are asked again a month later, when somebody has looked after them."""
    rng, customers = story.streams["surveys"], story.customers
    customer, age, day = _completed(story)
    asked = (age % 3 == 0) & (rng.random(len(age)) < 0.45)
    customer, day = customer[asked], day[asked]
    happy = customers.engaged[customer] & ~story.champions.is_gone(day, customer)
    score = np.where(happy, 9.0, 6.6) + 1.0 * customers.mood[customer]
    score = score + 0.5 * ~customers.fails[customer]
    score = np.round(score + 0.9 * rng.standard_normal(len(day))).clip(0, 10)
    answered = seen(day + 0.3 + 4 * rng.random(len(day)))
    user = 3 + rng.integers(0, 2, len(customer))
    again = (score <= 6) & (rng.random(len(score)) < 0.3)
    customer, user = np.append(customer, customer[again]), np.append(user, user[again])
    score = np.append(score, score[again] + rng.integers(0, 3, again.sum()))
    answered = np.append(answered, seen(answered[again] + 28 + 7 * rng.random(again.sum())))
    table: Table = {
        "account_id": Ids("A", customers.prospect[customer]),
        "contact_id": Ids("C", contact_of_customer(story, customer, user)),
        "score": score,
        "answered_at": moments(answered),
    }
    return numbered("survey_id", "Q", rows(table, ~np.isnan(answered)), by="answered_at")


def tickets_table(story: Story) -> Table:
    """Requests for help: more where the product does not bring what was agreed."""
    rng, customers = story.streams["tickets"], story.customers
    customer, _, day = _completed(story)
    count = rng.poisson(np.where(customers.fails[customer], 0.7, 0.35))
    customer, day = np.repeat(customer, count), np.repeat(day, count)
    opened = seen(day + 30 * rng.random(len(day)))
    answered = opened + delay(rng, 0.15, 1.1, len(day))
    closed = answered + delay(rng, 1.5, 1.0, len(day))
    table: Table = {
        "account_id": Ids("A", customers.prospect[customer]),
        "priority": Words(PRIORITIES, rng.choice(4, len(day), p=[0.25, 0.5, 0.2, 0.05])),
        "opened_at": moments(opened),
        "first_response_at": moments(seen(answered)),
        "closed_at": moments(seen(closed)),
    }
    return numbered("ticket_id", "H", rows(table, ~np.isnan(opened)), by="opened_at")


def _completed(story: Story) -> tuple[Numbers, Numbers, Floats]:
    """Customer, age in months and last day of every paid month that is over."""
    months = story.months
    over = np.flatnonzero(months.ends <= NOW)
    return months.customer[over], months.age[over], months.ends[over]
