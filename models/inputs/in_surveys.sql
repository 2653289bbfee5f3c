with

accepted as (

    select * from {{ ref('checked_surveys') }}
    where quarantine_reason is null

),

reported as (

    select
        survey_id,
        {{ surviving('accepted.account_id') }} as account_id,
        contact_id,
        score,
        {{ in_reporting_zone('answered_at') }} as answered_at
    from accepted

)

select * from reported
