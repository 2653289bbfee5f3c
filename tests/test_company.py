"""The company's settings: read, overlaid, and refused all at once when they cannot be."""

from __future__ import annotations

import pytest

from builds import ROOT
from samepage.company import load_company, read_vars
from samepage.errors import Faulty, Usage

COMPANY = {
    "name": "Acme",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "fiscal_year_starts_in": 4,
    "week_starts_on": 7,
}


def test_overrides_replace_whole_keys_as_dbt_does():
    company = load_company(ROOT, {"company": COMPANY, "sources": {"leads": ["sample", "files"]}})
    assert company.name == "Acme"
    assert company.connectors("leads") == ("sample", "files")
    assert company.connectors("subscriptions") == ()
    assert company.connected == {"leads"}
    assert company.used_connectors == ("files", "sample")


ADDRESS = "an address such as https://metrics.example.com/, with a slash at the end, or null"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("name", "", "the company's name"),
        ("currency", "euro", "an ISO 4217 code such as EUR"),
        ("time_zone", "Berlin", "an IANA time zone such as Europe/Berlin"),
        ("site_url", "https://example.com", ADDRESS),
        ("site_url", "//example.com/", ADDRESS),
        ("fiscal_year_starts_in", 13, "a month from 1 to 12"),
        ("fiscal_year_starts_in", True, "a month from 1 to 12"),
        ("week_starts_on", 0, "an ISO weekday from 1 (Monday) to 7 (Sunday)"),
    ],
)
def test_an_impossible_setting_is_told(key, value, expected):
    with pytest.raises(Faulty) as raised:
        load_company(ROOT, {"company": {**COMPANY, key: value}})
    [fault] = raised.value.faults
    assert (fault.field, fault.expected) == (f"vars.company.{key}", expected)
    assert fault.value == str(value)


@pytest.mark.parametrize("as_of", ["2026-02-30", "soon", 20260930])
def test_an_impossible_day_is_told(as_of):
    with pytest.raises(Faulty, match=r"vars\.as_of"):
        load_company(ROOT, {"as_of": as_of})


HANDOFFS = {"sla_minutes": 240, "untouched_after_days": 7, "opens_at": 9, "closes_at": 18}


@pytest.mark.parametrize(
    ("settings", "field", "value", "expected"),
    [
        (
            {"handoffs": {**HANDOFFS, "sla_minutes": 0}},
            "vars.handoffs.sla_minutes",
            "0",
            "minutes, a whole number from 1 on",
        ),
        (
            {"handoffs": {**HANDOFFS, "untouched_after_days": 2.5}},
            "vars.handoffs.untouched_after_days",
            "2.5",
            "days from 1 to 365",
        ),
        (
            {"handoffs": {**HANDOFFS, "opens_at": "9:00"}},
            "vars.handoffs.opens_at",
            "9:00",
            "an hour from 0 to 23",
        ),
        (
            {"handoffs": {**HANDOFFS, "closes_at": 25}},
            "vars.handoffs.closes_at",
            "25",
            "an hour from 1 to 24",
        ),
        (
            {"handoffs": {**HANDOFFS, "closes_at": 9}},
            "vars.handoffs.closes_at",
            "9",
            "an hour after handoffs.opens_at, which is 9",
        ),
        (
            {"projection": {"months_held_back": -1}},
            "vars.projection.months_held_back",
            "-1",
            "months from 1 to 120",
        ),
        (
            {"projection": None},
            "vars.projection.months_held_back",
            "",
            "months from 1 to 120",
        ),
        ({"people": "surnames"}, "vars.people", "surnames", "one of names, initials, hidden"),
        (
            {"suppress_below": -1},
            "vars.suppress_below",
            "-1",
            "the fewest records that a figure may rest on",
        ),
        ({"quarantine_limit": True}, "vars.quarantine_limit", "True", "a share from 0 to 1"),
        (
            {"quarantine_limits": {"usage": 80}},
            "vars.quarantine_limits.usage",
            "80",
            "a share from 0 to 1",
        ),
        (
            {"quarantine_limits": {"use": 0.8}},
            "vars.quarantine_limits.use",
            "use",
            "an input: accounts, contacts",
        ),
        (
            {"quarantine_limits": 0.8},
            "vars.quarantine_limits",
            "0.8",
            "inputs with a share of their own such as {usage: 0.8}, or {} for none",
        ),
    ],
)
def test_a_setting_of_the_rules_that_cannot_be_is_told(settings, field, value, expected):
    with pytest.raises(Faulty) as raised:
        load_company(ROOT, settings)
    [fault] = raised.value.faults
    assert (fault.field, fault.value) == (field, value)
    assert fault.expected.startswith(expected)


def test_the_limit_of_an_input_is_its_own_or_that_of_all():
    company = load_company(ROOT, {"quarantine_limit": 0.02, "quarantine_limits": {"usage": 1}})
    assert (company.quarantine_limit("usage"), company.quarantine_limit("leads")) == (1.0, 0.02)


def test_all_wrong_settings_come_at_once():
    wrong = {"company": {}, "sources": {"lead": "sample", "leads": "hubspot"}, "as_of": "x"}
    with pytest.raises(Faulty) as raised:
        load_company(ROOT, wrong)
    fields = [fault.field for fault in raised.value.faults]
    assert len([field for field in fields if field.startswith("vars.company.")]) == 5
    assert {"vars.as_of", "vars.sources.lead", "vars.sources.leads"} <= set(fields)
    assert "models/staging/hubspot/" in str(raised.value)


def test_no_sources_at_all_is_told():
    with pytest.raises(Faulty, match="at least one input with its connector"):
        load_company(ROOT, {"sources": {}})


def test_vars_are_a_file_or_yaml(tmp_path):
    file = tmp_path / "company.yml"
    file.write_text("as_of: 2026-09-30\n", "utf-8")
    assert read_vars(str(file)) == read_vars("as_of: 2026-09-30")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nowhere.yml", "no file 'nowhere.yml'"),
        ("a: [", "is not valid YAML"),
        ("word", "key: value"),
    ],
)
def test_vars_that_are_neither_are_a_usage_error(text, told):
    with pytest.raises(Usage, match=told):
        read_vars(text)
