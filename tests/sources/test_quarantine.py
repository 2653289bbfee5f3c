"""The border in dbt: which rows the inputs accept, which they set aside, and when that is too many.

One company of files breaks every rule once; dbt builds its inputs, nothing else.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from samepage.company import load_company
from samepage.settings import ENTITIES
from samepage.sources import fetch
from samepage.sources.contract import contract
from samepage.sources.quarantine import COUNTS, quarantine_faults

ROOT = Path(__file__).parents[2]

# Entity -> rows, each with the reason for which it is set aside, or None.
ROWS = {
    "accounts": [
        (None, {"account_id": "a1", "annual_revenue": 100, "currency": "USD"}),
        (None, {"account_id": "a2", "currency": "EUR"}),
        ("internal record", {"account_id": "house", "is_internal": True}),
        ("no id", {"account_name": "Nobody"}),
        ("negative amount", {"account_id": "a3", "annual_revenue": -1, "currency": "EUR"}),
        ("unknown currency", {"account_id": "a4", "annual_revenue": 1, "currency": "usd"}),
        ("unknown currency", {"account_id": "a5", "annual_revenue": 1}),
        # Three records of one company, the last of which stands for all.
        ("merged account", {"account_id": "b1", "merged_into": "b2"}),
        ("merged account", {"account_id": "b2", "merged_into": "a1"}),
        # What was merged is read no more, so nobody has to mend it.
        (
            "merged account",
            {"account_id": "b3", "merged_into": "a2", "annual_revenue": -1, "currency": "?"},
        ),
        ("merged in a circle", {"account_id": "b4", "merged_into": "b5"}),
        ("merged in a circle", {"account_id": "b5", "merged_into": "b4"}),
        ("merged in a circle", {"account_id": "b6", "merged_into": "b5"}),
        ("merged in a circle", {"account_id": "b7", "merged_into": "b7"}),
        ("merged into an unknown account", {"account_id": "b8", "merged_into": "nobody"}),
        ("merged into an unknown account", {"account_id": "b9", "merged_into": "b8"}),
        ("internal record", {"account_id": "test", "merged_into": "house"}),
        # Owned by records of itself and of another.
        (None, {"account_id": "c1", "parent_account_id": "b1"}),
        ("merged account", {"account_id": "c2", "merged_into": "c3"}),
        (None, {"account_id": "c3", "parent_account_id": "c2"}),
    ],
    "contacts": [
        (None, {"contact_id": "c1", "account_id": "a1", "created_at": "2025-01-01"}),
        (
            "impossible date",
            {"contact_id": "c2", "created_at": "2025-01-02", "left_at": "2025-01-01"},
        ),
        ("internal record", {"contact_id": "c3", "account_id": "house"}),
        ("internal record", {"contact_id": "c4", "account_id": "test"}),
        (None, {"contact_id": "c5", "account_id": "b1"}),
    ],
    "leads": [
        # Half past midnight in Berlin is still the day before in UTC.
        (None, {"lead_id": "l1", "created_at": "2025-03-31T22:30:00Z"}),
        ("duplicate id", {"lead_id": "l1", "created_at": "2025-04-02"}),
        ("impossible date", {"lead_id": "l2", "created_at": "1989-12-31"}),
        ("impossible date", {"lead_id": "l3", "created_at": "2036-04-02"}),
        ("internal record", {"lead_id": "l4", "is_internal": True}),
        ("internal record", {"lead_id": "l5", "account_id": "house"}),
        (None, {"lead_id": "l6"}),
        (None, {"lead_id": "l7", "account_id": "b1"}),
        # Nobody knows for whom these accounts stand, so they stay as they are.
        (None, {"lead_id": "l8", "account_id": "b6"}),
        (None, {"lead_id": "l9", "account_id": "b9"}),
    ],
    "stage_events": [
        (None, {"stage_event_id": "e1", "lead_id": "l1", "stage": "mql"}),
        ("internal record", {"stage_event_id": "e2", "lead_id": "l5", "stage": "mql"}),
        ("unknown stage", {"stage_event_id": "e3", "lead_id": "l1", "stage": "MQL"}),
        ("unknown stage", {"stage_event_id": "e4", "lead_id": "l1"}),
    ],
    "opportunities": [
        (
            None,
            {
                "opportunity_id": "o1",
                "status": "won",
                "created_at": "2025-01-10",
                "closed_at": "2025-02-10",
                "amount": 100,
                "currency": "USD",
            },
        ),
        # Created in the afternoon, closed on the same day by a source that knows only days.
        (
            None,
            {
                "opportunity_id": "o2",
                "status": "lost",
                "created_at": "2025-01-10T15:00:00+01:00",
                "closed_at": "2025-01-10",
            },
        ),
        (
            "impossible date",
            {
                "opportunity_id": "o3",
                "status": "lost",
                "created_at": "2025-01-10",
                "closed_at": "2025-01-08",
            },
        ),
        ("unknown status", {"opportunity_id": "o4", "status": "Closed Won"}),
        (
            "negative amount",
            {"opportunity_id": "o5", "status": "open", "amount": -5, "currency": "EUR"},
        ),
        (
            "unknown currency",
            {"opportunity_id": "o6", "status": "open", "amount": 5, "currency": "XTS"},
        ),
        ("internal record", {"opportunity_id": "o7", "status": "open", "account_id": "house"}),
        # Nobody said when: the newest rate.
        (None, {"opportunity_id": "o8", "status": "open", "amount": 100, "currency": "USD"}),
        (None, {"opportunity_id": "o9", "status": "open", "account_id": "b1"}),
    ],
    "touches": [
        (None, {"touch_id": "t1", "lead_id": "l1"}),
        ("internal record", {"touch_id": "t2", "lead_id": "l4"}),
        (None, {"touch_id": "t3", "account_id": "b1"}),
    ],
    "people": [
        (None, {"person_id": "p1", "valid_from": "2024-01-01", "valid_to": "2025-01-01"}),
        (None, {"person_id": "p1", "valid_from": "2025-01-01"}),
        ("no id", {"person_id": "p2"}),
        (
            "impossible date",
            {"person_id": "p3", "valid_from": "2025-01-02", "valid_to": "2025-01-01"},
        ),
    ],
    "subscriptions": [
        # Both intervals at the rate of the first one's day.
        (
            None,
            {
                "subscription_id": "s1",
                "account_id": "a1",
                "mrr": 100,
                "currency": "USD",
                "valid_from": "2025-01-15",
                "valid_to": "2025-02-15",
            },
        ),
        (
            None,
            {
                "subscription_id": "s1",
                "account_id": "a1",
                "mrr": 100,
                "currency": "USD",
                "valid_from": "2025-02-15",
            },
        ),
        (
            "negative MRR",
            {
                "subscription_id": "s2",
                "account_id": "a1",
                "mrr": -1,
                "currency": "EUR",
                "valid_from": "2025-01-15",
            },
        ),
        (
            "impossible date",
            {
                "subscription_id": "s3",
                "mrr": 1,
                "currency": "EUR",
                "valid_from": "2025-01-15",
                "valid_to": "2025-01-14",
            },
        ),
        # Refunded and undone.
        (
            None,
            {
                "subscription_id": "s4",
                "mrr": 100,
                "currency": "USD",
                "valid_from": "2025-01-15",
                "valid_to": "2025-01-15",
            },
        ),
        # Paused for a month.
        (
            None,
            {"subscription_id": "s5", "valid_from": "2025-01-01", "valid_to": "2025-02-01"},
        ),
        (None, {"subscription_id": "s5", "valid_from": "2025-03-01"}),
        (None, {"subscription_id": "s6", "account_id": "b1", "valid_from": "2025-01-01"}),
    ],
    "usage": [
        (None, {"usage_id": "u1", "subscription_id": "s5", "used_on": "2025-01-01", "uses": 3}),
        # It ended in the course of this day.
        (None, {"usage_id": "u2", "subscription_id": "s5", "used_on": "2025-02-01"}),
        (
            "outside its subscription",
            {"usage_id": "u3", "subscription_id": "s5", "used_on": "2025-02-02"},
        ),
        (
            "outside its subscription",
            {"usage_id": "u4", "subscription_id": "s5", "used_on": "2024-12-31"},
        ),
        (None, {"usage_id": "u5", "subscription_id": "s5", "used_on": "2026-03-31"}),
        (None, {"usage_id": "u6", "subscription_id": "s4", "used_on": "2025-01-15"}),
        (
            "outside its subscription",
            {"usage_id": "u12", "subscription_id": "s4", "used_on": "2025-01-16"},
        ),
        # Nothing says that these are outside.
        (None, {"usage_id": "u7", "subscription_id": "s9", "used_on": "2025-01-15"}),
        (None, {"usage_id": "u8", "account_id": "a1", "used_on": "2025-01-15"}),
        (None, {"usage_id": "u9", "subscription_id": "s5"}),
        ("duplicate id", {"usage_id": "u9", "subscription_id": "s5"}),
        ("negative amount", {"usage_id": "u10", "uses": -1}),
        ("internal record", {"usage_id": "u11", "account_id": "house"}),
        (None, {"usage_id": "u13", "account_id": "b1"}),
    ],
    "churn_markers": [
        (None, {"marker_id": "k1", "kind": "account_flag"}),
        (None, {"marker_id": "k2", "kind": "subscription_flag", "marked_on": "2025-01-15"}),
        (None, {"marker_id": "k3", "kind": "churn_log", "marked_on": "2025-01-15"}),
        ("unknown kind", {"marker_id": "k4", "kind": "hunch"}),
        ("unknown kind", {"marker_id": "k5"}),
        ("impossible date", {"marker_id": "k6", "kind": "churn_log", "marked_on": "1925-01-15"}),
        (None, {"marker_id": "k7", "kind": "account_flag", "account_id": "b1"}),
    ],
    "outcomes": [
        (None, {"outcome_id": "m1", "measured_on": "2025-01-01"}),
        ("internal record", {"outcome_id": "m2", "account_id": "house"}),
        (None, {"outcome_id": "m3", "account_id": "b1"}),
    ],
    "surveys": [
        (None, {"survey_id": "q1", "score": 10}),
        ("duplicate id", {"survey_id": "q1"}),
        (None, {"survey_id": "q2", "account_id": "b1"}),
    ],
    "tickets": [
        (None, {"ticket_id": "h1", "opened_at": "2025-01-01T10:00:00Z"}),
        (
            "impossible date",
            {"ticket_id": "h2", "opened_at": "2025-01-03", "closed_at": "2025-01-01"},
        ),
        (None, {"ticket_id": "h3", "account_id": "b1"}),
    ],
    "spend": [
        (None, {"spend_id": "x1", "spent_on": "2025-02-01", "amount": 10, "currency": "USD"}),
        ("negative amount", {"spend_id": "x2", "amount": -1, "currency": "EUR"}),
    ],
    "exchange_rates": [
        (None, {"currency": "USD", "valid_on": "2025-01-01", "rate": 0.9}),
        (None, {"currency": "USD", "valid_on": "2025-02-01", "rate": 0.8}),
        (None, {"currency": "USD", "valid_on": "2025-03-01", "rate": 0.7}),
        ("negative amount", {"currency": "GBP", "valid_on": "2025-01-01", "rate": 0}),
    ],
}


# The inputs whose rows belong to an account.
OF_ACCOUNTS = [
    entity for entity in ENTITIES if entity != "accounts" and "account_id" in contract(ROOT, entity)
]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("quarantine")
    for entity in ENTITIES:
        columns = list(contract(ROOT, entity))
        with (folder / f"{entity}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(row for _, row in ROWS[entity])
    settings = {
        "as_of": "2026-04-01",
        "sources": dict.fromkeys(ENTITIES, "files"),
        "files": {"folder": str(folder)},
    }
    company = load_company(ROOT, settings, folder / "build")
    fetch(company)
    return company


@pytest.fixture(scope="module")
def warehouse(company):
    """A connection to what dbt made of it."""
    build = company.build
    build.compiled.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from dbt.cli.main import cli; cli()",
            *("build", "--select", "+path:models/inputs", "--profiles-dir", str(ROOT)),
            *("--project-dir", str(ROOT), "--vars", yaml.safe_dump(dict(company.overrides))),
            *("--log-path", str(build.path / "logs"), "--quiet"),
        ],
        check=True,
        env={
            **os.environ,
            "SAMEPAGE_BUILD_DIR": str(build.path),
            "DBT_TARGET_PATH": str(build.dbt),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
    )
    with duckdb.connect(build.warehouse, read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_rule_sets_aside_what_breaks_it_and_nothing_else(warehouse, entity):
    key = contract(ROOT, entity)
    first = next(iter(key))
    expected = sorted((str(row.get(first, "")), reason) for reason, row in ROWS[entity] if reason)
    found = warehouse.execute(
        f"select coalesce({first}, ''), quarantine_reason from checked_{entity} "
        "where quarantine_reason is not null order by all"
    ).fetchall()
    assert found == expected
    accepted = sum(reason is None for reason, _ in ROWS[entity])
    assert warehouse.execute(f"select count(*) from in_{entity}").fetchall() == [(accepted,)]


@pytest.mark.parametrize("entity", OF_ACCOUNTS)
def test_what_belongs_to_a_merged_account_is_read_as_the_surviving_ones(warehouse, entity):
    key = next(iter(contract(ROOT, entity)))
    found = warehouse.execute(
        f"select reported.account_id from in_{entity} as reported "
        f"inner join checked_{entity} as delivered using ({key}) where delivered.account_id = 'b1'"
    ).fetchall()
    assert found == [("a1",)]


def test_merges_lead_to_the_last_record_or_say_why_there_is_none(warehouse):
    circle, unknown = "merged in a circle", "merged into an unknown account"
    assert warehouse.execute("from account_merges order by all").fetchall() == [
        ("b1", "a1", None),
        ("b2", "a1", None),
        ("b3", "a2", None),
        ("b4", None, circle),
        ("b5", None, circle),
        ("b6", None, circle),
        ("b7", None, circle),
        ("b8", None, unknown),
        ("b9", None, unknown),
        ("c2", "c3", None),
        ("test", "house", None),
    ]
    kept = "select account_id from in_leads where lead_id in ('l8', 'l9') order by lead_id"
    assert warehouse.execute(kept).fetchall() == [("b6",), ("b9",)]


def test_the_owner_of_an_account_is_the_surviving_one_and_never_itself(warehouse):
    owners = "select account_id, parent_account_id from in_accounts where account_id like 'c%'"
    assert warehouse.execute(f"{owners} order by 1").fetchall() == [("c1", "a1"), ("c3", None)]


def test_the_quarantine_names_records_by_their_key(warehouse):
    records = warehouse.execute(
        "select record_id from quarantine where entity in ('exchange_rates', 'people') "
        "order by entity, record_id"
    ).fetchall()
    assert records == [("GBP 2025-01-01",), ("p3 2025-01-02",), (None,)]


def test_times_are_those_of_the_reporting_zone(warehouse):
    found = warehouse.execute(
        "select created_at::varchar from in_leads where lead_id = 'l1'"
    ).fetchall()
    assert found == [("2025-04-01 00:30:00",)]
    closed = warehouse.execute(
        "select closed_at::varchar from in_opportunities where opportunity_id = 'o1'"
    ).fetchall()
    assert closed == [("2025-02-10 00:00:00",)]


def test_amounts_are_in_the_reporting_currency(warehouse):
    amounts = dict(
        warehouse.execute(
            "select opportunity_id, amount from in_opportunities where amount is not null"
        ).fetchall()
    )
    assert amounts == pytest.approx({"o1": 80.0, "o8": 70.0})
    paid = "select distinct mrr, currency from in_subscriptions where mrr is not null"
    assert warehouse.execute(paid).fetchall() == [(90.0, "EUR")]
    assert warehouse.execute("select amount from in_spend").fetchall() == [(8.0,)]


def test_beyond_the_limit_every_reason_is_a_fault_except_internal_records(company, warehouse):
    faults = quarantine_faults(warehouse.execute(COUNTS).fetchall(), company)
    expected = {
        (f"input {entity} from files", reason)
        for entity in ENTITIES
        for reason, _ in ROWS[entity]
        if reason not in (None, "internal record", "merged account")
    }
    assert {(fault.where, fault.field) for fault in faults} == expected
    duplicate = next(f for f in faults if f.where == "input leads from files" and "dup" in f.field)
    assert duplicate.value == "1 of 10 rows (10.0%)"
    assert duplicate.expected == "at most 1.0% of the rows (vars.quarantine_limit)"
    query = "from checked_leads where quarantine_reason = 'duplicate id'"
    assert query in duplicate.fix
    assert warehouse.execute(query).fetchall()


def test_at_the_limit_there_is_no_fault(company):
    assert quarantine_faults([("leads", "files", "duplicate id", 1, 100)], company) == []
    assert len(quarantine_faults([("leads", "files", "duplicate id", 2, 100)], company)) == 1


def test_an_input_may_have_a_limit_of_its_own(company):
    own = load_company(ROOT, {**company.overrides, "quarantine_limits": {"usage": 0.8}})
    counts = [
        (entity, "files", "outside its subscription", rows, 100)
        for entity, rows in (("usage", 80), ("usage", 81), ("leads", 2))
    ]
    told = [(fault.where, fault.value, fault.expected) for fault in quarantine_faults(counts, own)]
    assert told == [
        (
            "input usage from files",
            "81 of 100 rows (81.0%)",
            "at most 80.0% of the rows (vars.quarantine_limits.usage)",
        ),
        (
            "input leads from files",
            "2 of 100 rows (2.0%)",
            "at most 1.0% of the rows (vars.quarantine_limit)",
        ),
    ]
