"""Cubes hold what metric_values holds: every cell, to the last bit, and nothing else."""

from __future__ import annotations

import csv
import json
from datetime import date

import duckdb
import pytest
from page_cases import GOLDEN, rendered, stage

from samepage.pages import driven
from samepage.pages.columns import Columns
from samepage.pages.cubes import MOST_MEMBERS, Wanted
from samepage.pages.packing import cube_of
from samepage.values import TOTAL

CASE = GOLDEN / "figures"


def cells(cube):
    """Metric, grain, start, dimension and member -> what a browser finds there."""
    found = {}
    for metric, about in cube["metrics"].items():
        for grain, packed in about["grains"].items():
            for dimension, columns in packed["cuts"].items():
                where = (metric, grain, dimension)
                found |= {
                    (*where, *at): cell for at, cell in unpacked(cube, packed, where, columns)
                }
    return found


def unpacked(cube, packed, where, places):
    _, grain, dimension = where
    columns = {name: cube["columns"][place] for name, place in places.items()}
    members = cube["dimensions"].get(dimension, {"members": ["all"]})["members"]
    length = len(packed["complete"])
    assert {len(column) for column in columns.values()} <= {len(members) * length}
    for place in range(len(members) * length):
        row, at = divmod(place, length)
        told = {name: column[place] for name, column in columns.items()}
        top, bottom = told.get("numerator"), told.get("denominator")
        if "value" not in columns:
            is_withheld = "?" in (top, bottom)
            quotient = top / bottom if not is_withheld and top is not None and bottom else None
            told["value"] = "?" if is_withheld else quotient
        start = cube["periods"][grain]["starts"][packed["first"] + at]
        numbers = tuple(told.get(name) for name in ("value", "numerator", "denominator"))
        yield (members[row], start), (*numbers, packed["complete"][at] == "1")


def test_every_cell_of_every_page_is_that_of_metric_values(sample_site):
    read = [json.loads(path.read_text("utf-8")) for path in sample_site.site.rglob("cube*.json")]
    assert len(read) > 300
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select metric, grain, dimension, member, period_start::varchar, value, numerator,"
            " denominator, is_complete from read_parquet($path)",
            {"path": str(sample_site.build.values)},
        ).fetchall()
    expected = {row[:5]: row[5:] for row in rows}
    for cube in read:
        found = cells(cube)
        absent = {key: cell for key, cell in found.items() if key not in expected}
        assert all(cell[:3] == (None, None, None) for cell in absent.values())
        assert {key: found[key] for key in found.keys() - absent} == {
            key: expected[key] for key in found.keys() - absent
        }


def test_a_metrics_own_cube_holds_all_that_it_declares(sample_site):
    path = sample_site.site / "metrics" / "funnel" / "win_rate" / "cube.json"
    cube = json.loads(path.read_text("utf-8"))
    files = [
        cube,
        *(json.loads(file.read_text("utf-8")) for file in path.parent.glob("cube-*.json")),
    ]
    assert [f"cube-{name}.json" for name in cube["later"]] == sorted(
        file.name for file in path.parent.glob("cube-*.json")
    )
    found = {key[:4] for each in files for key in cells(each)}
    with duckdb.connect() as connection:
        declared = connection.execute(
            "select distinct metric, grain, dimension, member from read_parquet($path)"
            " where metric = 'win_rate' and grain <> 'all'",
            {"path": str(sample_site.build.values)},
        ).fetchall()
    assert found == set(declared)
    assert set(cube["metrics"]) == {"win_rate"}


def test_all_files_of_a_page_have_members_and_periods_in_the_same_places(sample_site):
    seen = 0
    for path in sorted((sample_site.site / "reports").rglob("cube.json")):
        first = json.loads(path.read_text("utf-8"))
        for late in path.parent.glob("cube-*.json"):
            more = json.loads(late.read_text("utf-8"))
            shared = first["dimensions"].keys() & more["dimensions"].keys()
            assert all(first["dimensions"][each] == more["dimensions"][each] for each in shared)
            assert first["periods"] == more["periods"]
            seen += len(shared)
    assert seen > 5


def test_a_dimension_of_hundreds_of_members_is_left_out(sample_site):
    path = sample_site.site / "metrics" / "churn" / "churned_mrr" / "cube.json"
    cube = json.loads(path.read_text("utf-8"))
    assert max(len(each["members"]) for each in cube["dimensions"].values()) <= MOST_MEMBERS


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(CASE, tmp_path_factory.mktemp("figures"))


def wanted(site):
    metrics = site.catalog.metrics.values()
    return {each.name: Wanted((*each.grains, "all"), (TOTAL, *each.dimensions)) for each in metrics}


def test_gaps_in_the_values_stay_gaps(site):
    found = cells(cube_of(site, wanted(site)))
    with (CASE / "values.csv").open(encoding="utf-8", newline="") as file:
        rows = {
            (row["metric"], row["grain"], row["dimension"], row["member"], row["period_start"]): row
            for row in csv.DictReader(file)
        }
    known = {key: row for key, row in rows.items() if key in found}
    assert len(known) > 10
    for key, row in known.items():
        assert found[key][0] == (float(row["value"]) if row["value"] else None), key
    for key in found.keys() - rows.keys():
        assert found[key][:3] == (None, None, None), key


