"""The inputs spend and exchange_rates: what the growing teams and the channels cost."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Table, Words, numbered, stacked
from samepage.sources.sample.deals import CURRENCIES
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import (
    CHANNELS,
    FIRST_DAY,
    LAST_DAY,
    SPLIT,
    Days,
    Floats,
    Numbers,
    as_times,
)

TEAMS = ("growth", "marketing", "sales", "customer_success")
_PRICE_OF_LEAD = np.array([25.0, 35.0, 90.0, 20.0, 180.0, 140.0, 75.0])  # by channel
_SALARY = 9_200.0  # a month and head, with everything that hangs on it


def exchange_rates_table(story: Story) -> Table:
    """What a US dollar is worth in euros, on the first of every month: a slow random walk."""
    months = _firsts()
    steps = story.streams["exchange rates"].standard_normal(len(months))
    rate = 0.92 * np.exp(np.cumsum(0.011 * steps))
    return {
        "currency": Words(CURRENCIES, np.full(len(months), CURRENCIES.index("USD"))),
        "valid_on": months,
        "rate": np.round(rate, 4),
    }


def spend_table(story: Story) -> Table:
    """Each month's money for the channels and for the people of the teams."""
    parts = [_for_channel(story, channel) for channel in range(len(CHANNELS))]
    parts += [_for_people(story, team) for team in range(len(TEAMS))]
    return numbered("spend_id", "X", stacked(*parts), by="spent_on")


def _for_channel(story: Story, channel: int) -> Table:
    created = story.leads.created[story.leads.channel == channel]
    edges = np.append(as_times(_firsts()), np.inf)
    leads = np.histogram(created, edges)[0]
    rng = story.streams[f"spend {channel}"]
    amount = leads * _PRICE_OF_LEAD[channel] * rng.uniform(0.85, 1.2, len(leads))
    later = TEAMS.index("sales" if CHANNELS[channel] == "outbound" else "marketing")
    team = np.where(as_times(_firsts()) < SPLIT, TEAMS.index("growth"), later)
    in_dollars = CHANNELS[channel] == "paid_social"
    return _bookings(_firsts(), team, channel, amount, CURRENCIES[in_dollars])


def _for_people(story: Story, team: int) -> Table:
    """Salaries, in proportion to the scale: it is the same company in another size."""
    starts, ends = story.people.intervals
    of_team = np.array([place["team"] == TEAMS[team] for place in story.people.places])
    months = _firsts()[:, None]
    heads = np.sum(of_team & (starts <= months) & (np.isnat(ends) | (months < ends)), axis=1)
    paid = heads > 0
    teams = np.full(np.count_nonzero(paid), team)
    return _bookings(_firsts()[paid], teams, -1, story.scale * _SALARY * heads[paid], "EUR")


def _bookings(months: Days, team: Numbers, channel: int, amount: Floats, currency: str) -> Table:
    count = len(months)
    return {
        "spent_on": months,
        "team": Words(TEAMS, team),
        "channel": Words(CHANNELS, np.full(count, channel)),
        "amount": np.round(amount, 2),
        "currency": Words(CURRENCIES, np.full(count, CURRENCIES.index(currency))),
    }


def _firsts() -> Days:
    months = np.arange(FIRST_DAY.astype("datetime64[M]"), LAST_DAY.astype("datetime64[M]") + 1)
    return months.astype("datetime64[D]")
