"""scripts/query.py: what it prints, what it asks back, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

import query
from builds import ROOT, SMALL
from samepage.query import Answer, Question
from samepage.query.answer import Row


@pytest.fixture
def ask(sample_site):
    """Runs the verb on the small sample company."""

    def run(*arguments: str) -> Result:
        folder = ["--vars", str(ROOT / SMALL), "--build-dir", str(sample_site.build.path)]
        return CliRunner().invoke(query.main, [*arguments, *folder])

    return run


def faults_of(result: Result) -> list[str]:
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("query: ")]
    return [re.sub(r"\d+ names", "N names", line) for line in lines]


def test_a_table_says_how_far_the_data_reach(ask):
    result = ask("win_rate", "leads", "--by", "segment", "--grain", "quarter", "--since", "2026-07")
    lines = [line.strip() for line in result.stdout.splitlines() if line.strip()]
    assert lines[0].split() == ["Period", "Segment", "Win", "rate", "Leads"]
    assert lines[2].startswith("Q3 2026   Enterprise ")
    assert "Q4 2026" in result.stdout
    assert lines[-2:] == [
        "Data as of 11 Oct 2026.",
        "* not complete: the period or its cohort's window is not over.",
    ]
    assert result.exit_code == 0


def test_a_long_answer_ends_with_its_newest_rows(ask):
    result = ask("leads", "--grain", "week", "--limit", "3")
    assert "21 Sep 2026" in result.stdout
    assert "14 Sep 2026" not in result.stdout
    assert "These are the newest 3 of " in result.stdout
    assert len(ask("leads", "--grain", "week", "--limit", "0").stdout.splitlines()) > 100


def test_an_answer_without_rows_says_where_to_look(ask):
    lines = ask("leads", "--where", "segment = 'Enterprize'").stdout.splitlines()
    assert lines[0].startswith("Nothing was counted. ")
    assert lines[1:] == ["Data as of 11 Oct 2026."]
    assert ask("leads", "--where", "segment = 'Enterprize'", "--csv").stdout == (
        "period_start,leads,is_complete\n"
    )


def test_names_of_the_data_cannot_write_on_the_terminal(ask, sample_site, monkeypatch):
    """A rep named after an escape sequence is shown, and not obeyed."""
    rows = (Row(date(2026, 9, 1), ("\x1b[31mRed [bold]Ann[/bold]",), (3.0,), (True,)),)

    def answered(_: object, __: object, question: Question) -> Answer:
        return Answer(question, "", date(2026, 10, 11), rows)

    monkeypatch.setattr(query, "answer", answered)
    written = ask("leads", "--by", "rep").stdout
    assert "\x1b" not in written
    assert "\N{REPLACEMENT CHARACTER}[31mRed [bold]Ann[/bold]" in written


def test_csv_and_json_hold_the_same_numbers_in_full(ask):
    arguments = ("average_deal_size", "bookings", "--by", "channel", "--since", "2025")
    read = list(csv.DictReader(io.StringIO(ask(*arguments, "--csv").stdout)))
    told = json.loads(ask(*arguments, "--json").stdout)
    assert list(read[0]) == [
        "period_start",
        "channel",
        "average_deal_size",
        "bookings",
        "is_complete",
    ]
    assert [each["period_start"] for each in read] == [
        each["period_start"] for each in told["rows"]
    ]
    for name in told["metrics"]:
        numbers = [float(each[name]) if each[name] else None for each in read]
        assert numbers == [each[name] for each in told["rows"]]
    assert {each["is_complete"] for each in told["rows"]} == {True, False}


def test_the_statement_gives_the_answer_by_itself(ask, sample_site):
    arguments = ("bookings", "--by", "segment,rep", "--grain", "year", "--where", "is_icp")
    statement = ask(*arguments, "--sql").stdout
    assert statement.startswith("-- Bookings by year and segment and rep\nselect\n")
    with duckdb.connect(str(sample_site.build.warehouse), read_only=True) as warehouse:
        found = warehouse.execute(statement).fetchall()
    told = json.loads(ask(*arguments, "--json").stdout)["rows"]
    by_key = {(row["period_start"], row["segment"], row["rep"]): row["bookings"] for row in told}
    assert found
    for day, segment, rep, bookings in found:
        assert by_key[day.isoformat(), segment, rep] == pytest.approx(float(bookings))


def test_all_time_counts_what_has_no_date(ask):
    [row] = json.loads(ask("leads", "--grain", "all", "--json").stdout)["rows"]
    assert list(row) == ["leads", "is_complete"]
    assert "all time" in ask("leads", "--grain", "all").stdout


def test_everything_that_is_wrong_is_told_at_once(ask):
    result = ask(
        *("win_rat", "leads", "--by", "chanel,rep,rep", "--grain", "fortnight"),
        *("--since", "2026-13", "--until", "soon", "--where", "segmnt = 'Enterprise'"),
    )
    assert faults_of(result) == [
        "query: --by: found 'chanel', expected a dimension of all these metrics, "
        "one of channel, icp_tier, industry, is_icp, pod, region, rep, segment, team",
        "query: --by: found 'rep', expected each dimension once",
        "query: --grain: found 'fortnight', expected a grain of Leads, "
        "one of week, month, quarter, year, all",
        "query: --since: found '2026-13', expected a day, a month or a year: "
        "2026-08-17, 2026-08, 2026",
        "query: --until: found 'soon', expected a day, a month or a year: "
        "2026-08-17, 2026-08, 2026",
        "query: --where: found 'segmnt', expected a dimension or a date of all these metrics, "
        "one of N names",
        "query: METRIC: found 'win_rat', expected a metric, one of N names",
    ]
    assert "to mend: write `channel`" in result.stderr
    assert "to mend: write `win_rate`" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nrr",), "to mend: write `net_revenue_retention`\n"),
        (("churn",), ", or one of "),
        (("zzz",), "look it up in metrics/"),
        (("leads", "--since", "2026-05", "--until", "2026-04"), "a day that is not before"),
        (("leads", "--grain", "all", "--since", "2026"), "all time has none"),
        (("closing_mrr", "--grain", "day"), "a grain of Closing MRR, one of month, quarter, year"),
        (("closing_mrr", "--by", "rep"), "leave --by out for the total"),
        (("leads", "--where", "segment = 'x"), "a quote in it twice"),
        (("leads", "--where", "(segment = 'x'"), "as many ( as )"),
        (("leads", "--where", "segment = 'x'; drop table fct_leads"), "found ';'"),
        (("leads", "--where", "segment ="), "--where cannot be computed"),
        (("leads", "--where", "is_icp = 'perhaps'"), "--where cannot be computed"),
    ],
)
def test_what_cannot_be_answered_is_told_with_a_way_out(ask, arguments, told):
    result = ask(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_without_a_build_says_what_to_run(tmp_path):
    result = CliRunner().invoke(query.main, ["leads", "--build-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert "nothing to ask yet; run `make site`" in result.stderr


def test_a_build_on_a_server_is_asked_there(ask, sample_site, monkeypatch):
    """Such a build leaves a warehouse with nothing in it but what is published."""
    with duckdb.connect() as results:
        results.execute("create table metric_values as select 1 as value")
        monkeypatch.setattr(duckdb, "connect", lambda *_, **__: results)
        result = ask("leads")
    assert result.exit_code == 2
    assert "print the statement with --sql" in result.stderr


def test_a_warehouse_that_is_being_written_is_busy(ask, sample_site, monkeypatch):
    def locked(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not set lock on file")

    monkeypatch.setattr(duckdb, "connect", locked)
    result = ask("leads")
    assert result.exit_code == 3
    assert "a build is writing it" in result.stderr


def test_a_metric_that_waits_names_the_inputs(sample_site):
    """The same build, told that nothing fills subscriptions."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text("utf-8"))
    sources = {**project["vars"]["sources"], "subscriptions": []}
    folder = ["--build-dir", str(sample_site.build.path)]
    told = CliRunner().invoke(query.main, ["arr", "--vars", str({"sources": sources}), *folder])
    assert told.exit_code == 2
    assert "this one waits for subscriptions" in told.stderr


def test_an_explanation_goes_down_to_marts_and_systems(ask):
    lines = ask("net_revenue_retention", "--explain").stdout.splitlines()
    assert lines[0] == "Net revenue retention"
    told = [line.lstrip(" │├└─") for line in lines]
    assert "Formula: Net revenue retention = Kept and grown MRR ÷ Opening MRR" in told
    assert "Alternatives: Net revenue retention, with reactivation" in told
    assert "on the first day of the period that has any" in told
    assert "sum of opening_mrr in fct_account_months" in told
    assert "fct_account_months, from subscriptions (sample)" in told
    assert any(line.startswith("Hash: sha256:") for line in told)


def test_an_explanation_says_filters_in_words(ask):
    told = ask("win_rate", "--explain").stdout
    assert "only opportunity type = 'new_business'" in told
