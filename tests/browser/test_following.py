"""Tables in a browser follow the controls: members, order, bars, grounds, shares and words."""

from __future__ import annotations

import duckdb
import pytest
from playwright.sync_api import Page, expect

from samepage import text

METRIC = "metrics/funnel/leads/"
RATE = "metrics/funnel/win_rate/"
FUNNEL = "reports/whole-funnel/"
CHURN = "reports/churn/"

# Of every row its head, the numbers of its cells, and the lengths of its bars.
ROWS = """table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell =>
    (cell.querySelector('.sp-number, .sp-change') ?? cell).textContent.trim()))"""
BARS = """table => [...table.querySelectorAll('tbody td:nth-child(2) .sp-bar rect')]
    .map(bar => Number(bar.getAttribute('width')))"""


@pytest.fixture(scope="module")
def members(sample_site):
    """Member -> value and weight in a period of a metric, heaviest first, "unknown" last."""

    def found(metric: str, grain: str, dimension: str, period: str) -> dict[str, tuple]:
        query = """
            select member, value, coalesce(denominator, abs(value)) as weight
            from read_parquet($path)
            where metric = $metric and grain = $grain and dimension = $dimension
                and period_start = $period::date and (value <> 0 or denominator > 0)
            order by member = 'unknown', weight desc, member
        """
        given = {"metric": metric, "grain": grain, "dimension": dimension, "period": period}
        with duckdb.connect() as connection:
            rows = connection.execute(query, given | {"path": str(sample_site.build.values)})
            return {member: (value, weight) for member, value, weight in rows.fetchall()}

    return found


def visit(page: Page, url: str) -> None:
    """Open a page whose address asks for something; its summary says when that is shown."""
    page.goto(url)
    expect(page.locator("form.sp-controls output")).not_to_be_empty()


def breakdown(page: Page, dimension: str):
    return page.locator(f"h3#by-{dimension} ~ .sp-scroll table").first


def test_a_breakdown_follows_the_grain(watched, address, members):
    watched.goto(address + METRIC)
    came = breakdown(watched, "channel").evaluate(ROWS)
    visit(watched, address + METRIC + "?grain=quarter")
    table = breakdown(watched, "channel")
    expect(table.locator("caption")).to_have_text("Leads in Q3 2026")
    expected = members("leads", "quarter", "channel", "2026-07-01")
    rows = table.evaluate(ROWS)
    heads = [name.replace("_", " ") for name in expected]
    assert [row[0] for row in rows] == heads
    assert [row[1] for row in rows] == [
        text.number(value, "count") for value, _ in expected.values()
    ]
    whole = sum(value for value, _ in expected.values())
    assert [row[2] for row in rows] == [
        text.number(value / whole, "percent") for value, _ in expected.values()
    ]
    largest = max(value for value, _ in expected.values())
    assert table.evaluate(BARS) == pytest.approx(
        [value / largest * 100 for value, _ in expected.values()], abs=0.51
    )
    watched.locator("form.sp-controls").get_by_label("Month").check()
    assert breakdown(watched, "channel").evaluate(ROWS) == came


def test_a_breakdown_that_was_computed_by_both_cuts_follows_the_cut(watched, address, members):
    visit(watched, address + RATE + "?grain=year&show=segment%3AMid-market")
    expect(breakdown(watched, "rep").locator("caption")).to_have_text(
        "Win rate in 2025, Mid-market"
    )
    rows = breakdown(watched, "rep").evaluate(ROWS)
    pairs = members("win_rate", "year", "segment,rep", "2025-01-01")
    own = {
        pair.removeprefix("Mid-market,"): value
        for pair, (value, _) in pairs.items()
        if pair.startswith("Mid-market,")
    }
    assert len(own) > 3
    assert {row[0]: row[1] for row in rows} == {
        name: text.number(value, "percent") for name, value in own.items()
    }


def test_what_was_not_computed_by_both_cuts_says_so(watched, address):
    visit(watched, address + RATE + "?show=segment%3AMid-market")
    note = breakdown(watched, "channel").locator("caption .sp-whole")
    expect(note).to_have_text("whole company")
    expect(breakdown(watched, "segment").locator("caption .sp-whole")).to_have_count(0)
    watched.locator("form.sp-controls").get_by_label("Show").select_option("")
    expect(note).to_have_count(0)


def test_weeks_come_when_they_are_asked_for(watched, address):
    watched.goto(address + METRIC)
    form = watched.locator("form.sp-controls")
    with watched.expect_response(lambda answer: answer.url.endswith("/cube.json")):
        form.locator("select").first.focus()
    with watched.expect_response(lambda answer: answer.url.endswith("/cube-week.json")):
        form.get_by_label("Week").check()
    expect(watched.locator(".sp-explore .sp-chart figcaption span").first).to_contain_text(
        "by week"
    )


def period_of(page: Page, back: int) -> tuple[str, str]:
    """Choose an earlier period of a report; its label and first day."""
    control = page.locator("form.sp-controls").get_by_label("Period")
    control.focus()
    option = control.locator("option").nth(back)
    label, start = option.inner_text(), option.get_attribute("value")
    control.select_option(value=start)
    expect(page.locator("form.sp-controls output")).to_contain_text(label)
    return label, start


def test_an_earlier_period_has_its_own_members_in_its_own_order(watched, address, members):
    watched.goto(address + CHURN)
    table = watched.locator("caption", has_text="Churn of the quarter by plan").locator("..")
    period_of(watched, 12)
    rows = table.evaluate(ROWS)
    expected = members("opening_mrr", "quarter", "plan", "2025-07-01")
    assert [row[0] for row in rows if row[1] != text.NONE] == [
        name.replace("_", " ") for name in expected
    ]
    shown = [text.number(value, "currency", is_scaled=False) for value, _ in expected.values()]
    assert [row[1] for row in rows] == shown


def test_a_heat_map_is_shaded_by_what_it_shows(watched, address):
    visit(watched, address + CHURN + "?show=segment%3AMid-market")
    table = watched.locator("caption", has_text="Customers still paying").locator("..")
    assert table.locator("caption .sp-whole").count() == 1
    period_of(watched, 12)
    cells = table.locator("tbody tr:not([hidden]) td.sp-heat")
    shades = cells.evaluate_all(
        "all => all.map(each => Number(each.className.match(/heat-(\\d)/)[1]))"
    )
    numbers = cells.locator(".sp-number").all_inner_texts()
    values = [float(number.split(text.THIN)[0]) for number in numbers]
    low, high = min(values), max(values)
    assert high > low
    assert shades == pytest.approx([(v - low) / (high - low) * 8 for v in values], abs=0.55)


@pytest.mark.parametrize("path", ["reports/monday/", "teams/sales/"])
def test_sentences_about_the_newest_period_say_so_once_another_is_shown(watched, address, path):
    visit(watched, address + path + "?show=segment%3AMid-market")
    notes = watched.locator(".sp-still")
    assert notes.count() >= 1
    assert set(notes.all_inner_texts()) == {"Whole company, newest period:"}
    numbers = watched.locator("table.sp-table .sp-figure[data-f]")
    assert numbers.count() > 5
    watched.locator("form.sp-controls").get_by_label("Show").select_option("")
    expect(notes).to_have_count(0)
