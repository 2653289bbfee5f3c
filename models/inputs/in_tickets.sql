with

accepted as (

    select * from {{ ref('checked_tickets') }}
    where quarantine_reason is null

),

reported as (

    select
        ticket_id,
        {{ surviving('accepted.account_id') }} as account_id,
        priority,
        {{ in_reporting_zone('opened_at') }} as opened_at,
        {{ in_reporting_zone('first_response_at') }} as first_response_at,
        {{ in_reporting_zone('closed_at') }} as closed_at
    from accepted

)

select * from reported
