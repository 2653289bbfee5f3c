"""The sample company: the same bytes for the same seed, and plausible in the ways that matter."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from samepage.company import load_company
from samepage.errors import Faulty
from samepage.settings import ENTITIES
from samepage.sources import sample
from samepage.sources.contract import contract
from samepage.sources.sample import write_sample
from samepage.sources.sample.names import account_names
from samepage.sources.sample.world import Streams

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory):
    """A connection with a view per input, over a company of 10,000 leads."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(ROOT, folder, seed=1, scale=0.5)
    with duckdb.connect() as connection:
        for entity in ENTITIES:
            connection.execute(f"create view {entity} as from '{folder / entity}.parquet'")
        yield connection


def one(connection, query: str):
    (row,) = connection.execute(query).fetchall()
    return row[0] if len(row) == 1 else row


def test_same_seed_and_scale_give_the_same_bytes(tmp_path):
    for run in ("first", "second"):
        write_sample(ROOT, tmp_path / run, seed=7, scale=0.02)
    for entity in ENTITIES:
        name = f"{entity}.parquet"
        assert (tmp_path / "first" / name).read_bytes() == (
            tmp_path / "second" / name
        ).read_bytes(), entity


def test_another_seed_gives_another_company(tmp_path):
    for seed in (1, 2):
        write_sample(ROOT, tmp_path / str(seed), seed=seed, scale=0.02)
    name = "opportunities.parquet"
    assert (tmp_path / "1" / name).read_bytes() != (tmp_path / "2" / name).read_bytes()


def test_streams_do_not_depend_on_each_other():
    streams = Streams(1)
    expected = Streams(1)["deals"].random(3).tolist()
    streams["leads"].random(1000)
    assert streams["deals"].random(3).tolist() == expected
    assert streams["leads"].random(3).tolist() != expected


@pytest.mark.parametrize("entity", ENTITIES)
def test_columns_and_types_are_those_of_the_contract(drawn, entity):
    described = drawn.execute(f"describe {entity}").fetchall()
    found = {
        name: kind.lower().replace("double", "double precision") for name, kind, *_ in described
    }
    assert found == contract(ROOT, entity)


def test_nothing_happens_after_the_last_day(drawn):
    moments = {
        "accounts": ["created_at"],
        "contacts": ["created_at", "left_at"],
        "leads": ["created_at"],
        "stage_events": ["occurred_at"],
        "opportunities": ["created_at", "closed_at"],
        "touches": ["touched_at"],
        "subscriptions": ["valid_from", "cancelled_at"],
        "outcomes": ["measured_on"],
        "usage": ["used_on"],
        "churn_markers": ["marked_on"],
        "surveys": ["answered_at"],
        "tickets": ["opened_at", "first_response_at", "closed_at"],
        "spend": ["spent_on"],
        "exchange_rates": ["valid_on"],
    }
    for entity, columns in moments.items():
        for column in columns:
            newest = one(drawn, f"select cast(max({column}) as date)::varchar from {entity}")
            assert newest <= "2026-10-11", (entity, column)


def test_leads_grow_while_the_share_that_fits_falls(drawn):
    fits = """
        avg((industry in ('Software', 'Financial services', 'Logistics')
            and employees between 50 and 1000)::int)
    """
    per_year = drawn.execute(f"""
        select count(*), {fits} from leads
        where created_at >= '2023-10-01' and created_at < '2026-10-01'
        group by date_diff('month', date '2023-10-01', created_at) // 12
        order by min(created_at)
    """).fetchall()
    counts, shares = zip(*per_year, strict=True)
    assert len(per_year) == 3
    assert counts[0] < counts[1] < counts[2]
    assert shares[0] > shares[1] > shares[2]
    assert 0.05 < one(drawn, "select avg((employees is null)::int) from leads") < 0.2


def test_deals_that_fit_are_won_more_often_and_stay_longer(drawn):
    drawn.execute("""
        create or replace view customers as
        select
            industry in ('Software', 'Financial services', 'Logistics')
                and employees between 50 and 1000 as fits,
            avg((status = 'won')::int) as win_rate,
            avg((account_id in (
                select account_id from subscriptions where churn_kind is not null
            ))::int) filter (status = 'won') as churned
        from opportunities inner join accounts using (account_id)
        where status <> 'open' and opportunity_type = 'new_business' and employees is not null
        group by all
    """)
    (_, wins_other, churned_other), (_, wins, churned) = drawn.execute(
        "from customers order by fits"
    ).fetchall()
    assert wins > 1.15 * wins_other
    assert churned < 0.8 * churned_other


