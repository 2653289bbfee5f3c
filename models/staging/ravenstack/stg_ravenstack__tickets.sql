with

source as (

    select * from {{ source('ravenstack', 'support_tickets') }}

),

-- Tickets come with a day only, and both their closing and their first answer are counted
-- from its midnight.
renamed as (

    select
        ticket_id,
        account_id,
        priority,
        {{ start_of_day('submitted_at') }} as opened_at,
        {{ dbt.dateadd(
            'minute', 'first_response_time_minutes', start_of_day('submitted_at')
        ) }} as first_response_at,
        closed_at
    from source

)

select * from renamed
