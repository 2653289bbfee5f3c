with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

deals as (

    select * from {{ ref('int_lead_deals') }}

),

outcomes as (

    select * from {{ ref('in_outcomes') }}

),

first_terms as (

    select * from {{ ref('int_first_terms') }}

),

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

successes as (

    select deals.lead_id, min(outcomes.measured_on) as successful_on
    from deals
    inner join outcomes
        on
            deals.account_id = outcomes.account_id
            and deals.won_on <= outcomes.measured_on
            and outcomes.goal <= outcomes.result
    inner join as_of on outcomes.measured_on <= as_of.as_of
    group by deals.lead_id

),

renewals as (

    select
        first_terms.lead_id,
        min(case
            when subscriptions.valid_from > first_terms.ends_on
                then subscriptions.valid_from
            else first_terms.ends_on
        end) as renewed_on
    from first_terms
    inner join subscriptions
        on
            first_terms.account_id = subscriptions.account_id
            and first_terms.ends_on < subscriptions.valid_to
    inner join as_of on first_terms.ends_on <= as_of.as_of
    group by first_terms.lead_id

),

results as (

    select
        deals.lead_id,
        deals.opportunity_id,
        successes.successful_on,
        renewals.renewed_on
    from deals
    left join successes on deals.lead_id = successes.lead_id
    left join renewals on deals.lead_id = renewals.lead_id

)

select * from results
