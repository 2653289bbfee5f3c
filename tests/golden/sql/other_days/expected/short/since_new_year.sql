-- Since new year by month
with

begin_of_deals as (

    select
        min(fct_deals.closed_on) as first_day
    from fct_deals

),

days_at_year_start as (

    select
        own.date_day as period_start,
        begun.month_starts_on as first_day,
        begun.month_starts_on + interval '1' month - interval '1' day as last_day
    from dim_dates as own
    inner join dim_dates as begun on begun.date_day = own.year_starts_on
    where
        own.is_over
        and own.date_day = own.month_starts_on

),

deals_closed_on as (

    select
        dim_dates.month_starts_on as period_start,
        sum(amount) as bookings
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    where dim_dates.is_over
    group by 1

),

deals_closed_on__at_year_start as (

    select
        days_at_year_start.period_start as period_start,
        sum(amount) as bookings__at_year_start
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    inner join days_at_year_start on dim_dates.date_day between days_at_year_start.first_day and days_at_year_start.last_day
    where dim_dates.is_over
    group by 1

)

select
    period_start,
    coalesce(bookings, 0) - case when days_at_year_start.last_day >= begin_of_deals.first_day then coalesce(bookings__at_year_start, 0) end as since_new_year
from deals_closed_on
full join deals_closed_on__at_year_start using (period_start)
left join days_at_year_start using (period_start)
cross join begin_of_deals
order by 1
