"""The inputs usage and churn_markers, as the product and the customer teams' lists hold them."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words
from samepage.sources.sample.story import Story

MARKERS = ("account_flag", "subscription_flag", "churn_log")
_NONE = np.zeros(0, np.int64)
_NEVER = np.zeros(0, "datetime64[D]")


def usage_table(story: Story) -> Table:
    """What customers did with the product: nothing yet."""
    return {
        "usage_id": Ids("U", _NONE),
        "subscription_id": Ids("S", _NONE),
        "account_id": Ids("A", _NONE),
        "used_on": _NEVER,
        "feature": Words(("report",), _NONE),
        "uses": _NONE,
    }


def churn_markers_table(story: Story) -> Table:
    """Who is marked as gone, and where: nobody yet."""
    return {
        "marker_id": Ids("K", _NONE),
        "account_id": Ids("A", _NONE),
        "subscription_id": Ids("S", _NONE),
        "kind": Words(MARKERS, _NONE),
        "marked_on": _NEVER,
        "reason": Words(("price",), _NONE),
    }
