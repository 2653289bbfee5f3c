with

accepted as (

    select * from {{ ref('checked_churn_markers') }}
    where quarantine_reason is null

),

reported as (

    select
        marker_id,
        {{ surviving('accepted.account_id') }} as account_id,
        subscription_id,
        kind,
        marked_on,
        reason
    from accepted

)

select * from reported
