"""One query answers every ask."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from samepage.values import Ask, newest_complete, read_values

ROWS = """
values
    ('win_rate', 'month', date '2026-07-01', 'total', 'all', 0.30, 3.0, 10.0, 10, true),
    ('win_rate', 'month', date '2026-08-01', 'total', 'all', 0.40, 4.0, 10.0, 10, true),
    ('win_rate', 'month', date '2026-09-01', 'total', 'all', 0.50, 5.0, 10.0, 10, true),
    ('win_rate', 'month', date '2026-10-01', 'total', 'all', null, 0.0, 0.0, 0, false),
    ('win_rate', 'month', date '2026-08-01', 'channel', 'web', 0.45, 4.5, 10.0, 10, true),
    ('win_rate', 'month', date '2026-09-01', 'channel', 'web', 0.60, 3.0, 5.0, 5, true),
    ('win_rate', 'month', date '2026-09-01', 'channel', 'event', 0.40, 2.0, 5.0, 5, true),
    ('win_rate', 'month', date '2026-10-01', 'channel', 'web', 0.00, 0.0, 1.0, 1, false),
    ('win_rate', 'all', date '2026-07-01', 'total', 'all', 0.41, 12.0, 29.0, 30, true),
    ('renewals', 'month', date '2026-07-01', 'total', 'all', 0.70, 7.0, 10.0, 10, true),
    ('renewals', 'month', date '2026-08-01', 'total', 'all', 0.10, 1.0, 10.0, 10, false)
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("values") / "values.parquet"
    columns = (
        "metric, grain, period_start, dimension, member,"
        " value, numerator, denominator, records, is_complete"
    )
    doubles = ", ".join(
        f"{column}::double as {column}" for column in ("value", "numerator", "denominator")
    )
    duckdb.sql(f"copy (select * replace ({doubles}) from ({ROWS}) as rows({columns})) to '{file}'")
    return file


def found(path, ask):
    values = read_values(path, [ask])[ask]
    return [(value.period_start.month, value.member, value.value) for value in values]


def test_every_period_of_the_total(path):
    assert found(path, Ask("win_rate")) == [
        (7, "all", 0.3),
        (8, "all", 0.4),
        (9, "all", 0.5),
        (10, "all", None),
    ]


def test_the_newest_complete_period_and_those_begun_since(path):
    ask = Ask("win_rate", dimension="channel", last=1)
    assert found(path, ask) == [(9, "event", 0.4), (9, "web", 0.6), (10, "web", 0.0)]


def test_one_member_over_time(path):
    ask = Ask("win_rate", dimension="channel", member="web")
    assert found(path, ask) == [(8, "web", 0.45), (9, "web", 0.6), (10, "web", 0.0)]


def test_one_day(path):
    assert found(path, Ask("win_rate", at=date(2026, 8, 1))) == [(8, "all", 0.4)]


def test_periods_in_which_another_metric_is_complete(path):
    assert found(path, Ask("win_rate", anchor="renewals")) == [(7, "all", 0.3)]


def test_what_is_not_there_is_empty(path):
    assert found(path, Ask("churn")) == []
    assert found(path, Ask("win_rate", "week")) == []


def test_many_asks_are_answered_together_and_once(path):
    asks = [Ask("win_rate"), Ask("win_rate", "all"), Ask("win_rate")]
    answers = read_values(path, asks)
    assert {ask: len(values) for ask, values in answers.items()} == {asks[0]: 4, asks[1]: 1}


def test_nothing_asked_reads_nothing(tmp_path):
    assert read_values(tmp_path / "no.parquet", []) == {}


def test_the_headline_is_the_newest_complete_value(path):
    ask = Ask("win_rate")
    assert newest_complete(read_values(path, [ask])[ask]).value == 0.5
    assert newest_complete([]) is None
