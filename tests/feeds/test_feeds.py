"""What machines are given: it follows its schemas, holds the values of the table, and is inert."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest
import yaml
from feed_cases import WIN_RATE, staged, with_changes, written
from jsonschema import Draft202012Validator

from pages.page_cases import GOLDEN
from samepage.catalog import Change, Target

HISTORY = (
    Change(2, date(2026, 3, 1), "Deals without a decision count as lost."),
    Change(3, date(2026, 9, 1), "Reopened deals count by their last <closing> & no other."),
)


@pytest.fixture
def site(tmp_path):
    return staged(tmp_path)


@pytest.mark.parametrize("case", ["metric", "hostile", "others"])
def test_every_json_file_follows_the_published_schema(case, tmp_path):
    files = written(staged(tmp_path, case))
    schema = json.loads(files["metrics.schema.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = [name for name in files if name.endswith(".json") and "schema" not in name]
    assert len(found) == 1 + len(json.loads(files["metrics.json"])["metrics"])
    assert {
        name: e.message for name in found for e in validator.iter_errors(json.loads(files[name]))
    } == {}


def test_the_series_are_the_rows_of_the_table(site):
    told = json.loads(written(site)[f"{WIN_RATE}.json"])
    with (GOLDEN / "metric" / "values.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["metric"] == "win_rate"]
    for grain, series in told["series"].items():
        wanted = [
            [
                row["period_start"],
                *map(number, list(row.values())[5:9]),
                row["is_complete"] == "true",
            ]
            for row in rows
            if (row["grain"], row["dimension"]) == (grain, "total")
        ]
        assert series["rows"] == wanted
    assert set(told["series"]) == {"month", "quarter", "all"}
    newest = told["metric"]["current"][0]
    assert (newest["period"], newest["value"], newest["before"]) == ("Sep 2026", 0.314, 0.3345)
    assert newest["year_before"] == 0.25
    assert ["web", 0.4, 4, 10, 10] in told["members"]["channel"]["rows"]


def number(written: str) -> float | None:
    return float(written) if written else None


def test_what_waits_for_an_input_has_a_definition_and_no_values(site):
    told = json.loads(written(site)["metrics/funnel/churned.json"])
    assert told["metric"]["waits_for"] == ["subscriptions"]
    assert (told["metric"]["current"], told["series"], told["members"]) == ([], {}, {})
    assert "churned_mrr" in told["sql"]


@pytest.mark.parametrize(
    "changed",
    [
        {"label": "Rate of wins"},
        {"description": "Other words."},
        {"target": Target(0.9, None, None)},
        {"drivers": ()},
        {"also_known_as": ()},
    ],
)
def test_words_and_targets_leave_the_hash_of_a_definition(site, changed):
    assert hash_of(written(site, **changed)) == hash_of(written(site))


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"unit": "ratio"},
        {"dated_by": "creation"},
        {"window_days": 90},
        {"filters": ("{{ Dimension('opportunity__channel') }} = 'web'",)},
    ],
)
def test_another_meaning_has_another_hash(site, changed):
    assert hash_of(written(site, **changed)) != hash_of(written(site))


def test_a_part_that_means_something_else_changes_the_hash_of_the_whole(site):
    narrower = with_changes(
        site.catalog, "won", filters=("{{ Dimension('opportunity__channel') }} = 'web'",)
    )
    assert hash_of(written(replace(site, catalog=narrower))) != hash_of(written(site))


def hash_of(files: dict[str, str]) -> str:
    return str(json.loads(files[f"{WIN_RATE}.json"])["metric"]["definition_hash"])


def test_changes_of_definitions_are_items_of_a_feed_newest_first(site):
    items = ElementTree.fromstring(written(site, history=HISTORY)["definitions.xml"]).findall(
        ".//item"
    )
    assert [item.findtext("title") for item in items] == [
        "Win rate, version 3",
        "Win rate, version 2",
    ]
    assert items[0].findtext("description") == HISTORY[1].what
    assert items[0].findtext("pubDate") == "Tue, 01 Sep 2026 00:00:00 +0000"
    assert len({item.findtext("guid") for item in items}) == 2


def test_addresses_are_absolute_once_it_is_known_where_the_site_is(site):
    assert "](metrics/funnel/win_rate.md)" in written(site)["llms.txt"]
    site.company.variables["company"]["site_url"] = "https://metrics.example.com/"
    files = written(site, history=HISTORY)
    link = ElementTree.fromstring(files["definitions.xml"]).findtext(".//item/link")
    assert link == "https://metrics.example.com/metrics/funnel/win_rate/"
    assert "](https://metrics.example.com/metrics/funnel/win_rate.md)" in files["llms.txt"]
    assert 'href="https://metrics.example.com/metrics/' in files["mail/monday.html"]


def test_the_markdown_of_a_metric_says_what_its_page_says(site):
    told = written(site, history=HISTORY)[f"{WIN_RATE}.md"]
    assert "31.4\N{NARROW NO-BREAK SPACE}% in Sep 2026" in told
    assert "| Sep 2026 | 31.40\N{NARROW NO-BREAK SPACE}% | 11 | 35 |  |" in told
    assert "| Oct 2026 | 50.00\N{NARROW NO-BREAK SPACE}% | 1 | 2 | not complete yet |" in told
    assert "Win rate = Opportunities won ÷ Opportunities closed" in told
    assert "- Version 2, 1 Mar 2026: Deals without a decision count as lost." in told
    assert "metric:" not in told


def test_ossie_follows_its_specification(site):
    schema = json.loads(Path(__file__).with_name("ossie.schema.json").read_text("utf-8"))
    told = yaml.safe_load(written(site)["ossie.yaml"])
    assert [e.message for e in Draft202012Validator(schema).iter_errors(told)] == []
    (model,) = told["semantic_model"]
    assert [each["name"] for each in model["metrics"]] == sorted(site.catalog.metrics)
    (rate,) = [each for each in model["metrics"] if each["name"] == "win_rate"]
    (only,) = rate["expression"]["dialects"]
    assert only["expression"] == (
        "1.0 * coalesce(sum(opportunities.is_won), 0)"
        " / nullif(coalesce(sum(opportunities.is_closed), 0), 0)"
    ).replace("opportunities.", "")


def test_hostile_words_do_nothing_and_are_not_lost(tmp_path):
    site = staged(tmp_path, "hostile")
    files = written(site)
    metric = site.catalog.metrics["bookings"]
    assert json.loads(files["metrics.json"])["metrics"][0]["label"] == metric.label
    html = markdown.markdown(files["metrics/funnel/bookings.md"], extensions=["tables"])
    elements = {each.tag for each in ElementTree.fromstring(f"<r>{html}</r>").iter()}
    assert elements <= {
        "r",
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "code",
        "pre",
        "em",
    }
    assert "javascript" not in " ".join(
        each.get("href", "") for each in ElementTree.fromstring(f"<r>{html}</r>").iter("a")
    )
    heading = ElementTree.fromstring(f"<r>{html}</r>").findtext("h1")
    assert heading == metric.label


def test_an_e_mail_loads_and_runs_nothing(site):
    mail = written(site, history=HISTORY)["mail/monday.html"]
    for forbidden in ("<script", "<style", "<link", "<img", "src=", "url(", "class=", "onclick"):
        assert forbidden not in mail
    assert "Win rate" in mail
