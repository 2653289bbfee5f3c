-- Compiled from metrics/ by scripts/samepage/compiler/templates/cube.sql.j2: edit those.
-- fct_deals grouped once by day and member, then put together to periods.
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
    where grain in ('week', 'month', 'quarter', 'all')
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

days as (

    select date_day
    from {{ ref('dim_periods') }}
    where grain = 'all'

),

days__year_to_date as (

    select
        told.grain,
        told.period_start,
        days.date_day
    from (
        select
            grain,
            period_start,
            max(date_day) as date_day
        from periods
        where grain in ('month')
        group by grain, period_start
    ) as told
    inner join {{ ref('dim_periods') }} as begun
        on
            begun.grain = 'year'
            and begun.date_day = told.date_day
    inner join days
        on
            days.date_day <= told.date_day
            and days.date_day >= begun.period_start

),

days__12_months as (

    select
        told.grain,
        told.period_start,
        days.date_day
    from (
        select
            grain,
            period_start,
            max(date_day) as date_day
        from periods
        where grain in ('month', 'quarter')
        group by grain, period_start
    ) as told
    inner join days
        on
            days.date_day <= told.date_day
            and days.date_day > told.date_day - interval '12' month

),

days__1_year_before as (

    select
        moved.grain,
        moved.period_start,
        days.date_day
    from (
        select distinct
            grain,
            period_start,
            period_start - interval '12' month as first_day,
            case grain
                when 'week' then period_start - interval '12' month + interval '7' day
                else period_end + interval '1' day - interval '12' month
            end as day_after
        from {{ ref('dim_periods') }}
        where grain in ('week', 'month')
    ) as moved
    inner join days
        on
            days.date_day >= moved.first_day
            and days.date_day < moved.day_after

),

days__at_year_start as (

    select
        own.grain,
        own.period_start,
        counted.date_day
    from (
        select distinct
            grain,
            period_start
        from {{ ref('dim_periods') }}
        where grain in ('month')
    ) as own
    inner join {{ ref('dim_periods') }} as longer
        on
            longer.grain = 'year'
            and longer.date_day = own.period_start
    inner join {{ ref('dim_periods') }} as begun
        on
            begun.grain = own.grain
            and begun.date_day = longer.period_start
    inner join {{ ref('dim_periods') }} as counted
        on
            counted.grain = own.grain
            and counted.period_start = begun.period_start

),

days__7_days_average as (

    select
        told.grain,
        told.period_start,
        days.date_day
    from (
        select
            'day' as grain,
            date_day as period_start,
            date_day
        from days
    ) as told
    inner join days
        on
            days.date_day <= told.date_day
            and days.date_day > told.date_day - interval '7' day

),

closed_on_rows as (

    select
        coalesce(cast(closed_on as date), date '0001-01-01') as closed_on,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        amount as bookings,
        account_id as customers_of_a_year,
        amount as price_or_list
    from {{ ref('fct_deals') }}

),

closed_on_days as (

    select
        closed_on as date_day,
        case
            when channel is not null then 'channel'
            else 'total'
        end as dimension,
        coalesce(channel, 'all') as member,
        sum(bookings) as bookings,
        count(nullif(bookings, 0)) as bookings__records,
        count(customers_of_a_year) as customers_of_a_year__records,
        sum(price_or_list) as price_or_list,
        count(price_or_list) as price_or_list__records
    from closed_on_rows
    group by grouping sets (
        (closed_on),
        (closed_on, channel)
    )

),

closed_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(bookings) as bookings,
        sum(bookings__records) as bookings__records,
        1.0 * sum(price_or_list) / nullif(sum(price_or_list__records), 0) as price_or_list,
        sum(price_or_list__records) as price_or_list__records
    from closed_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

closed_on__days__year_to_date as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(bookings) as bookings__year_to_date,
        sum(bookings__records) as bookings__year_to_date__records
    from closed_on_days
    inner join days__year_to_date using (date_day)
    group by grain, period_start, dimension, member

),

closed_on__days__12_months as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(customers_of_a_year__records) as customers_of_a_year__12_months__records
    from closed_on_days
    inner join days__12_months using (date_day)
    group by grain, period_start, dimension, member

),

