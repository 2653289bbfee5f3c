{{ config(materialized='incremental', meta={'reopened_by': 'occurred_at'}) }}

with

stage_events as (

    {{ connected('stage_events') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_lead() }} then 'internal record'
            when stage_event_id is null then 'no id'
            when {{ repeated('stage_events') }} then 'duplicate id'
            when {{ impossible(['occurred_at']) }} then 'impossible date'
            when stage is null or stage not in (
                'mql', 'need_confirmed', 'sal', 'sql', 'opportunity',
                'rejected', 'recycled', 'lost'
            )
                then 'unknown stage'
        end as quarantine_reason
    from stage_events

)

select * from checked