def test_stages_of_a_lead_follow_each_other(drawn):
    wrong = one(
        drawn,
        """
        with ranked as (
            select distinct lead_id, occurred_at,
                list_position(['mql', 'sal', 'sql', 'opportunity'], stage) as rank
            from stage_events where stage in ('mql', 'sal', 'sql', 'opportunity')
        )
        select count(*) from ranked as early inner join ranked as late using (lead_id)
        where early.rank < late.rank and early.occurred_at > late.occurred_at
        """,
    )
    assert wrong == 0


def test_an_account_pays_for_one_subscription_at_a_time(drawn):
    overlapping = one(
        drawn,
        """
        with paid as (
            select * from subscriptions where not is_trial and mrr > 0
        )
        select count(*) from paid as one inner join paid as other
            on one.account_id = other.account_id
            and (one.subscription_id, one.valid_from) <> (other.subscription_id, other.valid_from)
            and one.valid_from <= other.valid_from
            and coalesce(one.valid_to, date '2099-01-01') > other.valid_from
        """,
    )
    assert overlapping == 0


@pytest.mark.parametrize(
    "happening",
    [
        "from subscriptions where is_trial",
        "from subscriptions where churn_kind = 'voluntary' and cancelled_at < valid_to",
        "from subscriptions where churn_kind = 'involuntary' and cancelled_at is null",
        "from subscriptions where term_ends_on is null and not is_trial",
        "from subscriptions where valid_to > date '2026-10-11'",
        "from subscriptions where currency = 'USD'",
        "from opportunities where opportunity_type = 'expansion' and status = 'won'",
        "from opportunities where opportunity_type = 'renewal' and status = 'lost'",
        "from contacts where is_champion and left_at is not null",
        "from touches where not is_automated and person_id is not null",
        "from (from people group by person_id having count(distinct team) > 1)",
        "from (from people group by person_id having count(distinct pod) > 1)",
        "from people where valid_to is not null and team = 'sales'",
        "from contacts where is_champion and left_at is null",
        # Contracts of a month, a quarter and a year.
        "from subscriptions where term_ends_on = valid_from + interval 3 month",
        "from subscriptions where term_ends_on = valid_from + interval 12 month",
        # Bought and undone on the same day.
        "from subscriptions where valid_from = valid_to",
        # Two records of one account, and a record that was merged into a merged one.
        "from accounts where merged_into is not null",
        "from accounts as double inner join accounts as other "
        "on double.merged_into = other.account_id and other.merged_into is not null",
        # Lost, reopened, and won after all or lost again.
        "from stage_events as lost inner join stage_events as again using (lead_id) "
        "inner join opportunities using (lead_id) where lost.stage = 'lost' "
        "and again.stage = 'opportunity' and again.occurred_at > lost.occurred_at "
        "and status = 'won' and closed_at > again.occurred_at",
        "from stage_events as lost inner join stage_events as again using (lead_id) "
        "inner join opportunities using (lead_id) where lost.stage = 'lost' "
        "and again.stage = 'opportunity' and again.occurred_at > lost.occurred_at "
        "and status = 'lost' and closed_at > again.occurred_at",
        # Typed in after it had happened.
        "from stage_events inner join leads using (lead_id) where occurred_at < created_at",
        "from opportunities where currency = 'XTS'",
        "from churn_markers where kind = 'account_flag' and marked_on is null",
        "from churn_markers where kind = 'churn_log' and reason = 'champion left'",
        "from touches inner join contacts using (contact_id) where is_champion",
        "from touches inner join opportunities using (opportunity_id) where touched_at < closed_at",
        # It left and came back: a later subscription of the same account.
        "from subscriptions as old inner join subscriptions as new using (account_id) "
        "where old.churn_kind is not null and new.valid_from > old.valid_to",
        # The same subscription grows and shrinks.
        "from subscriptions as old inner join subscriptions as new using (subscription_id) "
        "where new.valid_from = old.valid_to and new.mrr > old.mrr",
        "from subscriptions as old inner join subscriptions as new using (subscription_id) "
        "where new.valid_from = old.valid_to and new.mrr < old.mrr",
    ],
)
def test_it_happens_in_the_story(drawn, happening):
    query = f"select count(*) {happening}"
    if "group by" in happening:
        query = f"select count(*) {happening.replace('(from', '(select 1 from')}"
    assert one(drawn, query) > 0


