"""Controls in a browser: what they show is what metric_values holds, and the address keeps it."""

from __future__ import annotations

import csv
import json
import random
import re
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pytest
from playwright.sync_api import Page, expect
from serving import DESKTOP, PHONE

from samepage import changes, text
from samepage.charts.events import placed
from samepage.charts.palette import MARKS, PAINTS
from samepage.charts.specs import Event

METRIC = "metrics/funnel/win_rate/"
REPORT = "reports/whole-funnel/"
CUT = "show=segment%3AMid-market"


@pytest.fixture(scope="module")
def values(sample_site):
    """Rows of metric_values under a condition, in the order of time."""

    def found(columns: str, condition: str, *given: object) -> list[tuple]:
        path = str(sample_site.build.values)
        query = f"select {columns} from read_parquet(?) where {condition} order by period_start"
        with duckdb.connect() as connection:
            return connection.execute(query, [path, *given]).fetchall()

    return found


def open_form(page: Page, url: str):
    """The page's form, once its numbers are there."""
    page.goto(url)
    form = page.locator("form.sp-controls")
    with page.expect_response(lambda answer: answer.url.endswith("/cube.json")):
        form.locator("select").first.focus()
    return form


def visit(page: Page, url: str) -> None:
    """Open a page whose address asks for something, and wait for its numbers."""
    with page.expect_response(lambda answer: answer.url.endswith("/cube.json")):
        page.goto(url)


def shown(page: Page) -> list[list[str]]:
    """The rows of the table in step with the chart of a metric's page, newest first."""
    page.locator(".sp-explore details summary").click()
    return page.locator(".sp-explore tbody tr").evaluate_all(
        """rows => rows.map(row => [...row.cells].map(cell =>
            (cell.querySelector(".sp-number") ?? cell.firstChild).textContent.trim()))"""
    )


# --- numbers -----------------------------------------------------------------------------------


def some_numbers() -> list[float]:
    dice = random.Random(4)
    ties = [n / 8 for n in range(-40, 41)] + [0.125, 0.375, 2.5, 1234.5, 9_999.5, 1e6 - 0.5]
    spread = [dice.uniform(-1, 1) * 10 ** dice.randint(-4, 9) for _ in range(400)]
    return [0.0, -0.0004, 1.0, 2.0, 999_500.0, 999.95e6, -12_345.678, *ties, *spread]


def in_browser(page: Page, address: str, module: str, code: str, given: object) -> object:
    page.goto(address)
    script = f"async given => {{ const lib = await import('/js/{module}.js'); {code} }}"
    return page.evaluate(script, given)


def test_numbers_are_written_as_python_writes_them(watched, address):
    numbers = [*some_numbers(), None]
    code = """return Object.fromEntries(given.units.map(unit => [unit, given.numbers.map(number =>
        [lib.written, lib.tabled, lib.exact].map(write => write(number, unit, "EUR")))]))"""
    given = {"numbers": numbers, "units": text.UNITS}
    found = in_browser(watched, address, "numbers", code, given)
    for unit in text.UNITS:
        expected = [
            [
                text.number(n, unit),
                text.number(n, unit, is_scaled=False),
                text.exact(n, unit),
            ]
            for n in numbers
        ]
        assert found[unit] == expected, unit


def test_changes_are_written_as_python_writes_them(watched, address):
    numbers = some_numbers()
    pairs = [*zip(numbers, numbers[7:], strict=False), (1.0, 0.0), (0.0, 0.0), (None, 1.0)]
    code = """return given.pairs.map(([now, then]) => given.units.map(unit =>
        [lib.change(now, then, unit), lib.difference((now ?? 0) - then, unit, "EUR")]))"""
    units = [unit for unit in text.UNITS if unit != "number"]
    found = in_browser(watched, address, "numbers", code, {"pairs": pairs, "units": units})
    assert found == [
        [
            [changes.change(now, then, unit), changes.difference((now or 0) - then, unit)]
            for unit in units
        ]
        for now, then in pairs
    ]


def test_marks_of_lines_are_those_of_the_built_charts(watched, address):
    code = "return given.map(lib.markOf)"
    assert in_browser(watched, address, "svg", code, list(PAINTS)) == [MARKS[p] for p in PAINTS]


