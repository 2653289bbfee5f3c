"""What there is to find out about the sample company, found in its published numbers alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from numbers_told import Cell, Numbers

pytestmark = pytest.mark.slow

YEARS = (("2023-10", "2024-09"), ("2024-10", "2025-09"), ("2025-10", "2026-09"))
AFTER_THE_GROWTH_TEAM = ("2024-06", "2025-03")
LAST_YEAR = YEARS[-1]
QUARTERS_WITH_PODS = ("2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01")
LINE, PODS = "Assembly line", ("Pod Alster", "Pod Elbe")
SMALL, NORMAL, SLOW, LARGE = "Small business", "Mid-market", "Upper mid-market", "Enterprise"
ENOUGH = 30  # MQLs, below which a rate says little


def test_leads_grow_while_the_share_of_ideal_customers_falls(told):
    leads = [told.sum("leads", *year) for year in YEARS]
    shares = [told.rate("icp_lead_share", *year) for year in YEARS]
    assert leads[0] < 0.75 * leads[1] < 0.75**2 * leads[2]
    assert shares[0] > 1.05 * shares[1] > 1.05**2 * shares[2]
    assert shares[2] < 0.8 * shares[0]


def test_fewer_customers_leave_and_more_revenue(told):
    customers = [
        told.rate("customer_churn_rate", *when) for when in (AFTER_THE_GROWTH_TEAM, LAST_YEAR)
    ]
    revenue = [
        told.rate("gross_revenue_churn_rate", *when) for when in (AFTER_THE_GROWTH_TEAM, LAST_YEAR)
    ]
    assert customers[1] < 0.65 * customers[0]
    assert revenue[1] > 1.3 * revenue[0]


def test_because_larger_accounts_leave(told):
    def size_of_leavers(first: str, last: str) -> float:
        """MRR of a customer who left, as a multiple of that of a customer."""
        left = told.sum("churned_mrr", first, last) / told.sum("churned_customers", first, last)
        there = told.sum("opening_mrr", first, last) / told.sum("opening_customers", first, last)
        return left / there

    assert size_of_leavers(*AFTER_THE_GROWTH_TEAM) < 0.7
    assert size_of_leavers(*LAST_YEAR) > 1.3


@pytest.mark.parametrize("segment", [SMALL, SLOW, LARGE])
def test_three_segments_convert_badly(told, segment):
    rates = told.cells("mql_to_sql_rate", "segment")
    assert rates[segment].value < 0.8 * rates[NORMAL].value


def test_in_small_business_it_is_one_person(told):
    reps = members_of(told, SMALL)
    worst = min(reps, key=lambda rep: reps[rep].value)
    others = pooled({rep: cell for rep, cell in reps.items() if rep != worst})
    assert reps[worst].value < others.value / 2
    assert others.value > 0.85 * told.cells("mql_to_sql_rate", "segment")[NORMAL].value
    # Elsewhere this person converts like anybody else.
    elsewhere = members_of(told, NORMAL)
    assert elsewhere[worst].value > 0.85 * pooled(elsewhere).value


def test_in_enterprise_it_is_the_whole_team(told):
    reps = members_of(told, LARGE)
    normal = told.cells("mql_to_sql_rate", "segment")[NORMAL].value
    assert len(reps) >= 8
    assert all(cell.value < 0.8 * normal for cell in reps.values())
    for rep in reps:
        rest = pooled({each: cell for each, cell in reps.items() if each != rep})
        assert rest.value < 0.6 * normal, f"without {rep} it would be no problem of the team"


def test_in_the_upper_mid_market_it_is_slow_follow_up(told):
    in_time = told.cells("touched_within_sla_rate", "segment")
    assert in_time[SLOW].value < 0.4
    assert min(in_time[each].value for each in (SMALL, NORMAL, LARGE)) > 0.75
    rates = told.cells("mql_to_sql_rate", "segment,first_touch")
    assert rates[f"{SLOW},within SLA"].value > 0.9 * rates[f"{NORMAL},within SLA"].value
    for segment in (SLOW, NORMAL):
        assert rates[f"{segment},late"].value < 0.6 * rates[f"{segment},within SLA"].value


def test_happy_without_success_leaves_with_the_champion(told):
    left = told.cells("churn_after_champion_loss_rate", "standing")
    happy_only = left.pop("happy, not successful")
    assert happy_only.weight >= ENOUGH
    assert happy_only.value > 0.5
    assert set(left) == {"happy and successful", "successful, not happy", "neither"}
    assert happy_only.value > 3 * max(cell.value for cell in left.values())


@pytest.mark.parametrize("quarter", QUARTERS_WITH_PODS)
def test_pods_get_in_touch_in_half_the_time(told, quarter):
    minutes = told.cells("speed_to_lead_minutes", "pod", "quarter", quarter)
    for pod in PODS:
        assert 0.3 < minutes[pod].value / minutes[LINE].value < 0.6


def test_pods_hand_over_to_customer_success_in_half_the_time(told):
    days = told.cells("sales_to_cs_handoff_days", "pod", "year", "2026-01-01")
    for pod in PODS:
        assert 0.3 < days[pod].value / days[LINE].value < 0.6


def members_of(told: Numbers, segment: str) -> dict[str, Cell]:
    """Conversion in a segment by rep, of those with enough MQLs to say something."""
    cells = told.cells("mql_to_sql_rate", "segment,rep")
    prefix = f"{segment},"
    return {
        member.removeprefix(prefix): cell
        for member, cell in cells.items()
        if member.startswith(prefix) and cell.weight >= ENOUGH
    }


def pooled(cells: Mapping[str, Cell]) -> Cell:
    """All of them as one."""
    weight = sum(cell.weight for cell in cells.values())
    return Cell(sum(cell.value * cell.weight for cell in cells.values()) / weight, weight)
