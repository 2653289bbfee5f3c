"""Which words of a page are explained, once each, and what is left as it is."""

from __future__ import annotations

import re

import pytest
from page_cases import GOLDEN, stage

from samepage.pages.desk import Desk
from samepage.pages.terms import Explainer

PATHS = {"win_rate": "metrics/funnel/win_rate.md", "won": "metrics/funnel/won.md"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "metric", tmp_path_factory.mktemp("terms"))


@pytest.fixture
def explain(site):
    """What becomes of some Markdown, with `{words}` for what is explained."""

    def explained(markdown, path="reports/told.md", unknown=None):
        desk = Desk(site, path, {})
        explainer = Explainer(desk, PATHS, [].append if unknown is None else unknown.append)
        written = explainer.explain(markdown)
        return re.sub(
            r'<span class="sp-figure"><a class="sp-term" [^>]*>(.*?)</a><span class="sp-tip".*?'
            r"</span></span>",
            r"{\1}",
            written,
        )

    return explained


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("Our win rate fell.", "Our {win rate} fell."),
        ("Win rates are no win-rate.", "Win rates are no win-rate."),
        ("The win rate, the win rate again.", "The {win rate}, the win rate again."),
        ("**Win rate** and close rate.", "**{Win rate}** and {close rate}."),
        ("- Opportunities won", "- {Opportunities won}"),
        ("## Win rate", "## Win rate"),
        ("`win rate`", "`win rate`"),
        ("[win rate](other.md)", "[win rate](other.md)"),
        ("We see <b>win rate</b> in <a href='x'>win rate</a>.", None),
        ("<p>win rate</p>", "<p>win rate</p>"),
        ("| win rate |", "| win rate |"),
        ("```\nwin rate\n```\nwin rate", "```\nwin rate\n```\n{win rate}"),
        ("---\ntitle: win rate\n---\nwin rate", "---\ntitle: win rate\n---\n{win rate}"),
        ("[it](metric:win_rate), the win rate", "{it}, the win rate"),
        (
            "[it](metric:win_rate), [this](metric:win_rate)",
            "{it}, [this](../metrics/funnel/win_rate.md)",
        ),
        ("## [It](metric:win_rate)", "## [It](../metrics/funnel/win_rate.md)"),
    ],
)
def test_what_is_explained(explain, markdown, told):
    assert explain(markdown) == (markdown if told is None else told)


def test_a_metric_is_not_explained_on_its_own_page(explain):
    assert explain("The win rate.", "metrics/funnel/win_rate.md") == "The win rate."


def test_a_link_to_no_metric_is_told(explain):
    told = []
    assert explain("[it](metric:wins)", unknown=told) == "[it](metric:wins)"
    assert told == ["wins"]


def test_the_tooltip_says_what_it_is_and_whose(site):
    desk = Desk(site, "reports/told.md", {})
    written = Explainer(desk, PATHS, [].append).explain("The win rate.")
    assert "Share&#32;of&#32;the&#32;opportunities" in written
    assert "Sales" in written
    assert 'href="../../metrics/funnel/win_rate/"' in written
    assert 'aria-describedby="sp-tip-1"' in written
