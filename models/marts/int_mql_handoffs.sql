with

leads as (

    select * from {{ ref('int_lead_fits') }}

),

milestones as (

    select * from {{ ref('int_lead_milestones') }}
    where mql_at is not null

),

touches as (

    select * from {{ ref('int_human_touches') }}

),

decisions as (

    select * from {{ ref('int_mql_decisions') }}

),

first_touches as (

    select
        milestones.lead_id,
        min(touches.touched_at) as touched_at
    from milestones
    inner join touches
        on
            milestones.lead_id = touches.lead_id
            and milestones.mql_at <= touches.touched_at
            and touches.touched_at <= {{ dbt.dateadd(
                'day', var('handoffs')['untouched_after_days'], 'milestones.mql_at'
            ) }}
    group by milestones.lead_id

),

handoffs as (

    select
        leads.*,
        coalesce(leads.person_id, decisions.accepted_by) as receiver_id,
        milestones.mql_at as offered_at,
        first_touches.touched_at,
        coalesce(
            decisions.decision = 'accepted'
            and decisions.decided_at
            <= {{ dbt.dateadd('hour', 24, 'milestones.mql_at') }},
            false
        ) as is_accepted_within_a_day,
        coalesce(
            decisions.decision = 'rejected'
            and decisions.decided_at
            <= {{ dbt.dateadd('hour', 24, 'milestones.mql_at') }},
            false
        ) as is_rejected_within_a_day,
        {{ is_within_days(90, 'decisions.recycled_on', 'milestones.mql_on') }}
            as is_recycled_within_90_days,
        {{ is_within_days(90, 'milestones.sql_on', 'milestones.mql_on') }}
            as is_sql_within_90_days
    from milestones
    inner join leads on milestones.lead_id = leads.lead_id
    left join first_touches on milestones.lead_id = first_touches.lead_id
    left join decisions on milestones.lead_id = decisions.lead_id

)

select * from handoffs
