with

accepted as (

    select * from {{ ref('checked_opportunities') }}
    where quarantine_reason is null

),

reported as (

    select
        opportunity_id,
        {{ surviving('accepted.account_id') }} as account_id,
        lead_id,
        person_id,
        product,
        opportunity_type,
        channel,
        status,
        {{ in_reporting_zone('created_at') }} as created_at,
        {{ in_reporting_zone('closed_at') }} as closed_at,
        expected_close_on,
        {{ in_reporting_currency(
            'amount', 'accepted.currency', 'coalesce(closed_at, created_at)'
        ) }} as amount,
        '{{ var('company')['currency'] }}' as currency,
        coalesce(is_internal, false) as is_internal
    from accepted

)

select * from reported
