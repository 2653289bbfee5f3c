-- Compiled from metrics/ by scripts/samepage/compiler/templates/cube.sql.j2: edit those.
-- fct_months grouped once by day and member, then put together to periods.
-- One row per grain, period, dimension and member.
with

periods as (

    select
        grain,
        date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain in ('month', 'quarter', 'all')
    union all
    -- What has no date belongs to no period, but to all time.
    select distinct
        grain,
        date '0001-01-01' as date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain = 'all'

),

starts_on_rows as (

    select
        coalesce(cast(starts_on as date), date '0001-01-01') as starts_on,
        coalesce(cast(plan as varchar), 'unknown') as plan,
        churned,
        opening,
        closing
    from {{ ref('fct_months') }}

),

starts_on_days as (

    select
        starts_on as date_day,
        case
            when plan is not null then 'plan'
            else 'total'
        end as dimension,
        coalesce(plan, 'all') as member,
        sum(churned) as churned,
        count(nullif(churned, 0)) as churned__records,
        sum(opening) as opening,
        count(nullif(opening, 0)) as opening__records,
        sum(closing) as closing,
        count(nullif(closing, 0)) as closing__records
    from starts_on_rows
    group by grouping sets (
        (starts_on),
        (starts_on, plan)
    )

),

starts_on_edges as (

    select
        grain,
        period_start,
        min(date_day) as first_day,
        max(date_day) as last_day
    from starts_on_days
    inner join periods using (date_day)
    where dimension = 'total'
    group by grain, period_start

),

starts_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(churned) as churned,
        sum(churned__records) as churned__records,
        sum(case when date_day = first_day then opening end) as opening,
        sum(case when date_day = first_day then opening__records end) as opening__records,
        sum(case when date_day = last_day then closing end) as closing,
        sum(case when date_day = last_day then closing__records end) as closing__records
    from starts_on_days
    inner join periods using (date_day)
    inner join starts_on_edges using (grain, period_start)
    group by grain, period_start, dimension, member

),

members as (

    select distinct dimension, member from starts_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from starts_on_days
        where date_day > date '0001-01-01'
    ) as firsts

),

begun_periods as (

    select distinct grain, period_start, days_since_end
    from periods
    where
        date_day >= (select date_day from first_day)
        or grain = 'all'

),

-- Every member stands in every period from the fact's first day on, so that nothing
-- happening is a row with a zero and not a hole.
spine as (

    select
        grain,
        period_start,
        dimension,
        member,
        days_since_end
    from begun_periods
    cross join members

)

select
    grain,
    period_start,
    dimension,
    member,
    days_since_end,
    cast(coalesce(churned, 0) as double precision) as churned,
    coalesce(churned__records, 0) as churned__records,
    cast(coalesce(opening, 0) as double precision) as opening,
    coalesce(opening__records, 0) as opening__records,
    cast(coalesce(closing, 0) as double precision) as closing,
    coalesce(closing__records, 0) as closing__records
from spine
left join starts_on_periods using (grain, period_start, dimension, member)
