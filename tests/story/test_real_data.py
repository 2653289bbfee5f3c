"""What real data suffers from, and that none of it shows in the numbers."""

from __future__ import annotations

import duckdb
import pytest

pytestmark = pytest.mark.slow

CHANGED_TEAM = "Paul Schneider"
ENOUGH = 30  # hand-offs of a person, to say anything


def one(connection: duckdb.DuckDBPyConnection, query: str) -> object:
    (row,) = connection.execute(query).fetchall()
    return row[0] if len(row) == 1 else row


REOPENED = """
    with reopened as (
        select lost.lead_id, min(lost.occurred_at) as lost_at
        from in_stage_events as lost
        inner join in_stage_events as again
            on lost.lead_id = again.lead_id
            and lost.stage = 'lost'
            and again.stage = 'opportunity'
            and again.occurred_at > lost.occurred_at
        group by lost.lead_id
    )
"""


def test_a_reopened_deal_is_one_deal_that_ends_once(marts):
    deals, won, lost, open_still, early = one(
        marts,
        f"""{REOPENED}
        select
            count(*), count(*) filter (is_won), count(*) filter (is_lost),
            count(*) filter (not is_closed),
            count(*) filter (closed_on <= cast(lost_at as date))
        from reopened inner join fct_opportunities using (lead_id)
        where opportunity_type = 'new_business'
        """,
    )
    assert deals == one(marts, f"{REOPENED} select count(*) from reopened")
    assert won > 5
    assert lost > 5
    assert won + lost + open_still == deals
    assert early == 0, "closed on the day on which it was lost for the first time"


def test_a_lead_that_was_won_in_the_end_is_not_lost(marts):
    assert (
        one(
            marts,
            f"{REOPENED} select count(*) from reopened inner join fct_leads using (lead_id) "
            "where won_on is not null and lost_on is not null",
        )
        == 0
    )


def test_what_was_typed_in_later_happened_at_creation_at_the_earliest(marts):
    assert (
        one(
            marts,
            "select count(*) from in_stage_events inner join in_leads using (lead_id) "
            "where stage = 'mql' and cast(occurred_at as date) < cast(created_at as date)",
        )
        > 10
    )
    assert one(marts, "select count(*) from fct_leads where mql_on < created_on") == 0


def test_what_was_refunded_on_the_same_day_made_no_customer(marts):
    refunded = """
        select account_id from in_subscriptions where valid_from = valid_to
        except
        select account_id from in_subscriptions
        where valid_from < coalesce(valid_to, date '9999-12-31') and not is_trial
    """
    assert one(marts, f"select count(*) from ({refunded})") >= 5
    assert (
        one(marts, f"select count(*) from fct_account_months where account_id in ({refunded})") == 0
    )


def test_dollars_become_euros_at_the_rate_of_the_first_day(marts):
    rows, wrong = one(
        marts,
        """
        with dollars as (
            select subscription_id, valid_from, mrr,
                min(valid_from) over (partition by subscription_id) as begun_on
            from raw_subscriptions
            where currency = 'USD' and mrr > 0
        ),
        priced as (
            select dollars.*, (
                select arg_max(rate, valid_on) from raw_exchange_rates as rates
                where rates.currency = 'USD' and rates.valid_on <= dollars.begun_on
            ) as rate
            from dollars
        )
        select count(*), count(*) filter (
            abs(reported.mrr - priced.mrr * priced.rate) > 0.01 or reported.currency <> 'EUR'
        )
        from priced
        inner join in_subscriptions as reported using (subscription_id, valid_from)
        """,
    )
    assert rows > 100
    assert wrong == 0


def test_a_merged_account_is_read_as_the_one_that_stays(marts):
    merged = "select account_id from raw_accounts where merged_into is not null"
    assert one(marts, f"select count(*) from ({merged})") >= 5
    # One was merged into a record that was merged itself.
    assert (
        one(
            marts,
            f"select count(*) from ({merged}) where account_id in "
            "(select merged_into from raw_accounts)",
        )
        >= 1
    )
    for entity in ("leads", "subscriptions"):
        told = f"from raw_{entity} where account_id in ({merged})"
        assert one(marts, f"select count(*) {told}") >= 5
        assert one(marts, f"select count(*) from in_{entity} where account_id in ({merged})") == 0
    assert one(marts, f"select count(*) from dim_accounts where account_id in ({merged})") == 0


def test_a_customer_known_under_two_records_is_new_once_and_does_not_churn_between(marts):
    survivors, new, churned_while_paying = one(
        marts,
        """
        with survivors as (
            select distinct coalesce(on_the_way.merged_into, doubles.merged_into) as account_id
            from raw_accounts as doubles
            left join raw_accounts as on_the_way
                on doubles.merged_into = on_the_way.account_id
            where doubles.merged_into is not null
        ),
        ends as (
            select survivors.account_id, min(paid.valid_to) as switched_on
            from survivors
            inner join in_subscriptions as paid using (account_id)
            where not is_trial
            group by survivors.account_id
        ),
        -- Where the order for the next term came late there is a gap, and it counts.
        switched as (
            select ends.*
            from ends
            inner join in_subscriptions as paid using (account_id)
            where not is_trial and valid_from = switched_on
        )
        select
            count(distinct account_id), count(*) filter (is_new_customer),
            count(*) filter (
                is_churned_customer and month_starts_on = date_trunc('month', switched_on)
            )
        from switched inner join fct_account_months using (account_id)
        """,
    )
    assert survivors >= 5
    assert new == survivors
    assert churned_while_paying == 0


@pytest.mark.parametrize("entity", ["accounts", "leads", "opportunities"])
def test_test_records_stay_out(marts, entity):
    key = {"accounts": "account_id", "leads": "lead_id", "opportunities": "opportunity_id"}[entity]
    tests = f"select {key} from raw_{entity} where is_internal"
    assert one(marts, f"select count(*) from ({tests})") > 0
    assert one(marts, f"select count(*) from in_{entity} where {key} in ({tests})") == 0
    of_house = "select account_id from raw_accounts where is_internal"
    assert one(marts, f"select count(*) from in_{entity} where account_id in ({of_house})") == 0


def test_work_counts_for_the_team_of_its_day(marts):
    """He sold until March 2025 and looks after customers since."""
    teams = marts.execute(
        """
        select min(valid_from), team from dim_people
        where rep = ? group by team order by min(valid_from)
        """,
        [CHANGED_TEAM],
    ).fetchall()
    assert [team for _, team in teams] == ["sales", "customer_success"]
    changed_on = teams[1][0]
    of_him = f"from fct_handoffs where rep = '{CHANGED_TEAM}'"
    assert one(marts, f"select count(*) {of_him} and team = 'sales'") > ENOUGH
    assert one(marts, f"select count(*) {of_him} and team = 'customer_success'") > ENOUGH
    assert (
        one(
            marts,
            f"select count(*) {of_him} and (team = 'sales') <> (offered_on < date '{changed_on}')",
        )
        == 0
    )
