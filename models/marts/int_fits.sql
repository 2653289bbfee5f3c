with

tiers as (

    select * from {{ ref('int_icp_tiers') }}

),

ideal_tiers as (

    select distinct tier from {{ ref('icp_criteria') }} where is_ideal

),

segments as (

    select
        segment,
        min_employees,
        lead(min_employees) over (order by min_employees) as next_min_employees
    from {{ ref('segments') }}

),

fits as (

    select
        tiers.employees,
        tiers.industry,
        tiers.region,
        segments.segment,
        tiers.icp_tier,
        case
            when tiers.icp_tier <> 'unknown' then ideal_tiers.tier is not null
        end as is_icp
    from tiers
    left join ideal_tiers on tiers.icp_tier = ideal_tiers.tier
    left join segments
        on
            tiers.employees >= segments.min_employees
            and (
                segments.next_min_employees is null
                or tiers.employees < segments.next_min_employees
            )

)

select * from fits