def test_work_goes_to_people_who_were_there(drawn):
    absent = one(
        drawn,
        """
        select count(*) from leads
        where created_at >= '2023-10-01' and not exists (
            from people
            where people.person_id = leads.person_id and team in ('growth', 'sales')
                and valid_from <= cast(created_at as date)
                and coalesce(valid_to, date '2099-01-01') > cast(created_at as date)
        )
        """,
    )
    assert absent == 0


def test_teams_are_there_from_their_day_on(drawn):
    teams = dict(
        drawn.execute("select team, min(valid_from)::varchar from people group by team").fetchall()
    )
    assert teams["sales"] == "2024-06-01"
    assert teams["marketing"] == "2024-06-01"
    assert teams["customer_success"] == "2024-10-01"
    assert one(
        drawn, "select count(*), max(valid_to)::varchar from people where team = 'growth'"
    ) == (
        5,
        "2024-06-01",
    )
    pods = drawn.execute(
        "select pod, count(distinct team), min(valid_from)::varchar from people "
        "where starts_with(pod, 'Pod ') group by pod order by pod"
    ).fetchall()
    assert pods == [("Pod Alster", 3, "2025-10-01"), ("Pod Elbe", 3, "2025-10-01")]


def test_a_touch_is_with_a_contact_of_its_account_who_is_there(drawn):
    wrong = one(
        drawn,
        """
        select count(*) from touches inner join contacts using (contact_id)
        where touches.account_id <> contacts.account_id or touched_at > left_at
        """,
    )
    assert wrong == 0


def test_what_people_do_is_done_in_working_hours(drawn):
    at_night = one(
        drawn,
        "select count(*) from touches where not is_automated and kind <> 'email' "
        "and (hour(touched_at) not between 8 and 16 or isodow(touched_at) > 5)",
    )
    assert at_night == 0


def test_systems_disagree_about_who_left(drawn):
    marked = dict(
        drawn.execute(
            "select kind, count(distinct account_id) from churn_markers group by kind"
        ).fetchall()
    )
    left = one(
        drawn,
        "select count(distinct account_id) from subscriptions where churn_kind is not null",
    )
    assert len({*marked.values(), left}) == 4


def test_rates_cover_every_month(drawn):
    months, low, high = one(
        drawn,
        "select count(distinct valid_on), min(rate), max(rate) from exchange_rates "
        "where currency = 'USD' and day(valid_on) = 1",
    )
    assert months == 37
    assert 0.5 < low < high < 1.5


def test_scale_multiplies_the_leads(tmp_path):
    small, large = (write_sample(ROOT, tmp_path, seed=1, scale=scale) for scale in (0.05, 0.1))
    rows = [{table.table: table.rows for table in run} for run in (small, large)]
    assert rows[0]["leads"] == pytest.approx(1_000, rel=0.01)
    assert rows[1]["leads"] == pytest.approx(2_000, rel=0.01)
    assert rows[0]["people"] == rows[1]["people"]


def test_names_are_used_once():
    names = account_names(np.arange(70_000)).tolist()
    assert len(set(names)) == len(names)


def test_settings_that_make_no_sense_are_all_named(tmp_path):
    company = load_company(ROOT, {"sample": {"scale": 0, "seed": "x"}}, tmp_path)
    with pytest.raises(Faulty) as raised:
        sample.fetch(company, tmp_path)
    assert [fault.field for fault in raised.value.faults] == [
        "vars.sample.scale",
        "vars.sample.seed",
    ]


def test_fingerprint_follows_the_settings(tmp_path):
    def of(settings):
        return sample.fingerprint(load_company(ROOT, {"sample": settings}, tmp_path))

    assert of({"scale": 1, "seed": 1}) == of({"scale": 1, "seed": 1})
    assert of({"scale": 1, "seed": 1}) != of({"scale": 1, "seed": 2})


def test_an_interval_never_outlasts_its_term(drawn):
    outlasting = one(
        drawn,
        """
        select count(*) from subscriptions
        where term_ends_on is not null
            and (term_ends_on <= valid_from or coalesce(valid_to, '2026-10-11') > term_ends_on)
        """,
    )
    assert outlasting == 0
