with

accepted as (

    select * from {{ ref('checked_people') }}
    where quarantine_reason is null

),

reported as (

    select
        person_id,
        person_name,
        team,
        pod,
        manager_name,
        region,
        valid_from,
        valid_to
    from accepted

)

select * from reported
