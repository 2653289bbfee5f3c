with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

measurements as (

    select
        *,
        {{ starts_on('month', 'measured_on') }} as month_starts_on
    from {{ ref('int_measurements') }}
    where is_reached

),

paid_months as (

    select * from {{ ref('int_paid_months') }}

),

firsts as (

    select
        account_id,
        min(valid_from) as first_paid_on
    from {{ ref('int_paid_subscriptions') }}
    group by account_id

),

successes as (

    select
        firsts.account_id,
        firsts.first_paid_on,
        min(measurements.measured_on) as successful_on
    from firsts
    inner join measurements
        on
            firsts.account_id = measurements.account_id
            and firsts.first_paid_on <= measurements.measured_on
    inner join paid_months
        on
            measurements.account_id = paid_months.account_id
            and measurements.month_starts_on = paid_months.month_starts_on
    inner join as_of on measurements.measured_on <= as_of.as_of
    group by firsts.account_id, firsts.first_paid_on

)

select
    account_id,
    first_paid_on,
    successful_on,
    {{ starts_on('month', 'successful_on') }} as month_starts_on,
    {{ count_between('day', 'first_paid_on', 'successful_on') }}
        as days_to_success
from successes
