from __future__ import annotations

import pytest
from gallery import GALLERY, months

from samepage.charts.specs import Bar, breakdown, funnel, trend, waterfall


def told(spec):
    """The summary sentence, with plain spaces."""
    return spec["description"].replace("\u202f", " ")


def test_one_line_tells_its_ends_its_range_and_its_target():
    spec = trend(months([0.2, 0.5, 0.1, 0.3, 0.9]), title="x", unit="percent", target=0.3)
    assert told(spec) == (
        "20.0 % in Jun 2026, 30.0 % in Sep 2026; lowest 10.0 % in Aug 2026, highest 50.0 % in "
        "Jul 2026. At or above the target of 30.0 % in 2 of 4 complete periods."
    )


def test_a_target_may_be_reached_from_above():
    spec = trend(
        months([0.2, 0.5, 0.1, 0.3, 0.9]), title="x", unit="percent", target=0.2, better="lower"
    )
    assert told(spec).endswith("At or below the target of 20.0 % in 2 of 4 complete periods.")


def test_several_lines_tell_where_each_starts_and_stands():
    spec = trend(
        months([1.0, 2.0, 9.0], "A") + months([3.0, 4.0, 9.0], "B"), title="x", unit="count"
    )
    assert told(spec) == "A: 1 in Aug 2026, 2 in Sep 2026; B: 3 in Aug 2026, 4 in Sep 2026."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("zero", "; the same throughout."),
        ("one", "50.0 % in Oct 2026."),
        ("unfinished", "No complete value."),
        ("gap only", "No complete value."),
        ("bars", "Highest: Inbound, 41.0 %; lowest: Events, 0.0 %; 5 shown, 1 of them without"),
        ("forty", "Highest: Rep 1, 40.5 days; lowest: Rep 40, 1.5 days; 40 shown."),
        ("negative bars", "Starter: € 40 k; Team: −€ 12 k."),
        (
            "waterfall",
            "Opening MRR € 912 k, Closing MRR € 939 k. The largest movement: New, +€ 41",
        ),
        ("empty", "No values to show."),
    ],
)
def test_awkward_data_is_told_too(name, words):
    assert words in told(GALLERY[name])


def test_a_funnel_tells_its_steepest_step():
    steps = [Bar("Leads", 100), Bar("MQLs", 50), Bar("Won", 5), Bar("Renewed", 4)]
    assert told(funnel(steps, title="x")) == (
        "Leads 100, Renewed 4. The steepest step: MQLs 50 to Won 5."
    )


def test_a_roll_forward_in_which_nothing_moved_says_so():
    levels = [Bar("Opening", 3, is_total=True), Bar("New", 0), Bar("Closing", 3, is_total=True)]
    assert told(waterfall(levels, title="x", unit="count")).endswith("Nothing moved.")


def test_what_is_not_complete_is_called_so():
    bars = [Bar("A", 0.5), Bar("B", 0.9, is_complete=False)]
    assert told(breakdown(bars, title="x", unit="percent")) == (
        "A: 50.0 %; B: 90.0 % (not complete)."
    )
