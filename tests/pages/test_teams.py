"""Whom a team hands its work to, and which numbers tell what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_cases import GOLDEN, stage

from samepage.catalog import Catalog, Team
from samepage.pages.teams import about, receivers

TEAMS = ("marketing", "sales", "success")


@pytest.fixture
def catalog(tmp_path) -> Catalog:
    """marketing gives to sales, sales to success, and success gives back to nobody."""
    known = stage(GOLDEN / "metric", tmp_path).catalog
    rate, count = known.metrics["win_rate"], known.metrics["won"]

    def made(name, owner, shared_with, domain="handoffs", base=rate):
        return replace(
            base, name=name, label=name, owner=owner, shared_with=shared_with, domain=domain
        )

    metrics = (
        made("accepted", "sales", ("marketing",)),
        made("offered", "sales", ("marketing",), base=count),
        made("won_share", "sales", ("marketing",), "funnel"),
        made("onboarded", "success", ("sales",)),
        made("left_early", "success", ("marketing", "sales"), "churn"),
        made("found", "marketing", ("sales",), "funnel"),
    )
    return replace(
        known,
        metrics={each.name: each for each in metrics},
        teams={name: Team(name, name.capitalize(), "", "") for name in TEAMS},
    )


def test_work_is_followed_to_everybody_who_receives_it(catalog):
    assert receivers(catalog, "marketing") == ["sales", "success"]
    assert receivers(catalog, "sales") == ["success"]
    assert receivers(catalog, "success") == []


def test_rates_of_the_receivers_tell_what_became_of_it(catalog):
    told = about(catalog, catalog.teams["marketing"])
    became = {team.name: [each.name for each in found] for team, found in told["became"].items()}
    assert became == {"sales": ["accepted", "won_share"], "success": ["left_early"]}
    assert [each.name for each in told["shared"]] == ["offered"]
    assert [each.name for each in told["owned"]] == ["found"]


def test_a_team_that_hands_nothing_on_has_no_such_part(catalog):
    assert about(catalog, catalog.teams["success"])["became"] == {}
