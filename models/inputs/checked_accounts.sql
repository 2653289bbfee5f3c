with

accounts as (

    {{ connected('accounts') }}

),

checked as (

    select
        *,
        case
            when is_internal then 'internal record'
            when account_id is null then 'no id'
            when {{ repeated('accounts') }} then 'duplicate id'
            when {{ impossible(['created_at']) }} then 'impossible date'
            when annual_revenue < 0 then 'negative amount'
            when {{ unknown_currency('annual_revenue') }}
                then 'unknown currency'
        end as quarantine_reason
    from accounts

)

select * from checked
