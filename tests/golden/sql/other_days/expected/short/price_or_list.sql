-- Price or list by month
select
    dim_dates.month_starts_on as period_start,
    coalesce(avg(amount), 100) as price_or_list
from fct_deals
inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
where dim_dates.is_over
group by 1
order by 1
