with

spend as (

    {{ connected('spend') }}

),

checked as (

    select
        *,
        case
            when spend_id is null then 'no id'
            when {{ repeated('spend') }} then 'duplicate id'
            when {{ impossible(['spent_on']) }} then 'impossible date'
            when amount < 0 then 'negative amount'
            when {{ unknown_currency('amount') }} then 'unknown currency'
        end as quarantine_reason
    from spend

)

select * from checked
