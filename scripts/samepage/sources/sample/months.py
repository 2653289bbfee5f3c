"""The months that customers paid for, in which everything that they do takes place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samepage.sources.sample.customers import Customers, dates_after
from samepage.sources.sample.lives import MONTHS, Intervals
from samepage.sources.sample.world import NOW, Floats, Numbers


@dataclass(frozen=True)
class Months:
    """One element per paid month begun by now; `age` counts a customer's months from 1."""

    customer: Numbers
    interval: Numbers
    age: Numbers
    begins: Floats
    ends: Floats


def count_months(customers: Customers, lives: Intervals) -> Months:
    """Every month of every customer, by age and then by interval."""
    starts, parts = customers.start[lives.customer], []
    for age in range(MONTHS):
        day = dates_after(starts, age)
        paid = np.flatnonzero((lives.starts <= day) & (day < lives.ends) & (day <= NOW))
        ends = dates_after(starts[paid], age + 1)
        parts.append((lives.customer[paid], paid, np.full(len(paid), age + 1), day[paid], ends))
    return Months(*(np.concatenate(part) for part in zip(*parts, strict=True)))
