with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

starts_and_ends as (

    select account_id, valid_from as moved_on, mrr as change, null as churn_kind
    from subscriptions
    union all
    select account_id, valid_to as moved_on, -mrr as change, churn_kind
    from subscriptions
    inner join as_of on subscriptions.valid_to <= as_of.as_of

),

-- What ends and what follows on the same day cancel out here. Where several
-- intervals end at once, one voluntary end makes the whole one voluntary.
changes as (

    select
        account_id,
        moved_on,
        sum(change) as change,
        max(churn_kind) as churn_kind
    from starts_and_ends
    group by account_id, moved_on
    having sum(change) <> 0

),

levels as (

    select
        *,
        sum(change) over (
            partition by account_id
            order by moved_on
            rows unbounded preceding
        ) as mrr,
        min(moved_on) over (partition by account_id) as first_paid_on
    from changes

),

movements as (

    select
        account_id,
        moved_on,
        case
            when moved_on = first_paid_on then 'new'
            when mrr = 0 then 'churned'
            when mrr = change then 'reactivation'
            when change > 0 then 'expansion'
            else 'contraction'
        end as movement,
        abs(change) as amount,
        churn_kind
    from levels

)

select * from movements
