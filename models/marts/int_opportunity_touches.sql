with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

opportunities as (

    select
        opportunities.opportunity_id,
        opportunities.lead_id,
        coalesce(opportunities.closed_on, as_of.as_of) as ends_on
    from {{ ref('int_opportunities') }} as opportunities
    cross join as_of

),

touches as (

    select * from {{ ref('int_human_touches') }}

),

on_deals as (

    select opportunities.opportunity_id
    from opportunities
    inner join touches
        on opportunities.opportunity_id = touches.opportunity_id
    where touches.touched_on <= opportunities.ends_on

),

on_leads as (

    select opportunities.opportunity_id
    from opportunities
    inner join touches on opportunities.lead_id = touches.lead_id
    where
        touches.opportunity_id is null
        and touches.touched_on <= opportunities.ends_on

),

every_touch as (

    select opportunity_id from on_deals
    union all
    select opportunity_id from on_leads

),

counted as (

    select
        opportunity_id,
        count(*) as touches
    from every_touch
    group by opportunity_id

)

select * from counted
