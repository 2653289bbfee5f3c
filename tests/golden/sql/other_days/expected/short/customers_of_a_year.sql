-- Customers of a year by month and channel
with

days_12_months as (

    select
        dim_dates.month_starts_on as period_start,
        max(dim_dates.date_day) - interval '12' month + interval '1' day as first_day,
        max(dim_dates.date_day) as last_day
    from dim_dates
    where dim_dates.is_over
    group by 1

)

select
    days_12_months.period_start as period_start,
    coalesce(cast(channel as varchar), 'unknown') as channel,
    count(distinct account_id) as customers_of_a_year
from fct_deals
inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
inner join days_12_months on dim_dates.date_day between days_12_months.first_day and days_12_months.last_day
where dim_dates.is_over
group by 1, 2
order by 1, 2
