with

opportunities as (

    select * from {{ ref('int_opportunities') }}

),

leads as (

    select * from {{ ref('int_lead_fits') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

people as (

    select * from {{ ref('dim_people') }}

),

touches as (

    select * from {{ ref('int_opportunity_touches') }}

),

deals as (

    select
        opportunities.opportunity_id,
        coalesce(opportunities.account_id, leads.account_id) as account_id,
        opportunities.lead_id,
        coalesce(leads.segment, accounts.segment) as segment,
        coalesce(
            nullif(leads.icp_tier, 'unknown'), accounts.icp_tier, 'unknown'
        ) as icp_tier,
        coalesce(leads.is_icp, accounts.is_icp) as is_icp,
        coalesce(opportunities.channel, leads.channel) as channel,
        coalesce(leads.industry, accounts.industry) as industry,
        coalesce(leads.region, accounts.region, people.region) as region,
        people.team,
        people.pod,
        people.rep,
        people.manager,
        opportunities.product,
        opportunities.opportunity_type,
        opportunities.created_on,
        opportunities.closed_at,
        opportunities.closed_on,
        opportunities.expected_close_on,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.is_lost,
        opportunities.amount,
        case when opportunities.is_won then opportunities.amount end
            as amount_won,
        opportunities.days_to_close,
        coalesce(touches.touches, 0) as touches
    from opportunities
    left join leads on opportunities.lead_id = leads.lead_id
    left join accounts
        on
            coalesce(opportunities.account_id, leads.account_id)
            = accounts.account_id
    left join people
        on
            opportunities.person_id = people.person_id
            and opportunities.owned_on >= people.valid_from
            and opportunities.owned_on < people.valid_to
    left join touches on opportunities.opportunity_id = touches.opportunity_id

)

select * from deals
