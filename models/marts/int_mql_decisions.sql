with

milestones as (

    select * from {{ ref('int_lead_milestones') }}
    where mql_at is not null

),

events as (

    select * from {{ ref('int_lead_events') }}

),

set_aside as (

    select
        milestones.lead_id,
        min(case when events.stage = 'rejected' then events.reached_at end)
            as rejected_at,
        min(case when events.stage = 'recycled' then events.reached_at end)
            as recycled_at
    from milestones
    inner join events
        on
            milestones.lead_id = events.lead_id
            and milestones.mql_at <= events.reached_at
    where events.stage in ('rejected', 'recycled')
    group by milestones.lead_id

),

acceptances as (

    select
        lead_id,
        person_id,
        row_number() over (
            partition by lead_id
            order by reached_at, person_id
        ) as place
    from events
    where stage = 'sal' and person_id is not null

),

-- The first decision counts: who rejects what was accepted has accepted it.
decisions as (

    select
        milestones.lead_id,
        acceptances.person_id as accepted_by,
        case
            when
                milestones.sal_at
                <= coalesce(set_aside.rejected_at, milestones.sal_at)
                then 'accepted'
            when set_aside.rejected_at is not null then 'rejected'
        end as decision,
        least(
            coalesce(milestones.sal_at, set_aside.rejected_at),
            coalesce(set_aside.rejected_at, milestones.sal_at)
        ) as decided_at,
        cast(set_aside.recycled_at as date) as recycled_on
    from milestones
    left join set_aside on milestones.lead_id = set_aside.lead_id
    left join acceptances
        on
            milestones.lead_id = acceptances.lead_id
            and acceptances.place = 1

)

select * from decisions
