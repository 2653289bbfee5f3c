with

accepted as (

    select * from {{ ref('checked_stage_events') }}
    where quarantine_reason is null

),

reported as (

    select
        stage_event_id,
        lead_id,
        person_id,
        stage,
        {{ in_reporting_zone('occurred_at') }} as occurred_at
    from accepted

)

select * from reported
{{ where_reopened() }}
