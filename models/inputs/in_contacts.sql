with

accepted as (

    select * from {{ ref('checked_contacts') }}
    where quarantine_reason is null

),

reported as (

    select
        contact_id,
        {{ surviving('accepted.account_id') }} as account_id,
        role,
        coalesce(is_champion, false) as is_champion,
        {{ in_reporting_zone('created_at') }} as created_at,
        {{ in_reporting_zone('left_at') }} as left_at
    from accepted

)

select * from reported
