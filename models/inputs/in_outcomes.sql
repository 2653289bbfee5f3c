with

accepted as (

    select * from {{ ref('checked_outcomes') }}
    where quarantine_reason is null

),

reported as (

    select
        outcome_id,
        {{ surviving('accepted.account_id') }} as account_id,
        measured_on,
        goal,
        result
    from accepted

)

select * from reported