def test_periods_follow_each_other_without_a_gap(site):
    for grain, periods in cube_of(site, wanted(site))["periods"].items():
        starts = [date.fromisoformat(day) for day in periods["starts"]]
        if grain == "all":
            assert len(starts) == len(periods["labels"])
            continue
        assert len(starts) == len(periods["labels"]) + 1
        after = [site.calendar.after(grain, day) for day in starts[:-1]]
        assert after == starts[1:]


PAGE = """---
title: Driven
---
# Driven

{{ controls() }}

{{ metric("win_rate") }} in {{ metric("win_rate").of_period() }}, {{ metric("win_rate").change() }}

{{ metric("win_rate").chart() }}
"""


def test_what_follows_the_controls_is_numbered_and_told_in_the_cube(tmp_path):
    pages = rendered(CASE, tmp_path, {"driven.md": PAGE})
    page = next(each for each in pages if each.page.path == "driven.md")
    cube = driven.cubes(page.desk)["cube.json"]
    assert page.markdown.count(" data-f>") == len(cube["figures"])
    forms = [figure[0] for figure in cube["figures"]]
    assert forms[:3] == ["written", "period", "change"]
    assert {"tabled"} == set(forms[3:])
    (drawing,) = cube["drawings"].values()
    assert drawing["kind"] == "lines"
    assert [figure[1] for figure in drawing["figures"]] == ["win_rate"]


def test_what_stands_above_the_controls_follows_them_too(tmp_path):
    below = PAGE.replace("{{ controls() }}\n\n", "") + "\n{{ controls() }}\n"
    pages = rendered(CASE, tmp_path, {"above.md": PAGE, "below.md": below})
    above, below = (
        driven.cubes(page.desk)["cube.json"]["figures"]
        for page in pages
        if page.page.path in ("above.md", "below.md")
    )
    assert above == below


def test_a_page_without_controls_carries_no_numbers(tmp_path):
    pages = rendered(CASE, tmp_path, {"plain.md": PAGE.replace("{{ controls() }}", "")})
    page = next(each for each in pages if each.page.path == "plain.md")
    assert "data-f" not in page.markdown
    assert driven.cubes(page.desk) == {}


def test_a_joined_period_stays_a_word(tmp_path):
    table = 'table_by_period([rate], caption="In " ~ rate.of_period())'
    joined = PAGE + '{% set rate = metric("win_rate") %}{{ ' + table + " }}"
    pages = rendered(CASE, tmp_path, {"joined.md": joined})
    page = next(each for each in pages if each.page.path == "joined.md")
    assert "<caption>In&#32;Sep&#32;2026</caption>" in page.markdown


def test_equal_columns_stand_in_a_cube_once():
    columns = Columns()
    ratio = {"value": [0.5, None], "numerator": [1.0, 0.0], "denominator": [2.0, 0.0]}
    count = {"value": [2.0, 0.0], "numerator": [None, None], "denominator": [None, None]}
    assert columns.place({"all": ratio}, ["all"], None, 2) == {"numerator": 0, "denominator": 1}
    assert columns.place({"all": count}, ["all"], None, 2) == {"value": 1}
    assert columns.listed == [[1, 0], [2, 0]]


def test_what_is_withheld_is_told_from_what_there_is_not():
    columns, hidden = Columns(), float("nan")
    ratio = {"value": [hidden, None], "numerator": [hidden, 0.0], "denominator": [hidden, None]}
    assert columns.place({"all": ratio}, ["all"], None, 2) == {"numerator": 0, "denominator": 1}
    assert columns.listed == [["?", 0], ["?", None]]


def test_the_cube_knows_which_numbers_rest_on_too_few_records(tmp_path):
    pages = rendered(GOLDEN / "withheld", tmp_path, {"driven.md": PAGE})
    page = next(each for each in pages if each.page.path == "driven.md")
    cube = cells(driven.cubes(page.desk)["cube.json"])
    key = ("metric", "grain", "dimension", "member", "period_start")
    with (GOLDEN / "withheld" / "values.csv").open(encoding="utf-8", newline="") as file:
        rows = {tuple(row[name] for name in key): row for row in csv.DictReader(file)}
    known = {where: row for where, row in rows.items() if where in cube}
    assert {bool(row["records"]) for row in known.values()} == {True, False}
    for where, row in known.items():
        assert cube[where][0] == (float(row["value"]) if row["records"] else "?"), where


def test_a_cut_that_only_may_be_chosen_is_a_file_of_its_own(tmp_path):
    pages = rendered(CASE, tmp_path, {"driven.md": PAGE})
    page = next(each for each in pages if each.page.path == "driven.md")
    files = driven.cubes(page.desk)
    assert files["cube.json"]["later"] == ["channel"]
    assert set(files) == {"cube.json", "cube-channel.json"}
    dimensions = {name: {key[2] for key in cells(cube)} for name, cube in files.items()}
    assert dimensions == {"cube.json": {"total"}, "cube-channel.json": {"channel"}}
