with

surveys as (

    {{ connected('surveys') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when survey_id is null then 'no id'
            when {{ repeated('surveys') }} then 'duplicate id'
            when {{ impossible(['answered_at']) }} then 'impossible date'
        end as quarantine_reason
    from surveys

)

select * from checked
