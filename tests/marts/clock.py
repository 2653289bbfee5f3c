"""Moments as sources keep them, in UTC, and as the company's clock shows them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def some_moment(rng: random.Random, day: date) -> datetime:
    """In UTC, some second of the company's day."""
    return utc(datetime.combine(day, time()) + timedelta(seconds=rng.randrange(86_400)))


def utc(shown: datetime) -> datetime:
    """The moment at which the company's clock shows this."""
    return shown.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """What the company's clock shows at a moment in UTC."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None)


def day_of(moment: datetime) -> date:
    return local(moment).date()
