-- Ideal share by month
select
    dim_dates.month_starts_on as period_start,
    1.0 * count(case when (((fit = 'A') = true or 1 = 0) and channel <> 'test') and is_won then 1 end)
        / nullif(count(case when channel <> 'test' and is_won then 1 end), 0) as ideal_share
from fct_deals
inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
where dim_dates.is_over
group by 1
order by 1
