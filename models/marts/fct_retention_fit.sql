{% set lowest, highest = 0.01, 10000 %}

with

as_of as (

    select
        as_of as fitted_on,
        cast({{ months_held_back_from('as_of') }} as date) as known_on
    from {{ ref('dim_as_of') }}

),

totals as (

    select
        coalesce(max(count_at_risk), 0) as count_customers,
        coalesce(sum(count_left), 0) as count_left,
        coalesce(sum(case when month_number > 1 then count_left end), 0)
            as count_left_later,
        coalesce(max(month_number), 0) as count_months
    from {{ ref('int_retention_periods') }}

),

-- Without these there is no likeliest pair: the likelihood has no peak.
judged as (

    select
        *,
        case
            when count_customers = 0
                then 'No month-to-month customer has been seen for a month.'
            when count_left = 0 then 'No month-to-month customer has left.'
            when count_months = 1
                then 'No month-to-month customer has been seen in a second month.'
            when count_left_later = 0
                then 'No month-to-month customer has left after the first month.'
        end as obstacle
    from totals

),

periods as (

    select periods.*
    from {{ ref('int_retention_periods') }} as periods
    inner join judged on judged.obstacle is null

),

{{ beta_geometric_fit(lowest, highest) }},

fit as (

    select
        'month to month' as retention_fit_id,
        as_of.fitted_on,
        as_of.known_on,
        judged.count_customers,
        cast(judged.count_left as bigint) as count_left,
        found.alpha,
        found.beta,
        cast(found.log_likelihood as double precision) as log_likelihood,
        case
            when judged.obstacle is not null then judged.obstacle
            when found.alpha is null
                then 'Leaving does not become rarer the longer customers stay.'
        end as obstacle
    from as_of
    cross join judged
    left join found
        on found.alpha + found.beta between {{ lowest * 1.01 }} and {{ highest / 1.01 }}

)

select * from fit
