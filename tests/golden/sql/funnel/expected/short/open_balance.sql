-- Open balance by month and channel
with

deals_opened_on as (

    select
        dim_dates.month_starts_on as period_start,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        count(1) as deals
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.opened_on
    where dim_dates.is_over
    group by 1, 2

),

deals_closed_on as (

    select
        dim_dates.month_starts_on as period_start,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        count(case when is_closed then 1 end) as closed
    from fct_deals
    inner join dim_dates on dim_dates.date_day = fct_deals.closed_on
    where dim_dates.is_over
    group by 1, 2

)

select
    period_start,
    channel,
    coalesce(deals, 0) - coalesce(closed, 0) as open_balance
from deals_opened_on
full join deals_closed_on using (period_start, channel)
order by 1, 2
