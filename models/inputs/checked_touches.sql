{{ config(materialized='incremental', meta={'reopened_by': 'touched_at'}) }}

with

touches as (

    {{ connected('touches') }}

),

checked as (

    select
        *,
        case
            when {{ of_internal_account() }} then 'internal record'
            when {{ of_internal_lead() }} then 'internal record'
            when touch_id is null then 'no id'
            when {{ repeated('touches') }} then 'duplicate id'
            when {{ impossible(['touched_at']) }} then 'impossible date'
        end as quarantine_reason
    from touches

)

select * from checked
