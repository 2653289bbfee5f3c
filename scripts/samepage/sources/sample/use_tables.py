"""The inputs usage and churn_markers: what the product logs, and who is marked as gone where.

Three systems mark churn and none of them agrees with another: the CRM's flag is set by hand and
rarely taken back, billing flags subscriptions and not customers, and customer success' list
begins when customer success does and also names some who only pay less.
"""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words, numbered, rows, stacked
from samepage.sources.sample.customer_tables import ROUNDS
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import CARE, NOW, Flags, Floats, Numbers, dates, delay

FEATURES = ("reports", "alerts", "integrations", "sharing")
# Share of the customers in good shape that use it in a month.
_LIKED = np.array([0.9, 0.65, 0.45, 0.35])
MARKERS = ("account_flag", "subscription_flag", "churn_log")
REASONS = ("champion left", "no measurable result", "price", "payment failed", "other")


def usage_table(story: Story) -> Table:
    """For each paid month and feature a day on which it was used, if it was.

    Now and then the product goes on counting after a subscription has ended.
    """
    rng, lives, customers = story.streams["usage"], story.lives, story.customers
    interval, begins = story.months.interval, story.months.begins
    shape = np.where(customers.fails, np.where(customers.engaged, 0.8, 0.45), 1.0)
    shape = shape[story.months.customer]
    parts = []
    for feature, liked in enumerate(_LIKED):
        used = np.flatnonzero(rng.random(len(begins)) < liked * shape)
        day = begins[used] + np.floor(28 * rng.random(len(used)))
        parts.append(_used(story, interval[used], day, feature, 40 * shape[used], rng))
    over = np.flatnonzero(lives.churned & (rng.random(len(lives.ends)) < 0.15))
    after = lives.ends[over] + np.floor(20 * rng.random(len(over)))
    parts.append(_used(story, over, after, 0, np.ones(len(over)), rng))
    return numbered("usage_id", "U", stacked(*parts), by="used_on")


def churn_markers_table(story: Story) -> Table:
    """What the CRM, billing and customer success hold of those who left."""
    rng, lives = story.streams["churn markers"], story.lives
    over = lives.churned & (lives.ends <= NOW)
    told = lives.churned & (lives.known <= NOW)

    def some(of: Flags, share: Floats | float) -> Numbers:
        return np.flatnonzero(of & (rng.random(len(of)) < share))

    flagged, ended = some(over, 0.8), some(over, 0.97)
    undated = np.where(rng.random(len(flagged)) < 0.4, np.nan, lives.ends[flagged] + 12)
    less = np.append((lives.customer[1:] == lives.customer[:-1]) & ~lives.churned[:-1], False)
    less[:-1] &= lives.mrr[1:] < 0.9 * lives.mrr[:-1]
    noted = lives.known >= CARE
    listed = some(told & noted, np.where(lives.voluntary, 0.92, 0.4))
    smaller, twice = some(less & noted & (lives.ends <= NOW), 0.25), listed[::20]
    entries = np.concatenate([listed, smaller, twice])
    late = np.floor(delay(rng, 4, 0.6, len(entries)))
    table = stacked(
        _marked(story, flagged, "account_flag", undated, -1),
        _marked(story, ended, "subscription_flag", lives.ends[ended], -1),
        _marked(story, entries, "churn_log", lives.known[entries] + late, _reasons(story, entries)),
    )
    return numbered("marker_id", "K", table, by="marked_on")


def _used(
    story: Story,
    interval: Numbers,
    day: Floats,
    feature: int,
    mean: Floats,
    rng: np.random.Generator,
) -> Table:
    lives, customer = story.lives, story.lives.customer[interval]
    table: Table = {
        "subscription_id": Ids("S", customer * ROUNDS + lives.round[interval]),
        "account_id": Ids("A", story.customers.prospect[customer]),
        "used_on": dates(day),
        "feature": Words(FEATURES, np.full(len(day), feature)),
        "uses": 1 + rng.poisson(mean),
    }
    return rows(table, day <= NOW)


def _reasons(story: Story, interval: Numbers) -> Numbers:
    """Index into REASONS of what somebody would have noted."""
    lives, customer = story.lives, story.lives.customer[interval]
    alone = story.champions.is_gone(lives.ends[interval], customer)
    fails, left = story.customers.fails[customer], lives.churned[interval]
    said = [left & ~lives.voluntary[interval], ~left, fails & alone, fails, customer % 2 == 0]
    reasons: Numbers = np.select(said, [3, 2, 0, 1, 2], 4)
    return reasons


def _marked(
    story: Story, interval: Numbers, kind: str, day: Floats, reason: Numbers | int
) -> Table:
    lives, customer = story.lives, story.lives.customer[interval]
    ids = Ids("S", customer * ROUNDS + lives.round[interval])
    table: Table = {
        "account_id": Ids("A", story.customers.prospect[customer]),
        "subscription_id": ids.only(np.full(len(interval), kind == "subscription_flag")),
        "kind": Words(MARKERS, np.full(len(interval), MARKERS.index(kind))),
        "marked_on": dates(day),
        "reason": Words(REASONS, np.broadcast_to(reason, len(interval)).astype(np.int64)),
    }
    return rows(table, np.isnan(day) | (day <= NOW))
