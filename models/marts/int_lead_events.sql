with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

leads as (

    select lead_id, created_at from {{ ref('int_lead_fits') }}
    {{ of_reopened_leads() }}

),

stage_events as (

    select * from {{ ref('in_stage_events') }}

),

opportunities as (

    select * from {{ ref('int_opportunities') }}
    where opportunity_type = 'new_business'

),

reached as (

    select lead_id, person_id, stage, occurred_at as reached_at
    from stage_events
    union all
    select lead_id, person_id, 'opportunity' as stage, created_at as reached_at
    from opportunities
    union all
    select lead_id, person_id, 'won' as stage, closed_at as reached_at
    from opportunities
    where is_won

),

since_creation as (

    select
        leads.lead_id,
        reached.person_id,
        reached.stage,
        case
            when reached.reached_at < leads.created_at then leads.created_at
            else reached.reached_at
        end as reached_at
    from leads
    inner join reached on leads.lead_id = reached.lead_id
    inner join as_of on cast(reached.reached_at as date) <= as_of.as_of

)

select * from since_creation
