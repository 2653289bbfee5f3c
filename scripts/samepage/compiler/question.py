"""What a short statement is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samepage.catalog import Metric


@dataclass(frozen=True)
class Question:
    """What the rows of the answer are, and which rows of the facts are counted in them.

    since, until  starts of the first and the last period
    where         a filter in dbt's language, "" for none
    """

    metrics: tuple[Metric, ...]
    grain: str
    by: tuple[str, ...]
    since: date | None
    until: date | None
    where: str

    @property
    def is_timeless(self) -> bool:
        return self.grain == "all"

    @property
    def title(self) -> str:
        """`Win rate, Bookings by quarter and channel`"""
        keys = [*([] if self.is_timeless else [self.grain]), *self.by]
        labels = ", ".join(metric.label for metric in self.metrics)
        return f"{labels} by {' and '.join(keys)}" if keys else f"{labels} of all time"
