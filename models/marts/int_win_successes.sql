with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

wins as (

    select * from {{ ref('fct_opportunities') }}
    where is_won

),

outcomes as (

    select * from {{ ref('in_outcomes') }}
    where result >= goal

),

successes as (

    select
        wins.opportunity_id,
        min(outcomes.measured_on) as succeeded_on
    from wins
    inner join outcomes
        on
            wins.account_id = outcomes.account_id
            and wins.closed_on <= outcomes.measured_on
    inner join as_of on outcomes.measured_on <= as_of.as_of
    group by wins.opportunity_id

)

select * from successes
