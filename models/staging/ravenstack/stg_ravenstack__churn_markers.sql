with

accounts as (

    select * from {{ source('ravenstack', 'accounts') }}
    where churn_flag

),

subscriptions as (

    select * from {{ source('ravenstack', 'subscriptions') }}
    where churn_flag

),

churn_events as (

    select * from {{ source('ravenstack', 'churn_events') }}

),

-- Three lists that contradict each other, each as it is. Only the second one decides what
-- our own metrics count, through the days on which subscriptions end.
markers as (

    select
        'account/' || account_id as marker_id,
        account_id,
        cast(null as varchar) as subscription_id,
        'account_flag' as kind,
        cast(null as date) as marked_on,
        cast(null as varchar) as reason
    from accounts

    union all

    select
        'subscription/' || subscription_id as marker_id,
        account_id,
        subscription_id,
        'subscription_flag' as kind,
        end_date as marked_on,
        cast(null as varchar) as reason
    from subscriptions

    union all

    select
        churn_event_id as marker_id,
        account_id,
        cast(null as varchar) as subscription_id,
        'churn_log' as kind,
        churn_date as marked_on,
        reason_code as reason
    from churn_events

)

select * from markers
