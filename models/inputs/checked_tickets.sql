with

tickets as (

    {{ connected('tickets') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when ticket_id is null then 'no id'
            when {{ repeated('tickets') }} then 'duplicate id'
            when {{ impossible(['opened_at', 'first_response_at', 'closed_at']) }}
                then 'impossible date'
            when {{ ends_on_an_earlier_day('opened_at', 'first_response_at') }}
                then 'impossible date'
            when {{ ends_on_an_earlier_day('opened_at', 'closed_at') }}
                then 'impossible date'
        end as quarantine_reason
    from tickets

)

select * from checked