def test_events_are_placed_as_python_places_them(watched, address):
    dice = random.Random(7)
    first, steps = date(2024, 1, 1), [dice.choice([1, 7, 28, 30, 31, 92]) for _ in range(40)]
    starts = [first + timedelta(days=sum(steps[:at])) for at in range(12)]
    days = [float(start.toordinal()) for start in starts]
    edges = [days[0] - 15, *((a + b) / 2 for a, b in pairwise(days)), days[-1] + 15]
    happened = [
        Event(first + timedelta(days=dice.randint(-40, 400)), f"e{n}", "") for n in range(99)
    ]
    code = """const edge = days => days.map(day => day - 719163);
        return lib.placed(given.events, edge(given.days), edge(given.edges))
            .map(({label, slot, place}) => [label, slot, place + 719163])"""
    told = [(each.day.isoformat(), each.label, "") for each in happened]
    found = in_browser(
        watched, address, "events", code, {"events": told, "days": days, "edges": edges}
    )
    expected = [(each.event.label, each.slot, each.place) for each in placed(happened, days, edges)]
    assert 20 < len(expected) < 99
    assert [tuple(each[:2]) for each in found] == [each[:2] for each in expected]
    assert [each[2] for each in found] == pytest.approx([each[2] for each in expected])


def test_text_that_a_spreadsheet_would_calculate_is_made_harmless(watched, address):
    names = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", 'say "hi", you', "line\nbreak", "plain", ""]
    code = "return lib.csv([given, [-1.5, 0, null, 'x']])"
    found = in_browser(watched, address, "csv", code, names)
    assert found.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    first, second = csv.reader(found[1:].splitlines(keepends=True))
    assert first[:6] == [f"'{name}" for name in names[:6]]
    assert first[6:] == names[6:]
    assert second == ["-1.5", "0", "", "x"]


# --- a metric's page ---------------------------------------------------------------------------


def test_a_cut_and_a_grain_show_the_values_of_that_cut(watched, address, values):
    form = open_form(watched, address + METRIC)
    form.get_by_label("Quarter").check()
    form.get_by_label("Show").select_option(label="Mid-market")
    expect(form.locator("output")).to_contain_text("Mid-market")
    expected = values(
        "value",
        "metric = 'win_rate' and grain = 'quarter' and dimension = 'segment' and member = ?",
        "Mid-market",
    )
    found = [row[1] for row in reversed(shown(watched))]
    assert found == [text.exact(value, "percent") for (value,) in expected][-len(found) :]
    assert len(found) > 8


def test_two_cuts_stand_beside_each_other(watched, address):
    form = open_form(watched, address + METRIC)
    form.get_by_label("Show").select_option(label="Mid-market")
    form.get_by_label("Compare with").select_option(label="whole company")
    ends = watched.locator(".sp-explore .sp-ends text")
    expect(ends).to_have_count(2)
    assert [row.count("") for row in shown(watched)[:1]] == [0]
    expect(watched.locator(".sp-explore thead th")).to_have_count(3)


def test_what_is_chosen_survives_reload_and_back(watched, address):
    form = open_form(watched, address + METRIC)
    form.get_by_label("Show").select_option(label="Mid-market")
    assert CUT in watched.url
    title = watched.locator(".sp-explore .sp-chart-title")
    expect(title).to_contain_text("Mid-market")
    watched.reload()
    expect(title).to_contain_text("Mid-market")
    watched.goto(address + "glossary/")
    watched.go_back()
    expect(title).to_contain_text("Mid-market")
    expect(form.get_by_label("Show")).to_have_value("segment:Mid-market")


def test_an_address_that_means_nothing_here_shows_the_page_as_it_came(watched, address):
    visit(watched, address + METRIC + "?show=segment:Nobody&grain=century&range=9")
    expect(watched.locator("form.sp-controls output")).to_contain_text("whole company")
    expect(watched.locator("form.sp-controls").get_by_label("Month")).to_be_checked()
    expect(watched.locator(".sp-explore .sp-svg")).to_be_visible()


def test_back_to_nothing_chosen_is_the_page_as_it_came(watched, address):
    form = open_form(watched, address + METRIC)
    chart = watched.locator(".sp-explore figure")
    came = chart.inner_html()
    form.get_by_label("Show").select_option(label="Mid-market")
    assert chart.inner_html() != came
    form.get_by_label("Show").select_option(value="")
    assert chart.inner_html() == came
    assert "?" not in watched.url


