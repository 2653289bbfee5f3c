"""Why not the other number? Differences, and that their parts add up to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_cases import GOLDEN, in_second_pass, stage

from samepage import text
from samepage.pages import differences, others, reasons
from samepage.pages.differences import Side


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "others", tmp_path_factory.mktemp("others"))


def compared(site, ours, other, say):
    """What `say` makes of two metrics, beside each other in the newest period that both have."""

    def laid_out(metric):
        pair = others._pair(metric(ours), metric(other))
        others._other(*pair)  # asks for everything that a page shows of the two
        return say(*pair)

    said = in_second_pass(site, laid_out)
    return said.replace(text.THIN, " ") if isinstance(said, str) else said


@pytest.mark.parametrize(
    ("ours", "other", "sentence"),
    [
        (
            "churn_rate",
            "churn_rate_with_new",
            "Dividing by 480 instead of 400 makes it 0.5 points lower.",
        ),
        (
            "churn_rate_with_new",
            "kept_rate_rest",
            "Above the line, 20 instead of 12 makes it 1.7 points higher; below it, 400 instead of"
            " 480 makes it 0.8 points higher. Together: 2.5 points higher.",
        ),
        (
            "churn_rate",
            "kept_rate_rest",
            "With 20 instead of 12 above the line, it is 2.0 points higher.",
        ),
        (
            "churn_rate",
            "churn_rate_by_value",
            "It divides € 50,000 by € 1,000,000 instead of 12 by 400, and is 2.0 points higher.",
        ),
        (
            "churn_rate",
            "churn_rate_same",
            "Both come to the same in Sep 2026. They last differed in Aug 2026: 3.00 % instead of"
            " 2.37 %.",
        ),
        (
            "churn_rate_same",
            "churn_rate_always_same",
            "Both come to the same in Sep 2026, as they always have: nothing happened that the two"
            " rules treat differently.",
        ),
        ("age_median", "age_mean", "It comes to 48.8 days instead of 35 days: 13.8 days longer."),
        ("churned", "churned_flagged", "It comes to 21 instead of 12: 9 higher."),
        ("churn_rate", "churn_by_year", "The one is in percent, the other in count."),
        ("churn_rate", "churn_pending", "There is no period yet for which both are complete."),
        ("churn_rate", "churn_cost", ""),
    ],
)
def test_the_reason_is_told_in_a_sentence(site, ours, other, sentence):
    assert compared(site, ours, other, reasons.because) == sentence


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("churned_flagged", "3 of its 24 have no day: they belong to all time, but to no period."),
        ("churned", ""),
        ("churn_by_year", ""),
        ("churn_rate", ""),
    ],
)
def test_what_has_no_day_is_said(site, other, told):
    assert compared(site, "churned", other, lambda ours, side: reasons.undated(side)) == told


@pytest.mark.parametrize("other", ["churn_rate_with_new", "kept_rate_rest", "churn_rate_same"])
def test_what_comes_from_above_and_from_below_is_the_whole_difference(site, other):
    def apart(ours, other):
        return differences.steps(ours, other), differences.gap(ours, other)

    steps, gap = compared(site, "churn_rate", other, apart)
    assert sum(steps) == pytest.approx(gap, abs=1e-15)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("churn_rate_with_new", {"Small": 10 / 480 - 10 / 400, "Large": 2 / 480 - 2 / 400}),
        ("churn_rate_by_value", {"Large": 0.045 - 2 / 400, "Small": 0.005 - 10 / 400}),
        ("kept_rate_rest", {"Small": 16 / 400 - 10 / 400, "Large": 4 / 400 - 2 / 400}),
        ("churn_rate_same", {}),
    ],
)
def test_the_members_shares_are_the_whole_difference(site, other, expected):
    def shares(ours, other):
        cut = ours.by("segment"), other.by("segment")
        found = differences.shares(*cut, (ours, other))
        return {share.member: share.difference for share in found}, differences.gap(ours, other)

    found, gap = compared(site, "churn_rate", other, shares)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(gap, abs=1e-15)


def test_members_that_are_not_shown_are_one_row_and_complete_the_sum(site):
    table = compared(site, "churned", "churned_flagged", others._where)
    made = [row.cells[-1].content for row in table.rows]
    assert [row.head for row in table.rows][-1] == "12 others"
    assert made == ["1 lower"] * 4 + ["1 higher", "12 higher"]


def test_a_member_that_only_one_of_two_medians_has_is_left_out(site):
    table = compared(site, "age_median", "age_mean", others._where)
    assert [row.head for row in table.rows] == ["b", "a"]
    assert table.note.startswith("Each on its own")


def test_customers_tell_more_than_segments(site):
    def say(ours, other):
        return differences.telling_dimension(ours, other)

    assert compared(site, "age_median", "age_mean", say) == "account"
    assert compared(site, "churn_rate", "kept_rate_rest", say) == "segment"
    assert compared(site, "churn_rate", "churn_by_year", say) is None


@given(
    *[st.floats(0, 1e9) for _ in range(2)],
    *[st.floats(0.5, 1e9) for _ in range(2)],
)
def test_two_steps_lead_from_any_share_to_any_other(top, other_top, bottom, other_bottom):
    class Fixed(Side):
        units = ("count", "count")

        def parts(self, member="all"):
            return self.reading

    pair = differences.Parts(top, bottom), differences.Parts(other_top, other_bottom)
    above, below = differences.steps(*map(Fixed, pair))
    whole = other_top / other_bottom - top / bottom
    assert above + below == pytest.approx(whole, rel=1e-6, abs=1e-6)
