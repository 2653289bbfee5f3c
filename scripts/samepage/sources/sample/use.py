"""The months in which customers paid, in which everything that they do takes place."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.customers import dates_after
from samepage.sources.sample.lives import MONTHS
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import NOW, Floats, Numbers


def months_of_use(story: Story) -> tuple[Numbers, Numbers, Floats, Floats]:
    """Every paid month begun by now: index of its interval, the customer's age, first day, end."""
    lives, starts = story.lives, story.customers.start[story.lives.customer]
    parts = []
    for age in range(MONTHS):
        day = dates_after(starts, age)
        paid = np.flatnonzero((lives.starts <= day) & (day < lives.ends) & (day <= NOW))
        ends = dates_after(starts[paid], age + 1)
        parts.append((paid, np.full(len(paid), age + 1), day[paid], ends))
    interval, ages, begins, ends = (np.concatenate(part) for part in zip(*parts, strict=True))
    return interval, ages, begins, ends
