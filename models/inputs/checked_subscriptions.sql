with

subscriptions as (

    {{ connected('subscriptions') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when subscription_id is null or valid_from is null then 'no id'
            when {{ repeated('subscriptions') }} then 'duplicate id'
            when {{ impossible([
                'valid_from', 'valid_to', 'term_ends_on', 'cancelled_at'
            ]) }}
                then 'impossible date'
            when valid_to < valid_from then 'impossible date'
            when mrr < 0 then 'negative MRR'
            when {{ unknown_currency('mrr') }} then 'unknown currency'
        end as quarantine_reason
    from subscriptions

)

select * from checked
