with

accepted as (

    select * from {{ ref('checked_usage') }}
    where quarantine_reason is null

),

reported as (

    select
        usage_id,
        subscription_id,
        {{ surviving('accepted.account_id') }} as account_id,
        used_on,
        feature,
        uses
    from accepted

)

select * from reported
