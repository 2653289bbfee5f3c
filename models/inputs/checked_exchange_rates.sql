with

exchange_rates as (

    {{ connected('exchange_rates') }}

),

checked as (

    select
        *,
        case
            when currency is null or valid_on is null then 'no id'
            when {{ repeated('exchange_rates') }} then 'duplicate id'
            when {{ impossible(['valid_on']) }} then 'impossible date'
            when rate is null or rate <= 0 then 'negative amount'
        end as quarantine_reason
    from exchange_rates

)

select * from checked
