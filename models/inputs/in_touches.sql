with

accepted as (

    select * from {{ ref('checked_touches') }}
    where quarantine_reason is null

),

reported as (

    select
        touch_id,
        lead_id,
        opportunity_id,
        {{ surviving('accepted.account_id') }} as account_id,
        contact_id,
        person_id,
        kind,
        coalesce(is_automated, false) as is_automated,
        {{ in_reporting_zone('touched_at') }} as touched_at
    from accepted

)

select * from reported
{{ where_reopened() }}
