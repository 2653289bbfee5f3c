with

people as (

    {{ connected('people') }}

),

checked as (

    select
        *,
        case
            when person_id is null or valid_from is null then 'no id'
            when {{ repeated('people') }} then 'duplicate id'
            when {{ impossible(['valid_from', 'valid_to']) }}
                then 'impossible date'
            when valid_to < valid_from then 'impossible date'
        end as quarantine_reason
    from people

)

select * from checked
