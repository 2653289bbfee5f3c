-- Usual bookings by month
with

begin_of_deals as (

    select
        min(fct_deals.closed_on) as first_day
    from fct_deals

),

days_7_days_average__deals as (

    select
        dim_dates.month_starts_on as period_start,
        dim_dates.date_day as told_on,
        count(*) over (partition by dim_dates.month_starts_on) as days,
        dim_dates.date_day - interval '7' day + interval '1' day as first_day,
        dim_dates.date_day as last_day
    from dim_dates
    inner join begin_of_deals on dim_dates.date_day >= begin_of_deals.first_day
    where dim_dates.is_over

),

deals_closed_on__7_days_average__deals_each_day as (

    select
        days_7_days_average__deals.period_start as period_start,
        days_7_days_average__deals.told_on as told_on,
        days_7_days_average__deals.days as days,
        sum(amount) as usual_bookings__7_days_average
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    inner join days_7_days_average__deals on dim_dates.date_day between days_7_days_average__deals.first_day and days_7_days_average__deals.last_day
    where dim_dates.is_over
    group by 1, 2, 3

),

deals_closed_on__7_days_average__deals as (

    select
        period_start,
        1.0 * sum(usual_bookings__7_days_average) / max(days) as usual_bookings__7_days_average
    from deals_closed_on__7_days_average__deals_each_day
    group by 1

)

select
    period_start,
    coalesce(usual_bookings__7_days_average, 0) as usual_bookings
from deals_closed_on__7_days_average__deals
order by 1
