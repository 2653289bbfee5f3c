with

accepted as (

    select * from {{ ref('checked_accounts') }}
    where quarantine_reason is null

),

reported as (

    select
        account_id,
        account_name,
        nullif(
            {{ surviving('accepted.parent_account_id') }}, account_id
        ) as parent_account_id,
        merged_into,
        industry,
        region,
        employees,
        {{ in_reporting_currency('annual_revenue', 'accepted.currency', 'created_at') }}
            as annual_revenue,
        '{{ var('company')['currency'] }}' as currency,
        {{ in_reporting_zone('created_at') }} as created_at,
        coalesce(is_internal, false) as is_internal
    from accepted

)

select * from reported
