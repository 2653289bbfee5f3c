{% set stages = ['mql', 'sal', 'sql', 'opportunity', 'won'] %}
{% set asides = ['need_confirmed', 'rejected', 'recycled', 'lost'] %}

with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

leads as (

    select lead_id, created_on from {{ ref('int_lead_fits') }}

),

stage_events as (

    select * from {{ ref('in_stage_events') }}

),

opportunities as (

    select * from {{ ref('int_opportunities') }}
    where opportunity_type = 'new_business'

),

reached as (

    select lead_id, stage, cast(occurred_at as date) as reached_on
    from stage_events
    union all
    select lead_id, 'opportunity' as stage, created_on as reached_on
    from opportunities
    union all
    select lead_id, 'won' as stage, closed_on as reached_on
    from opportunities
    where is_won

),

since_creation as (

    select
        leads.lead_id,
        reached.stage,
        case
            when reached.reached_on < leads.created_on then leads.created_on
            else reached.reached_on
        end as reached_on
    from leads
    inner join reached on leads.lead_id = reached.lead_id
    inner join as_of on reached.reached_on <= as_of.as_of

),

-- Reaching a stage is reaching every stage before it, on that day at the latest.
milestones as (

    select
        {% for stage in stages %}
        min(case
            when stage in ('{{ stages[loop.index0:] | join("', '") }}')
                then reached_on
        end) as {{ stage }}_on,
        {% endfor %}
        {% for stage in asides %}
        min(case when stage = '{{ stage }}' then reached_on end)
            as {{ stage }}_on,
        {% endfor %}
        lead_id
    from since_creation
    group by lead_id

)

select * from milestones