# What stands in a drawing and where, in pixels from its upper left corner.
PLACED = """figure => {
    const svg = figure.querySelector('.sp-svg'), corner = svg.getBoundingClientRect();
    const parts = {line: '.sp-line path', dashes: '.sp-dashes path', dots: '.sp-dots path',
        rings: '.sp-rings path', target: '.sp-target line', band: '.sp-band path',
        events: '.sp-events line', words: 'text'};
    const place = each => {
        const {left, top, right, bottom} = each.getBoundingClientRect();
        return [left - corner.left, top - corner.top, right - corner.left, bottom - corner.top];
    };
    const told = ([part, selector]) => [part, [...svg.querySelectorAll(selector)]
        .map(each => [part === 'words' ? each.textContent : '', ...place(each)])
        .sort((one, other) => one[0].localeCompare(other[0]) || one[1] - other[1] ||
            one[2] - other[2])];
    return Object.fromEntries(Object.entries(parts).map(told));
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_chart_drawn_anew_has_every_mark_of_the_built_one_in_its_place(watched, address, size):
    """Two years are what the page came with."""
    watched.set_viewport_size(size)
    form = open_form(watched, address + METRIC)
    chart = watched.locator(".sp-explore figure")
    came = chart.evaluate(PLACED)
    form.get_by_label("Range").select_option("2")
    expect(chart.locator(".sp-svg title").first).to_have_attribute("id", re.compile("sp-drawn"))
    drawn = chart.evaluate(PLACED)
    assert came["line"] and came["words"]
    for part, marks in came.items():
        assert [mark[0] for mark in drawn[part]] == [mark[0] for mark in marks], part
        for mark, own in zip(marks, drawn[part], strict=True):
            assert own[1:] == pytest.approx(mark[1:], abs=2), (part, mark[0])


def test_where_a_person_went_is_marked_on_the_chart_of_that_person(watched, address):
    visit(watched, f"{address}{METRIC}?show=rep:Emily%20Carter")
    chart = watched.locator(".sp-explore figure")
    expect(chart.locator(".sp-events text")).to_have_text(["Pod Elbe"])
    expect(chart.locator(".sp-told")).to_contain_text("to Sales, Pod Elbe on 1 Oct 2025.")
    tips = chart.locator(".sp-answers title").all_text_contents()
    assert [tip.splitlines()[0] for tip in tips if "Pod Elbe" in tip] == ["Oct 2025"]


def test_a_chart_is_taller_on_a_phone_and_its_words_can_be_read(watched, address):
    watched.set_viewport_size(PHONE)
    watched.goto(address + METRIC)
    chart = watched.locator(".sp-explore .sp-svg")
    assert chart.bounding_box()["height"] > 200
    heights = chart.locator("text").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 10


def test_chart_and_table_are_interchangeable(watched, address):
    form = open_form(watched, address + METRIC)
    form.get_by_label("Table").check()
    expect(watched.locator(".sp-explore figure")).to_be_hidden()
    expect(watched.locator(".sp-explore table")).to_be_visible()
    form.get_by_label("Chart").check()
    expect(watched.locator(".sp-explore figure")).to_be_visible()
    expect(watched.locator(".sp-explore table")).to_be_hidden()


def test_what_is_shown_can_be_downloaded_with_its_size_said(watched, address, values, tmp_path):
    form = open_form(watched, address + METRIC)
    form.get_by_label("Show").select_option(label="Mid-market")
    form.get_by_label("Range").select_option("all")
    button = form.get_by_role("button")
    expect(button).to_contain_text("kB")
    said = float(button.inner_text().split("(")[1].split()[0])
    with watched.expect_download() as download:
        button.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "win_rate-month-mid-market.csv"
    assert round(file.stat().st_size / 1000, 1) == said
    head, *rows = csv.reader(file.read_text("utf-8-sig").splitlines())
    assert head[3:] == [
        f"Win rate, Mid-market{part}" for part in ("", ", numerator", ", denominator")
    ]
    expected = values(
        "period_start::varchar, value, numerator, denominator",
        "metric = 'win_rate' and grain = 'month' and dimension = 'segment' and member = ?",
        "Mid-market",
    )
    assert [(row[1], *map(number_of, row[3:])) for row in rows] == expected


def number_of(written: str) -> float | None:
    return float(written) if written else None


def test_the_keyboard_alone_is_enough(watched, address):
    watched.goto(address + METRIC)
    watched.locator("form.sp-controls input").first.focus()
    watched.keyboard.press("ArrowRight")
    expect(watched.locator(".sp-explore .sp-chart-title")).to_contain_text("in Q")
    watched.keyboard.press("Tab")
    watched.keyboard.press("Tab")
    watched.keyboard.type("Mid")
    watched.keyboard.press("Enter")
    expect(watched.locator("form.sp-controls output")).to_contain_text("Mid-market")
    assert watched.locator("form.sp-controls output").get_attribute("aria-live") == "polite"


# --- a report ----------------------------------------------------------------------------------


def cell_of(values, figure, cut):
    """What metric_values holds for a figure of a page, cut where the metric has the dimension."""
    _, metric, grain, start, part, dimension, member, _ = figure
    condition = (
        "metric = ? and grain = ? and period_start = ?::date and dimension = ? and member = ?"
    )
    if dimension == "total":
        found = values(part, condition, metric, grain, start, *cut)
        if found or values("1", "metric = ? and dimension = ?", metric, cut[0]):
            return (found or [(None,)])[0][0]
    return values(part, condition, metric, grain, start, dimension, member)[0][0]


def test_every_figure_of_a_report_follows_the_cut(watched, address, sample_site, values):
    visit(watched, f"{address}{REPORT}?{CUT}")
    expect(watched.locator("form.sp-controls output")).to_contain_text("Mid-market")
    cube = json.loads((sample_site.site / REPORT / "cube.json").read_text("utf-8"))
    found = watched.locator(".sp-figure[data-f]").evaluate_all(
        """all => all.map(each => [each.dataset.f,
            each.querySelector(".sp-number").textContent,
            each.closest("table")?.caption.textContent ?? ""])"""
    )
    writing = {
        "written": text.number,
        "tabled": lambda value, unit: text.number(value, unit, is_scaled=False),
        "exact": text.exact,
    }
    assert len(found) > 60
    for number, written, caption in found:
        figure = cube["figures"][int(number)]
        about = cube["metrics"][figure[1]]
        unit = about.get("parts", {}).get(figure[4], about["unit"])
        is_by_segment = "and segment in" in caption  # all of them, and what they come to together
        cut = ("total", "all") if is_by_segment else ("segment", "Mid-market")
        assert written == writing[figure[0]](cell_of(values, figure, cut), unit), figure


def test_an_earlier_period_moves_figures_and_the_words_about_them(watched, address):
    form = open_form(watched, address + REPORT)
    headline = watched.locator(".sp-headline").first
    came = headline.inner_text()
    form.get_by_label("Period").select_option(index=12)
    label = form.get_by_label("Period").locator("option").nth(12).inner_text()
    expect(form.locator("output")).to_contain_text(label)
    assert headline.inner_text() != came
    assert "until=" in watched.url
    form.get_by_label("Period").select_option(index=0)
    assert headline.inner_text() == came


def test_what_cannot_be_cut_says_so(watched, address):
    visit(watched, f"{address}{REPORT}?{CUT}")
    expect(watched.locator("form.sp-controls output")).to_contain_text("whole company")
    by_channel = watched.locator("caption", has_text="The cohort by channel")
    expect(by_channel.locator(".sp-whole")).to_have_text("whole company")


def test_two_segments_stand_beside_each_other_in_figures_and_charts(watched, address):
    visit(watched, f"{address}{REPORT}?{CUT}&with=segment:Enterprise")
    beside = watched.locator(".sp-headline .sp-versus")
    expect(beside.first).to_contain_text("Enterprise")
    titles = watched.locator(".sp-compared").first.locator(".sp-chart-title").all_inner_texts()
    assert [title.split(": ")[1] for title in titles] == ["Mid-market", "Enterprise"]


def test_the_tooltip_of_a_figure_follows_too(watched, address):
    visit(watched, f"{address}{REPORT}?{CUT}")
    number = watched.locator(".sp-headline .sp-figure").first
    expect(number.locator(".sp-tip-when")).to_contain_text("Mid-market")


# --- tables ------------------------------------------------------------------------------------


def test_tables_sort_by_value_and_back(watched, address):
    watched.goto(address + "metrics/funnel/leads/")
    table = watched.locator("h3#by-channel ~ .sp-scroll table").first
    head = table.locator("thead th").nth(1)
    column = table.locator("tbody tr td:nth-child(2) .sp-number")
    button = head.get_by_role("button")
    came = column.all_inner_texts()
    button.focus()
    watched.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    numbers = [int(each) for each in column.all_inner_texts()]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 1
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [int(each) for each in column.all_inner_texts()] == sorted(numbers, reverse=True)
    button.click()
    assert column.all_inner_texts() == came
    assert head.get_attribute("aria-sort") is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("€\u202f1,234", 1234),
        ("\u22122.1 points", -2.1),
        ("▲\u202f+2.1 points, better", 2.1),
        ("▼\u202f\u22122.1\u202f%, worse", -2.1),
        ("€\u202f1.2\u202fM", 1.2e6),
        ("63.2\u202f%", 63.2),
        ("–", None),
        ("Mid-market", None),
    ],
)
def test_words_that_are_numbers(watched, address, words, value):
    assert in_browser(watched, address, "sort", "return lib.valueOf(given)", words) == value


# --- without a script --------------------------------------------------------------------------


@pytest.mark.parametrize("path", [METRIC, REPORT])
def test_without_a_script_nothing_stands_there_that_does_nothing(
    page_without_scripts, address, path
):
    page_without_scripts.goto(address + path)
    expect(page_without_scripts.locator("form.sp-controls")).to_be_hidden()
    expect(page_without_scripts.locator(".sp-svg").first).to_be_visible()
