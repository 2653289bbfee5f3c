with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

subscriptions as (

    select
        account_id,
        plan,
        cast(mrr as decimal(18, 4)) as mrr,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to,
        term_ends_on,
        churn_kind,
        cast(cancelled_at as date) as cancelled_on,
        is_trial
    from {{ ref('in_subscriptions') }}

),

charged as (

    select
        subscriptions.account_id,
        subscriptions.plan,
        subscriptions.mrr,
        subscriptions.valid_from,
        subscriptions.valid_to,
        subscriptions.term_ends_on,
        subscriptions.churn_kind,
        subscriptions.cancelled_on
    from subscriptions
    inner join as_of on subscriptions.valid_from <= as_of.as_of
    where
        subscriptions.account_id is not null
        and not coalesce(subscriptions.is_trial, false)
        and subscriptions.mrr > 0

)

select * from charged
