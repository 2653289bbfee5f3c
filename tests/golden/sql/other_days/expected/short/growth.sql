-- Growth by week and channel
with

begin_of_deals as (

    select
        min(fct_deals.closed_on) as first_day
    from fct_deals

),

days_1_year_before as (

    select
        dim_dates.week_starts_on as period_start,
        dim_dates.week_starts_on - interval '12' month as first_day,
        dim_dates.week_starts_on - interval '12' month + interval '7' day - interval '1' day as last_day
    from dim_dates
    where dim_dates.is_over
    group by 1, 2, 3

),

deals_closed_on as (

    select
        dim_dates.week_starts_on as period_start,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        sum(amount) as bookings
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    where dim_dates.is_over
    group by 1, 2

),

deals_closed_on__1_year_before as (

    select
        days_1_year_before.period_start as period_start,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        sum(amount) as bookings__1_year_before
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    inner join days_1_year_before on dim_dates.date_day between days_1_year_before.first_day and days_1_year_before.last_day
    where dim_dates.is_over
    group by 1, 2

)

select
    period_start,
    channel,
    coalesce(bookings, 0) - case when days_1_year_before.last_day >= begin_of_deals.first_day then coalesce(bookings__1_year_before, 0) end as growth
from deals_closed_on
full join deals_closed_on__1_year_before using (period_start, channel)
left join days_1_year_before using (period_start)
cross join begin_of_deals
order by 1, 2
