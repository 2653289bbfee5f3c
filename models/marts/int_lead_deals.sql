with

leads as (

    select * from {{ ref('int_lead_fits') }}

),

milestones as (

    select * from {{ ref('int_lead_milestones') }}

),

opportunities as (

    select * from {{ ref('int_opportunities') }}
    where lead_id is not null and opportunity_type = 'new_business'

),

-- The first one won, else the first one opened.
ranked as (

    select
        opportunity_id,
        lead_id,
        account_id,
        row_number() over (
            partition by lead_id
            order by
                coalesce(
                    case when is_won then closed_on end, {{ end_of_time() }}
                ),
                coalesce(created_on, {{ end_of_time() }}),
                opportunity_id
        ) as place
    from opportunities

),

deals as (

    select
        ranked.lead_id,
        ranked.opportunity_id,
        coalesce(ranked.account_id, leads.account_id) as account_id,
        milestones.won_on
    from ranked
    inner join leads on ranked.lead_id = leads.lead_id
    left join milestones on ranked.lead_id = milestones.lead_id
    where ranked.place = 1

)

select * from deals
