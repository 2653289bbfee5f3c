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


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("name", "", "the company's name"),
        ("currency", "euro", "an ISO 4217 code such as EUR"),
        ("time_zone", "Berlin", "an IANA time zone such as Europe/Berlin"),
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
