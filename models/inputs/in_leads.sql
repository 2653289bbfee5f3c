with

accepted as (

    select * from {{ ref('checked_leads') }}
    where quarantine_reason is null

),

reported as (

    select
        lead_id,
        {{ surviving('accepted.account_id') }} as account_id,
        contact_id,
        person_id,
        channel,
        industry,
        region,
        employees,
        {{ in_reporting_zone('created_at') }} as created_at,
        coalesce(is_internal, false) as is_internal
    from accepted

)

select * from reported
