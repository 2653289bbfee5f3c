with

accepted as (

    select * from {{ ref('checked_exchange_rates') }}
    where quarantine_reason is null

),

reported as (

    select
        currency,
        valid_on,
        rate
    from accepted

)

select * from reported
