-- Bookings to date by month and channel
with

days_year_to_date as (

    select
        dim_dates.month_starts_on as period_start,
        max(dim_dates.year_starts_on) as first_day,
        max(dim_dates.date_day) as last_day
    from dim_dates
    where dim_dates.is_over
    group by 1

)

select
    days_year_to_date.period_start as period_start,
    coalesce(cast(channel as varchar), 'unknown') as channel,
    coalesce(sum(amount), 0) as bookings_to_date
from fct_deals
inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
inner join days_year_to_date on dim_dates.date_day between days_year_to_date.first_day and days_year_to_date.last_day
where dim_dates.is_over
group by 1, 2
order by 1, 2
