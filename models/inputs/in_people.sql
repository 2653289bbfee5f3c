with

accepted as (

    select * from {{ ref('checked_people') }}
    where quarantine_reason is null

),

reported as (

    select
        person_id,
        {{ name_shown('accepted.person_id', 'accepted.person_name') }} as person_name,
        team,
        pod,
        {{ manager_shown('accepted.manager_name') }} as manager_name,
        region,
        valid_from,
        valid_to
    from accepted

)

select * from reported
