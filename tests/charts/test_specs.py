from __future__ import annotations

import re
from datetime import date

import pytest
from gallery import GALLERY, months

from samepage.charts.specs import Bar, Point, breakdown, stacked, trend, waterfall


def rows(spec, name):
    """The data of a layer by its name."""
    found = [layer["data"]["values"] for layer in spec["layer"] if layer["name"] == name]
    assert found, f"no layer {name!r} among {[layer['name'] for layer in spec['layer']]}"
    return found[0]


def layers(spec):
    return {layer["name"] for layer in spec["layer"]}


def test_incomplete_periods_are_dashed_hollow_and_hatched():
    spec = trend(months([1.0, 2.0, 3.0]), title="x", unit="count")
    assert [row["y"] for row in rows(spec, "line_0")] == [1.0, 2.0, None]
    assert [row["y"] for row in rows(spec, "dashes_0")] == [None, 2.0, 3.0]
    assert [row["y"] for row in rows(spec, "rings_0")] == [3.0]
    assert len(rows(spec, "band")) == 1


def test_gaps_stay_gaps_and_lonely_values_get_dots():
    spec = GALLERY["gaps"]
    assert [row["y"] for row in rows(spec, "line_0")][:6] == [None, 0.4, 0.5, None, 0.3, None]
    assert 0.3 in [row["y"] for row in rows(spec, "dots_0")]


def test_one_line_is_labelled_with_its_newest_complete_value():
    assert rows(GALLERY["three"], "value")[0]["text"] == "0\u202fdays"
    assert "value" not in layers(GALLERY["unfinished"])


def test_several_lines_are_named_where_they_stand_with_their_newest_complete_value():
    names = [row["text"] for row in rows(GALLERY["lines"], "ends")]
    assert [name.split()[0] for name in names] == ["Marketing", "Sales", "Customer"]
    assert all(name.endswith("%") for name in names)


def test_several_lines_bear_marks_of_different_shapes_and_one_line_few():
    marks = {
        layer["mark"]["shape"]: len(layer["data"]["values"])
        for layer in GALLERY["lines"]["layer"]
        if layer["name"].startswith("dots")
    }
    assert len(marks) == 3
    assert min(marks.values()) > 4
    assert len(rows(GALLERY["line"], "dots_0")) == 1


def test_every_period_answers_with_all_its_values():
    answers = rows(GALLERY["lines"], "answers")
    assert len(answers) == 37
    assert answers[-1]["tip"].splitlines()[0] == "Oct 2026 (not complete)"
    assert len(answers[0]["tip"].splitlines()) == 4


def test_missing_members_have_no_bar_and_zero_has_one_of_no_length():
    boxes = [box for name in ("bars_0", "bars_1") for box in rows(GALLERY["bars"], name)]
    assert len(boxes) == 4
    assert sum(box["x"] == box["x2"] for box in boxes) == 1


def test_incomplete_bars_are_hatched():
    fills = [layer["mark"].get("fill") for layer in GALLERY["bars"]["layer"]]
    assert "#5a010c" in fills


def test_long_names_are_cut_and_told_in_full():
    spec = GALLERY["bars"]
    assert rows(spec, "labels")[1]["text"].endswith("…")
    assert "formerly resellers: 33.0\u202f%" in rows(spec, "answers")[1]["tip"]


def test_waterfall_carries_each_level_on():
    spec = GALLERY["waterfall"]
    assert [row["x"] for row in rows(spec, "links")] == [
        912_000,
        953_000,
        975_000,
        966_000,
        939_000,
    ]
    assert [row["text"] for row in rows(spec, "values")][1:2] == ["+€\u202f41\u202fk"]


def test_waterfall_says_when_its_scale_is_cut():
    assert rows(GALLERY["waterfall"], "cut")[0]["text"].endswith("not at zero")
    assert "cut" not in layers(GALLERY["small waterfall"])


def test_a_level_between_movements_is_drawn_whole():
    spec = waterfall([Bar("a", 4.0, is_total=True), Bar("b", 8.0)], title="x", unit="count")
    assert [(box["x"], box["x2"]) for box in rows(spec, "bars_0")] == [(0.0, 4.0)]


def test_columns_stack_upwards_and_downwards():
    parts = [
        row
        for layer in GALLERY["moves"]["layer"]
        if layer["name"].startswith("column")
        for row in layer["data"]["values"]
    ]
    assert {(row["y"], row["y2"]) for row in parts if row["series"] == "New"} == {
        (0.0, 30_000),
        (0.0, 32_000),
        (0.0, 9_000),
    }
    assert all(row["y2"] < row["y"] for row in parts if row["series"] == "Churned")


