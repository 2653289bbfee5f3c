with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

touches as (

    select * from {{ ref('in_touches') }}
    where not is_automated

),

opportunities as (

    select * from {{ ref('in_opportunities') }}

),

leads as (

    select * from {{ ref('in_leads') }}

),

people as (

    select * from {{ ref('dim_people') }}

),

made_by_now as (

    select
        touches.touch_id,
        touches.opportunity_id,
        coalesce(touches.lead_id, opportunities.lead_id) as lead_id,
        coalesce(
            touches.account_id, opportunities.account_id, leads.account_id
        ) as account_id,
        touches.person_id,
        people.team,
        touches.touched_at,
        cast(touches.touched_at as date) as touched_on
    from touches
    inner join as_of on cast(touches.touched_at as date) <= as_of.as_of
    left join opportunities
        on touches.opportunity_id = opportunities.opportunity_id
    left join leads
        on coalesce(touches.lead_id, opportunities.lead_id) = leads.lead_id
    left join people
        on
            touches.person_id = people.person_id
            and cast(touches.touched_at as date) >= people.valid_from
            and cast(touches.touched_at as date) < people.valid_to

)

select * from made_by_now
