with

leads as (

    select * from {{ ref('in_leads') }}

),

fits as (

    select * from {{ ref('int_fits') }}

),

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

rated as (

    select
        leads.lead_id,
        leads.account_id,
        leads.person_id,
        fits.segment,
        fits.icp_tier,
        fits.is_icp,
        leads.channel,
        leads.industry,
        leads.region,
        leads.created_at,
        cast(leads.created_at as date) as created_on
    from leads
    inner join fits
        on
            {{ has_same_facts('leads', 'fits') }}

),

come_by_now as (

    select rated.*
    from rated
    inner join as_of
        on rated.created_on is null or rated.created_on <= as_of.as_of

)

select * from come_by_now
