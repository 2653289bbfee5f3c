with

usage as (

    {{ connected('usage') }}

),

intervals as (

    select * from {{ ref('checked_subscriptions') }}

),

-- A subscription ends in the course of a day, so that the day of its end is still inside.
checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when usage_id is null then 'no id'
            when {{ repeated('usage') }} then 'duplicate id'
            when {{ impossible(['used_on']) }} then 'impossible date'
            when
                used_on is not null
                and subscription_id in (select subscription_id from intervals)
                and not exists (
                    select 1 from intervals
                    where
                        intervals.subscription_id = usage.subscription_id
                        and usage.used_on >= intervals.valid_from
                        and usage.used_on
                        <= coalesce(intervals.valid_to, date '9999-12-31')
                )
                then 'outside its subscription'
            when uses < 0 then 'negative amount'
        end as quarantine_reason
    from usage

)

select * from checked
