with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

wins as (

    select * from {{ ref('fct_opportunities') }}
    where is_won

),

measurements as (

    select * from {{ ref('int_measurements') }}
    where is_reached

),

successes as (

    select
        wins.opportunity_id,
        min(measurements.measured_on) as succeeded_on
    from wins
    inner join measurements
        on
            wins.account_id = measurements.account_id
            and wins.closed_on <= measurements.measured_on
    inner join as_of on measurements.measured_on <= as_of.as_of
    group by wins.opportunity_id

)

select * from successes