def test_unordered_points_are_put_in_order():
    late, early = Point("b", date(2026, 2, 1), 2.0), Point("a", date(2026, 1, 1), 1.0)
    spec = trend([late, early], title="x", unit="count")
    assert [row["y"] for row in rows(spec, "line_0")] == [1.0, 2.0]


@pytest.mark.parametrize("draw", [trend, stacked])
def test_more_series_than_can_be_told_apart_are_refused(draw):
    points = [point for at in range(7) for point in months([1.0], f"series {at}")]
    with pytest.raises(ValueError, match="7 series, at most 6"):
        draw(points, title="x", unit="count")


@pytest.mark.parametrize("name", ["empty", "no bars", "no columns"])
def test_without_data_a_chart_says_so(name):
    assert rows(GALLERY[name], "nothing")[0]["text"] == "No values to show"


@pytest.mark.parametrize("name", GALLERY)
def test_descriptions_tell_the_drawing_in_words(name):
    told = GALLERY[name]["description"]
    assert len(told) > 10
    assert not re.search(r"None|nan|\d{7}", told)


def test_targets_are_named():
    assert rows(GALLERY["line"], "aim")[0]["text"] == "Target 30.0\u202f%"
    spec = breakdown([Bar("a", 1.0)], title="x", unit="days", target=5)
    assert rows(spec, "aim")[0]["text"] == "Target 5\u202fdays"


def style(spec, name):
    return next(layer["mark"] for layer in spec["layer"] if layer["name"] == name)


def test_the_newest_value_stands_below_its_dot_where_the_line_comes_from_above():
    down = [0.9, 0.8, 0.75, 0.7, 0.6, 0.55, 0.5, 0.4, 0.35, 0.3, 0.2]
    falling = trend(months(down, incomplete=0), title="x", unit="percent")
    rising = trend(months(down[::-1], incomplete=0), title="x", unit="percent")
    ground = trend(months([*down, 0.0], incomplete=0), title="x", unit="percent")
    assert style(falling, "value")["dy"] > 0
    assert style(rising, "value")["dy"] < 0
    assert style(ground, "value")["dy"] < 0  # below it there are only the names of the months


def test_a_target_is_named_where_no_line_runs():
    """The line goes up and down across the target for half of the time, then far below it."""
    values = [6.0, 14.0, 6.0, 14.0, 6.0, 14.0, 6.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    spec = trend(months(values), title="x", unit="count", target=10.0)
    (layer,) = [layer for layer in spec["layer"] if layer["name"] == "aim"]
    assert 250 < layer["encoding"]["x"]["value"] < 560
    clear = trend(months([2.0] * 14), title="x", unit="count", target=10.0)
    (layer,) = [layer for layer in clear["layer"] if layer["name"] == "aim"]
    assert layer["encoding"]["x"]["value"] < 110


def test_a_target_is_never_named_where_the_newest_value_stands():
    """The line crosses the target at every place but the last two, and both need their room."""
    values = [6000.0, 14000.0] * 5 + [9500.0] * 3
    spec = trend(months(values, incomplete=0), title="x", unit="count", target=10000.0)
    (aim,) = [layer for layer in spec["layer"] if layer["name"] == "aim"]
    assert rows(spec, "value")[0]["text"] == "9,500"
    end_of_the_name = aim["encoding"]["x"]["value"] + len("Target 10,000") * 10.4
    assert end_of_the_name <= 626 - len("9,500") * 10.4 or aim["mark"]["dy"] > 0


def test_events_stand_in_their_periods_and_words_never_on_each_other():
    spec = GALLERY["events"]
    marks = [row["x"] for row in rows(spec, "events")]
    jan, feb = (date(2026, month, 1).toordinal() for month in (1, 2))
    assert marks[0] == (date(2025, 12, 1).toordinal() + jan) / 2  # where January's slot begins
    assert (jan + feb) / 2 < marks[1] < feb  # in the first half of February's
    assert len(marks) == 3  # what was before the first period is not there
    assert [row["text"] for row in rows(spec, "events_0")] == ["Customer success"]
    assert [row["text"] for row in rows(spec, "events_1")] == ["v3"]
    tips = [row["tip"].splitlines()[2:] for row in rows(spec, "answers")]
    assert tips[3:5] == [["Ada went to customer success."], ["Version 2 since 14 Feb 2026."]]
    assert "Version 3 since 30 Oct 2026." in spec["description"]