closed_on__days__12_months_exact as (

    select
        grain,
        period_start,
        case
            when channel is not null then 'channel'
            else 'total'
        end as dimension,
        coalesce(channel, 'all') as member,
        count(distinct customers_of_a_year) as customers_of_a_year__12_months
    from closed_on_rows
    inner join days__12_months on days__12_months.date_day = closed_on_rows.closed_on
    group by grouping sets (
        (grain, period_start),
        (grain, period_start, channel)
    )

),

closed_on__days__1_year_before as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(bookings) as bookings__1_year_before,
        sum(bookings__records) as bookings__1_year_before__records
    from closed_on_days
    inner join days__1_year_before using (date_day)
    group by grain, period_start, dimension, member

),

closed_on__days__at_year_start as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(bookings) as bookings__at_year_start,
        sum(bookings__records) as bookings__at_year_start__records
    from closed_on_days
    inner join days__at_year_start using (date_day)
    group by grain, period_start, dimension, member

),

closed_on__days__7_days_average_each_day as (

    select
        period_start as date_day,
        dimension,
        member,
        sum(bookings) as bookings__7_days_average,
        sum(bookings__records) as bookings__7_days_average__records
    from closed_on_days
    inner join days__7_days_average using (date_day)
    group by period_start, dimension, member

),

closed_on__days__7_days_average as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(bookings__7_days_average) as bookings__7_days_average,
        max(bookings__7_days_average__records) as bookings__7_days_average__records
    from closed_on__days__7_days_average_each_day
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

members as (

    select distinct dimension, member from closed_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from closed_on_days
        where date_day > date '0001-01-01'
    ) as firsts

),

days__1_year_before_known as (

    select
        grain,
        period_start,
        count(*) as days
    from days__1_year_before
    where date_day >= (select date_day from first_day)
    group by grain, period_start

),

days__at_year_start_known as (

    select
        grain,
        period_start,
        count(*) as days
    from days__at_year_start
    where date_day >= (select date_day from first_day)
    group by grain, period_start

),

periods_known as (

    select
        grain,
        period_start,
        count(*) as days
    from periods
    where date_day >= (select date_day from first_day)
    group by grain, period_start

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
    cast(coalesce(bookings, 0) as double precision) as bookings,
    coalesce(bookings__records, 0) as bookings__records,
    cast(coalesce(bookings__year_to_date, 0) as double precision) as bookings__year_to_date,
    coalesce(bookings__year_to_date__records, 0) as bookings__year_to_date__records,
    cast(coalesce(customers_of_a_year__12_months, 0) as double precision) as customers_of_a_year__12_months,
    coalesce(customers_of_a_year__12_months__records, 0) as customers_of_a_year__12_months__records,
    cast(case when days__1_year_before_known.days > 0 then coalesce(bookings__1_year_before, 0) end as double precision) as bookings__1_year_before,
    coalesce(bookings__1_year_before__records, 0) as bookings__1_year_before__records,
    cast(case when price_or_list is not null then price_or_list else 100 end as double precision) as price_or_list__or_100,
    coalesce(price_or_list__records, 0) as price_or_list__or_100__records,
    cast(case when days__at_year_start_known.days > 0 then coalesce(bookings__at_year_start, 0) end as double precision) as bookings__at_year_start,
    coalesce(bookings__at_year_start__records, 0) as bookings__at_year_start__records,
    cast(1.0 * coalesce(bookings__7_days_average, 0) / periods_known.days as double precision) as bookings__7_days_average,
    coalesce(bookings__7_days_average__records, 0) as bookings__7_days_average__records
from spine
left join closed_on_periods using (grain, period_start, dimension, member)
left join closed_on__days__year_to_date using (grain, period_start, dimension, member)
left join closed_on__days__12_months using (grain, period_start, dimension, member)
left join closed_on__days__12_months_exact using (grain, period_start, dimension, member)
left join closed_on__days__1_year_before using (grain, period_start, dimension, member)
left join closed_on__days__at_year_start using (grain, period_start, dimension, member)
left join closed_on__days__7_days_average using (grain, period_start, dimension, member)
left join days__1_year_before_known using (grain, period_start)
left join days__at_year_start_known using (grain, period_start)
left join periods_known using (grain, period_start)
