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

closed_on_rows as (

    select
        coalesce(cast(closed_on as date), date '0001-01-01') as closed_on,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        coalesce(cast(fit = 'A' as varchar), 'unknown') as is_ideal,
        amount_won as bookings,
        case when is_closed then 1 end as closed,
        case when (((fit = 'A') = true or 1 = 0) and channel <> 'test') and is_won then 1 end as won__fit_a_true_or_1_0,
        case when channel <> 'test' and is_won then 1 end as won
    from {{ ref('fct_deals') }}

),

closed_on_days as (

    select
        closed_on as date_day,
        case
            when channel is not null and is_ideal is not null then 'channel,is_ideal'
            when channel is not null then 'channel'
            else 'total'
        end as dimension,
        case
            when channel is not null and is_ideal is not null
                then replace(replace(channel, '\', '\\'), ',', '\,')
                    || ',' || replace(replace(is_ideal, '\', '\\'), ',', '\,')
            else coalesce(channel, 'all')
        end as member,
        sum(bookings) as bookings,
        count(nullif(bookings, 0)) as bookings__records,
        count(closed) as closed,
        count(won__fit_a_true_or_1_0) as won__fit_a_true_or_1_0,
        count(won) as won
    from closed_on_rows
    group by grouping sets (
        (closed_on),
        (closed_on, channel, is_ideal),
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
        sum(closed) as closed,
        sum(won__fit_a_true_or_1_0) as won__fit_a_true_or_1_0,
        sum(won) as won
    from closed_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

opened_on_rows as (

    select
        coalesce(cast(opened_on as date), date '0001-01-01') as opened_on,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        1 as deals
    from {{ ref('fct_deals') }}

),

opened_on_days as (

    select
        opened_on as date_day,
        case
            when channel is not null then 'channel'
            else 'total'
        end as dimension,
        coalesce(channel, 'all') as member,
        count(deals) as deals
    from opened_on_rows
    group by grouping sets (
        (opened_on),
        (opened_on, channel)
    )

),

opened_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(deals) as deals
    from opened_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

members as (

    select distinct dimension, member from closed_on_periods
    union
    select distinct dimension, member from opened_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from closed_on_days
        where date_day > date '0001-01-01'
        union all
        select min(date_day) as date_day
        from opened_on_days
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
    cast(coalesce(bookings, 0) as double precision) as bookings,
    coalesce(bookings__records, 0) as bookings__records,
    cast(coalesce(closed, 0) as double precision) as closed,
    cast(coalesce(deals, 0) as double precision) as deals,
    cast(coalesce(won__fit_a_true_or_1_0, 0) as double precision) as won__fit_a_true_or_1_0,
    cast(coalesce(won, 0) as double precision) as won
from spine
left join closed_on_periods using (grain, period_start, dimension, member)
left join opened_on_periods using (grain, period_start, dimension, member)
