with

accepted as (

    select * from {{ ref('checked_spend') }}
    where quarantine_reason is null

),

reported as (

    select
        spend_id,
        spent_on,
        team,
        channel,
        {{ in_reporting_currency('amount', 'accepted.currency', 'spent_on') }}
            as amount,
        '{{ var('company')['currency'] }}' as currency
    from accepted

)

select * from reported
