"""Filters are told in words."""

from __future__ import annotations

import pytest

from samepage.wording import where


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ([], "Leads"),
        (["{{ Dimension('lead__is_icp') }} = true"], "Leads (ICP)"),
        (["{{ Dimension('lead__is_icp') }} = false"], "Leads (not ICP)"),
        (["{{Dimension('is_paid_channel')}}=true"], "Leads (Paid channel)"),
        (["{{ Dimension('deal__deal_type') }} = 'new'"], "Leads (deal type = 'new')"),
        (["{{ Entity('customer') }} is null"], "Leads (customer is null)"),
        (
            ["{{ Dimension('segment', entity_path=['customer']) }} = 'SMB'"],
            "Leads (segment = 'SMB')",
        ),
        (
            ["{{ Dimension('metric_time').grain('year') }} > '2025-01-01'"],
            "Leads (year of the date > '2025-01-01')",
        ),
        (["{{ TimeDimension('lead__won_on', 'day') }} is null"], "Leads (won on is null)"),
        (
            ["{{TimeDimension('metric_time', 'month')}} =\n {{TimeDimension('won_on', 'day')}}"],
            "Leads (month of the date = won on)",
        ),
        (
            ["{{ Dimension('lead__is_icp') }} = true", "{{ Dimension('lead__channel') }} != 'web'"],
            "Leads (ICP, channel != 'web')",
        ),
    ],
)
def test_conditions_stand_in_brackets(filters, words):
    assert where("Leads", filters) == words
