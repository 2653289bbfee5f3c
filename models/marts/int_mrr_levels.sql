with

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

starts_and_ends as (

    select
        account_id,
        valid_from as moved_on,
        mrr as change,
        null as churn_kind,
        cast(null as date) as noticed_on
    from subscriptions
    union all
    select
        account_id,
        valid_to as moved_on,
        -mrr as change,
        churn_kind,
        case
            when cancelled_on < valid_to then cancelled_on
            else valid_to
        end as noticed_on
    from subscriptions
    where valid_to < {{ end_of_time() }}

),

-- What ends and what follows on the same day cancel out here. Where several
-- intervals end at once, one voluntary end makes the whole one voluntary, and
-- the last notice is the notice of them all.
changes as (

    select
        account_id,
        moved_on,
        cast(sum(change) as decimal(18, 4)) as change,
        max(churn_kind) as churn_kind,
        max(noticed_on) as noticed_on
    from starts_and_ends
    group by account_id, moved_on
    having sum(change) <> 0

),

levels as (

    select
        *,
        cast(sum(change) over (
            partition by account_id
            order by moved_on
            rows unbounded preceding
        ) as decimal(18, 4)) as mrr,
        min(moved_on) over (partition by account_id) as first_paid_on,
        coalesce(
            lead(moved_on) over (partition by account_id order by moved_on),
            {{ end_of_time() }}
        ) as next_moved_on
    from changes

)

select * from levels
