"""What figures mean and how they are spoken of, read in two passes as pages do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from page_cases import GOLDEN, in_second_pass, stage

from samepage import text
from samepage.catalog import Change
from samepage.pages import events, phrases, pictures, sparks
from samepage.pages.desk import Desk
from samepage.pages.toolbox import toolbox


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "figures", tmp_path_factory.mktemp("figures"))


def told(site, say):
    """What `say(metric)` comes to in the second pass, with ordinary spaces."""
    said = in_second_pass(site, say)
    return said.replace(text.THIN, " ") if isinstance(said, str) else said


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (
            lambda metric: phrases.moved(metric("win_rate")),
            "Win rate fell 2.1 points to 31.4 % in Sep 2026",
        ),
        (
            lambda metric: phrases.moved(metric("won").named("Wins")),
            "Opportunities won rose 10.0 % to 11 in Sep 2026",
        ),
        (
            lambda metric: phrases.moved(metric("win_rate").of("channel", "web")),
            "Win rate, channel web fell 10.0 points to 40.0 % in Sep 2026",
        ),
        (
            lambda metric: phrases.moved(metric("win_rate").grain("quarter")),
            "Win rate: 32.3 % in Q3 2026",
        ),
        (
            lambda metric: phrases.moved(metric("win_rate").at("2026-07")),
            "Win rate: no value in Jul 2026",
        ),
        (
            lambda metric: phrases.moved(metric("win_rate").all_time()),
            "Win rate: 63.2 % over all time",
        ),
        (
            # `event` won its only deal: too little to be called the highest.
            lambda metric: phrases.highest(metric("win_rate").by("channel")),
            "Channel web had the highest win rate: 40.0 % in Sep 2026",
        ),
        (
            lambda metric: phrases.reached(
                [metric("win_rate").denominator, metric("win_rate").numerator.named("Won")]
            ),
            "31.4 % of opportunities closed (Sep 2026) went all the way to won",
        ),
        (lambda metric: phrases.span(metric("win_rate").last(2)), "by month, Aug 2026 to Oct 2026"),
        (lambda metric: phrases.hatched(metric("win_rate")), "; hatched: not complete yet"),
        (lambda metric: phrases.hatched(metric("won")), ""),
    ],
)
def test_phrases(site, say, words):
    assert told(site, say) == words


@pytest.mark.parametrize(
    ("value", "words", "looks"),
    [
        (0.41, "meets the target of 40.0 %", "good"),
        (0.40, "meets the target of 40.0 %", "good"),
        (0.35, "close to the target of 40.0 %", "warn"),
        (0.29, "misses the target of 40.0 %", "bad"),
    ],
)
def test_health_against_the_target(site, value, words, looks):
    verdict = phrases.health(toolbox(Desk(site, "index.md"))["metric"]("win_rate"), value)
    assert (verdict.words.replace(text.THIN, " "), verdict.looks) == (words, (looks,))


def test_only_values_have_a_target(site):
    metric = toolbox(Desk(site, "index.md"))["metric"]
    assert phrases.health(metric("win_rate").numerator, 3) is None
    assert phrases.health(metric("won"), 3) is None
    assert phrases.health(metric("win_rate"), None) is None


def test_parts_of_a_ratio_move_without_judgement(site):
    assert told(
        site,
        lambda metric: (
            phrases.change(
                metric("win_rate").denominator,
                metric("win_rate").shown,
                metric("win_rate").before(metric("win_rate").shown),
            ).looks
        ),
    ) == ("up",)


def test_choosing_changes_nothing_in_place(site):
    rate = toolbox(Desk(site, "index.md"))["metric"]("win_rate")
    assert rate.by("channel").last(3).grain("quarter").choice != rate.choice
    assert rate.choice.dimension == "total"


def test_members_stand_in_the_order_of_what_they_weigh(site):
    assert told(
        site,
        lambda metric: [row.member for row in metric("win_rate").by("channel").members],
    ) == ["outbound", "web", "event"]


def test_periods_in_which_another_metric_is_complete_too(tmp_path):
    site = stage(GOLDEN / "metric", tmp_path)
    # close_rate is complete until June only, and win_rate has no value so far back.
    assert told(site, lambda metric: metric("win_rate").matured_like("close_rate").shown) is None
    assert told(
        site, lambda metric: metric("close_rate").matured_like("win_rate", "close_rate").shown
    ).period_start == date(2026, 6, 1)


def test_a_chart_knows_what_is_not_complete(site, monkeypatch):
    monkeypatch.setattr(pictures.specs, "trend", lambda points, **words: (points, words))
    points, words = told(site, lambda metric: pictures.trend(metric("win_rate").last(2)))
    assert [(point.label, point.value, point.is_complete) for point in points] == [
        ("Aug 2026", 0.3345, True),
        ("Sep 2026", 0.314, True),
        ("Oct 2026", 0.5, False),
    ]
    assert (words["unit"], words["currency"], words["target"]) == ("percent", "EUR", 0.4)


def test_movements_that_take_away_are_drawn_downwards(site, monkeypatch):
    monkeypatch.setattr(pictures.specs, "waterfall", lambda bars, **words: bars)

    def bars(metric):
        lost = replace(metric("won"), metric=replace(metric("won").metric, better="lower"))
        return pictures.waterfall(metric("closed"), [metric("won"), lost], metric("closed"))

    assert [(bar.value, bar.is_total) for bar in told(site, bars)] == [
        (35, True),
        (11, False),
        (-11, False),
        (35, True),
    ]


def test_a_sparkline_breaks_at_gaps(site):
    line = told(site, lambda metric: sparks.sparkline(metric("win_rate")))
    assert line.paths == ["0,22", "66.7,2 100,6.9"]
    assert line.end == ["100", "6.9"]
    assert line.label.replace(text.THIN, " ") == "From 25.0 % to 31.4 %, Sep 2025 to Sep 2026"


def test_a_sparkline_needs_two_values(site):
    line = told(site, lambda metric: sparks.sparkline(metric("win_rate").grain("quarter")))
    assert (line.paths, line.label) == ((), "")


def test_a_picture_marks_when_the_definition_changed_within_it(site):
    def marked(metric):
        rate = metric("win_rate").last(2)  # from August 2026 on
        days = (date(2026, 7, 31), date(2026, 8, 1))
        history = tuple(Change(n, day, "Counts otherwise.") for n, day in enumerate(days, 2))
        return pictures.trend(replace(rate, metric=replace(rate.metric, history=history)))

    spec = told(site, marked)
    (words,) = [layer for layer in spec["layer"] if layer["name"] == "events_0"]
    assert [row["text"] for row in words["data"]["values"]] == ["v3"]
    said = "Version 3 of the definition since 1 Aug 2026: Counts otherwise."
    assert spec["description"].endswith(said)
    assert "Version 2" not in spec["description"]


def test_a_person_is_followed_from_team_to_team(site):
    places = [("growth", None), ("sales", "Pod A"), ("sales", "Pod B")]
    moves = [
        {
            "member": "Ada",
            "on": f"2026-0{month}-01",
            "from": dict(zip(("team", "pod"), old, strict=True)),
            "to": dict(zip(("team", "pod"), new, strict=True)),
        }
        for month, (old, new) in enumerate(pairwise(places), 1)
    ]
    known = replace(site, health={**site.health, "moves": moves})
    assert [each.label for each in events.moves(known, "rep", "Ada")] == ["Sales", "Pod B"]
    assert [each.told for each in events.moves(known, "rep", "Ada")] == [
        "Ada went from Growth to Sales, Pod A on 1 Jan 2026.",
        "Ada went from Sales, Pod A to Sales, Pod B on 1 Feb 2026.",
    ]
    assert events.moves(known, "rep", "Bea") == events.moves(known, "pod", "Ada") == []


@pytest.mark.parametrize(
    ("dimension", "member", "label"),
    [
        ("channel", "paid_search", "paid search"),
        ("channel", "Paid_Search", "Paid_Search"),
        ("channel,rep", "paid_social,Ada", "paid social, Ada"),
        ("is_icp", "false", "not ICP"),
    ],
)
def test_members_are_written_as_words(dimension, member, label):
    assert phrases.member_label(dimension, member) == label
