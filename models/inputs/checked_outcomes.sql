with

outcomes as (

    {{ connected('outcomes') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when outcome_id is null then 'no id'
            when {{ repeated('outcomes') }} then 'duplicate id'
            when {{ impossible(['measured_on']) }} then 'impossible date'
        end as quarantine_reason
    from outcomes

)

select * from checked
