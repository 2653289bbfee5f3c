with

contacts as (

    {{ connected('contacts') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when contact_id is null then 'no id'
            when {{ repeated('contacts') }} then 'duplicate id'
            when {{ impossible(['created_at', 'left_at']) }}
                then 'impossible date'
            when {{ ends_on_an_earlier_day('created_at', 'left_at') }}
                then 'impossible date'
        end as quarantine_reason
    from contacts

)

select * from checked
