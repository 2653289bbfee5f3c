"""What stands in the way of a metric besides inputs that are not connected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_cases import GOLDEN, stage

from samepage.catalog import Catalog
from samepage.pages.waiting import waiting

FITTING = ("{{ Dimension('opportunity__is_icp') }} = true",)


@pytest.fixture
def catalog(tmp_path) -> Catalog:
    return stage(GOLDEN / "metric", tmp_path).catalog


def selecting(catalog: Catalog, name: str, filters: tuple[str, ...]) -> Catalog:
    changed = replace(catalog.metrics[name], filters=filters)
    return replace(catalog, metrics={**catalog.metrics, name: changed})


def test_who_fits_cannot_be_selected_while_nobody_is_known_to(catalog):
    of_ideal = selecting(catalog, "won", FITTING)
    waits = waiting(of_ideal, {"known_fit"})
    assert waits["won"] == waits["win_rate"] == ("known_fit",)
    assert waits["closed"] == ()
    assert set(waiting(of_ideal, ()).values()) == set(waiting(catalog, {"known_fit"}).values())


def test_an_input_that_is_not_connected_comes_first(catalog):
    assert waiting(catalog, ())["churned"] == ("subscriptions",)
    of_ideal = selecting(catalog, "churned", FITTING)
    assert waiting(of_ideal, {"known_fit"})["churned"] == ("subscriptions",)
