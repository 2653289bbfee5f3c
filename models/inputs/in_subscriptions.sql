with

accepted as (

    select
        *,
        min(valid_from) over (partition by subscription_id) as began_on
    from {{ ref('checked_subscriptions') }}
    where quarantine_reason is null

),

reported as (

    select
        subscription_id,
        {{ surviving('accepted.account_id') }} as account_id,
        plan,
        {{ in_reporting_currency('mrr', 'accepted.currency', 'began_on') }}
            as mrr,
        '{{ var('company')['currency'] }}' as currency,
        valid_from,
        valid_to,
        term_ends_on,
        coalesce(is_trial, false) as is_trial,
        churn_kind,
        {{ in_reporting_zone('cancelled_at') }} as cancelled_at
    from accepted

)

select * from reported
