-- Win rate by month and channel and is_ideal
select
    dim_dates.month_starts_on as period_start,
    coalesce(cast(channel as varchar), 'unknown') as channel,
    coalesce(cast(fit = 'A' as varchar), 'unknown') as is_ideal,
    1.0 * count(case when channel <> 'test' and is_won then 1 end)
        / nullif(count(case when is_closed then 1 end), 0) as win_rate
from fct_deals
inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
where dim_dates.is_over
group by 1, 2, 3
order by 1, 2, 3
