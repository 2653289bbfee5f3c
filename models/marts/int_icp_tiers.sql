with

accounts as (

    select * from {{ ref('in_accounts') }}

),

leads as (

    select * from {{ ref('in_leads') }}

),

criteria as (

    select * from {{ ref('icp_criteria') }}

),

facts as (

    select
        {{ facts() }}
    from accounts
    union
    select
        {{ facts() }}
    from leads

),

compared as (

    select
        facts.*,
        criteria.tier,
        {{ meets('criteria.min_employees', 'facts.employees', '>=') }}
        and {{ meets('criteria.max_employees', 'facts.employees', '<=') }}
        and {{ meets('criteria.industry', 'facts.industry', '=') }}
        and {{ meets('criteria.region', 'facts.region', '=') }} as is_met
    from facts
    cross join criteria

),

best as (

    select
        employees,
        industry,
        region,
        min(case when is_met then tier end) as tier_met,
        min(case when is_met is null then tier end) as tier_possible
    from compared
    group by employees, industry, region

),

tiers as (

    select
        employees,
        industry,
        region,
        case
            when tier_met is null and tier_possible is null then 'none'
            when tier_possible is null or tier_met <= tier_possible then tier_met
            else 'unknown'
        end as icp_tier
    from best

)

select * from tiers
