"""What Monday tells of made-up series: what is unusual, how important it is, what it comes from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from page_cases import markdown, render_pages, stage

from samepage import text
from samepage.pages import origins, unusual
from samepage.pages.desk import Desk, Site
from samepage.pages.monday import Monday, monday
from samepage.pages.standing import standing
from samepage.pages.toolbox import toolbox
from samepage.values import Value, read_values

COLUMNS = (
    *("metric", "grain", "period_start", "dimension", "member"),
    *("value", "numerator", "denominator", "records", "is_complete"),
)
AS_OF = "2026-10-11"
GOAL = {"name": "grow", "label": "Grow", "description": "Grow."}
# A rate that hardly moves, and amounts that hardly do.
CALM = [0.40, 0.41, 0.40, 0.42, 0.41, 0.40, 0.41, 0.42, 0.41, 0.40, 0.41, 0.40]
LEVEL = [100, 102, 101, 103, 102, 100, 101, 103, 102, 101, 102, 101]


@dataclass(frozen=True)
class Series:
    """A ratio over twelve complete months to September 2026, by two segments.

    small  the numerators that belong to the first segment; the second has the rest
    """

    values: Sequence[float]
    better: str = "higher"
    status: str = "certified"
    target: float | None = None
    warn: float | None = None
    denominator: float = 100.0
    small: Sequence[float] | None = None
    history: Sequence[Mapping[str, object]] = ()
    dimensions: Sequence[str] = ("segment",)


def months(count: int) -> list[date]:
    """So many first days of months, up to September 2026."""
    found = [2026 * 12 + 8 - ago for ago in range(count)][::-1]
    return [date(each // 12, each % 12 + 1, 1) for each in found]


def site_of(series: Mapping[str, Series], folder: Path) -> Site:
    """A site of ratios with these values, each divided from `<name>_top` and `<name>_all`."""
    case = folder / "case"
    (case / "site" / "pages").mkdir(parents=True)
    (case / "site" / "pages" / "index.md").write_text("# Home\n", "utf-8")
    (case / "case.yml").write_text(yaml.safe_dump(_settings(series)), "utf-8")
    with (case / "values.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(series))
    return stage(case, folder / "root")


def _settings(series: Mapping[str, Series]) -> dict[str, object]:
    measures = [f"{name}_{part}" for name in series for part in ("top", "all")]
    return {
        "company": {"name": "Made up"},
        "connected": ["opportunities"],
        "teams": {"sales": {"label": "Sales", "email": "", "description": "Sells."}},
        "goals": [{**GOAL, "measured_by": [name for name in series if name == "goal"]}],
        "health": {
            "as_of": AS_OF,
            "definitions": "abc",
            "models": 1,
            "tests": [],
            "lacking": {},
            "rejects": [],
            "moves": [],
            "inputs": [
                _input("opportunities", "2026-10-09", 0),
                _input("churn_markers", "2026-05-04", 3),
                {**_input("surveys", None, 0), "connectors": []},
            ],
        },
        "semantic_models": [
            {
                "name": "deals",
                "node_relation": {"alias": "fct_deals", "schema_name": "main"},
                "entities": [{"name": "deal", "type": "primary", "expr": "deal_id"}],
                "dimensions": [
                    {"name": "on", "type": "time", "type_params": {"time_granularity": "day"}},
                    {"name": "segment", "type": "categorical"},
                ],
                "measures": [
                    {
                        "name": name,
                        "agg": "sum",
                        "expr": name,
                        "agg_time_dimension": "on",
                        "config": {"meta": {"needs": ["opportunities"]}},
                    }
                    for name in measures
                ],
            }
        ],
        "metrics": [each for name, one in series.items() for each in _metrics(name, one)],
    }


def _input(entity: str, newest: str | None, quarantined: int) -> dict[str, object]:
    counts = {"rows": 1, "internal": 0, "merged": 0, "undated": 0, "reasons": {}}
    told = {"entity": entity, "connectors": ["sample"], "newest": newest}
    return {**told, **counts, "quarantined": quarantined}


def _metrics(name: str, series: Series) -> Iterator[dict[str, object]]:
    cuts = list(series.dimensions)
    common = {"grains": ["month"], "dimensions": cuts, "dated_by": {"event": "on"}}
    parts = {"unit": "count", "better": "higher", "status": "draft", **common}
    for part in ("top", "all"):
        yield {
            "name": f"{name}_{part}",
            "label": f"{name} {part}",
            "description": "A part.",
            "type": "simple",
            "type_params": {"measure": {"name": f"{name}_{part}"}},
            "config": {"meta": parts},
        }
    target = {"value": series.target, "warn": series.warn} if series.target else None
    meta = {"unit": "percent", "better": series.better, "status": series.status, "goal": "grow"}
    meta |= {"target": target, "history": list(series.history), "version": 1, **common}
    yield {
        "name": name,
        "label": name.capitalize(),
        "description": "A share.",
        "type": "ratio",
        "type_params": {
            "numerator": {"name": f"{name}_top"},
            "denominator": {"name": f"{name}_all"},
        },
        "config": {"meta": meta},
    }


def _rows(series: Mapping[str, Series]) -> Iterator[Sequence[object]]:
    for name, one in series.items():
        starts = months(len(one.values))
        small = one.small or [value * one.denominator / 2 for value in one.values]
        for start, value, part in zip(starts, one.values, small, strict=True):
            top, bottom = value * one.denominator, one.denominator
            for dimension, member, above, below in (
                ("total", "all", top, bottom),
                ("segment", "Small", part, bottom / 2),
                ("segment", "Large", top - part, bottom / 2),
            ):
                where = ("month", start, dimension, member)
                yield (name, *where, above / below, above, below, 10, True)
                yield (f"{name}_top", *where, above, "", "", 10, True)
                yield (f"{name}_all", *where, below, "", "", 10, True)


def told(series: Mapping[str, Series], folder: Path) -> Monday:
    """What Monday says, read in two passes as a page does."""
    site = site_of(series, folder)
    asking = Desk(site, "reports/monday.md")
    monday(asking)
    answers = read_values(site.company.build.values, asking.asks)
    return monday(Desk(site, "reports/monday.md", answers))


def names(found) -> list[str]:
    return [each.figure.metric.name for each in found]


def test_a_change_that_is_unusual_for_the_metric_is_told(tmp_path):
    moved = told({"wild": Series([*CALM[:-1], 0.25]), "calm": Series(CALM)}, tmp_path)
    assert names(moved.of_months) == ["wild"]
    (move,) = moved.of_months
    assert (move.verb, move.judged) == ("fell", "worse")
    assert move.by.replace(text.THIN, " ") == "16.0 points to"
    assert move.rarity == "the largest fall of the 11 months that are known"
    assert move.usual == "1.0 points"
    assert moved.first is move


def test_a_metric_that_always_jumps_makes_no_news_when_it_jumps(tmp_path):
    jumpy = [0.2, 0.6, 0.25, 0.55, 0.2, 0.6, 0.3, 0.6, 0.2, 0.5, 0.2, 0.6]
    moved = told({"jumpy": Series(jumpy)}, tmp_path)
    assert (list(moved.of_months), moved.first) == ([], None)


def test_what_is_read_along_an_age_is_no_news_of_all_ages_together(tmp_path):
    by_age = Series([*CALM[:-1], 0.25], dimensions=["segment", "months_since_start"])
    moved = told({"wild": Series([*CALM[:-1], 0.2]), "aged": by_age}, tmp_path)
    assert names(moved.of_months) == ["wild"]


def test_too_few_changes_make_no_news(tmp_path):
    assert not told({"young": Series([0.4, 0.4, 0.41, 0.4, 0.9])}, tmp_path).of_months


def test_a_rise_that_is_smaller_than_usual_is_no_fall(tmp_path):
    rising = [round(0.05 * n + 0.001 * (n % 2), 3) for n in range(1, 12)]
    assert not told({"slower": Series([*rising, rising[-1] + 0.01])}, tmp_path).of_months


def test_what_is_nearer_to_a_goal_and_certified_comes_first(tmp_path):
    course = [*CALM[:-1], 0.25]
    other = [value + 0.001 * n for n, value in enumerate(course)]
    another = [value + 0.002 * n for n, value in enumerate(course)]
    moved = told(
        {
            "aside": Series(other),
            "goal": Series(course),
            "reviewed": Series(another, status="reviewed"),
            "alternative": Series([v + 0.003 * n for n, v in enumerate(course)], status="draft"),
        },
        tmp_path,
    )
    assert names(moved.of_months) == ["goal", "aside", "reviewed"]
    first, second, third = (move.importance for move in moved.of_months)
    assert first > second > third


def test_numbers_that_move_alike_are_told_once(tmp_path):
    churn = [*CALM[:-1], 0.25]
    kept = [1 - value for value in churn]
    moved = told({"churn": Series(churn, better="lower"), "retention": Series(kept)}, tmp_path)
    assert names(moved.of_months) == ["churn"]
    assert moved.of_months[0].judged == "better"


def test_the_member_that_most_of_it_comes_from(tmp_path):
    values = [*CALM[:-1], 0.25]
    halves = [value * 50 for value in values]
    of_small = [*halves[:-1], halves[-2] - 14.0]  # 14 of the 16 that are missing
    moved = told({"rate": Series(values, small=of_small)}, tmp_path)
    origin = moved.of_months[0].origin
    assert (origin.dimension, origin.member) == ("segment", "Small")
    assert isclose(origin.share, 14 / 16, rel_tol=1e-9)
    assert origin.label == "segment Small"


def test_what_left_its_target_what_came_back_and_what_stays_away(tmp_path):
    moved = told(
        {
            "fallen": Series([*[0.5 + v / 100 for v in CALM[:-1]], 0.39], target=0.45, warn=0.4),
            "back": Series([*[0.3 + v / 90 for v in CALM[:-1]], 0.46], target=0.45, warn=0.4),
            "low": Series([0.2 + v / 80 for v in CALM], target=0.45, warn=0.4),
            "near": Series([0.42 + v / 70 for v in CALM], target=0.45, warn=0.4),
            "good": Series([0.6 + v / 60 for v in CALM], target=0.45, warn=0.4),
        },
        tmp_path,
    )
    found = (moved.fallen, moved.recovered, moved.missed, moved.close)
    assert [[each.metric.name for each in figures] for figures in found] == [
        ["fallen"],
        ["back"],
        ["low"],
        ["near"],
    ]
    assert health(moved.fallen[0]) == (
        "Off target: 6.0 points below the target of 45.0 % for 1 month"
    )
    assert health(moved.missed[0]).endswith("for at least 12 months")


def health(figure) -> str:
    return standing(figure).words.replace(text.THIN, " ")


def test_definitions_and_data_that_changed(tmp_path):
    history = [
        {"version": 1, "date": "2020-01-01", "what": "Long ago."},
        {"version": 2, "date": "2026-09-01", "what": "Deals of partners count too."},
    ]
    moved = told({"rate": Series(CALM, history=history)}, tmp_path)
    assert [(metric.name, each.version) for metric, each in moved.redefined] == [("rate", 2)]
    assert list(moved.quiet) == [("churn markers", date(2026, 5, 4))]
    assert list(moved.set_aside) == ["churn markers"]
    assert list(moved.unconnected) == ["surveys"]


@given(
    st.lists(st.integers(-1000, 1000), min_size=unusual.ENOUGH, max_size=40),
    st.integers(-1000, 1000),
    st.integers(1, 50),
)
def test_the_score_does_not_depend_on_the_unit_or_on_one_wild_month(earlier, newest, factor):
    found = unusual.score([*earlier, newest])
    scaled = unusual.score([*(each * factor for each in earlier), newest * factor])
    assert (found is None) == (scaled is None)
    if found is not None:
        assert isclose(found, scaled, rel_tol=1e-9, abs_tol=1e-12)
        assert (found > 0) - (found < 0) == _side(newest, earlier)


def _side(newest: int, earlier: list[int]) -> int:
    ordered = sorted(earlier)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return (newest > middle) - (newest < middle)


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 99), st.integers(0, 90), st.integers(1, 99)),
        min_size=2,
        max_size=6,
    )
)
def test_the_parts_of_members_add_up_to_the_change_of_a_ratio(site, members):
    now_top, now_all, old_top, old_all = (sum(column) for column in zip(*members, strict=True))
    new, old = months(2)[1], months(2)[0]
    rows = [
        Value(start, str(n), top / below, top, below, 1, True)
        for n, each in enumerate(members)
        for start, top, below in ((new, *each[:2]), (old, *each[2:]))
    ]
    now = Value(new, "all", now_top / now_all, now_top, now_all, 1, True)
    before = Value(old, "all", old_top / old_all, old_top, old_all, 1, True)
    change = now_top / now_all - old_top / old_all
    shares = origins.shares(metric_of(site), now, before, rows)
    if abs(change) < 1e-9:
        return
    assert isclose(sum(shares.values()), 1.0, rel_tol=1e-6)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return site_of({"rate": Series(CALM)}, tmp_path_factory.mktemp("monday"))


def metric_of(site: Site):
    return toolbox(Desk(site, "index.md"))["metric"]("rate")


def test_the_page_itself(tmp_path):
    page = (Path(__file__).parents[2] / "site" / "pages" / "reports" / "monday.md").read_text(
        "utf-8"
    )
    site = site_of({"goal": Series([*CALM[:-1], 0.25], target=0.39, warn=0.3)}, tmp_path)
    file = site.company.root / "site" / "pages" / "reports" / "monday.md"
    file.parent.mkdir(parents=True)
    file.write_text(page, "utf-8")
    written = markdown(render_pages(site))["reports/monday.md"]
    assert "fell" in written
    assert "## Newly off target" in written
    assert "## On target again" not in written
    assert "churn&#32;markers since 4&#32;May&#32;2026" in written
