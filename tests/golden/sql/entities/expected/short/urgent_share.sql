-- Urgent share by month and severity
select
    dim_dates.month_starts_on as period_start,
    coalesce(cast(severity as varchar), 'unknown') as severity,
    1.0 * count(case when severity in ('high', 'urgent') or customer__is_large then 1 end)
        / nullif(count(1), 0) as urgent_share
from fct_tickets
inner join dim_dates on dim_dates.date_day = fct_tickets.opened_on
left join (
    select
        account_id as each_customer_key,
        employees > 1000 as customer__is_large
    from dim_accounts
) as each_customer on each_customer_key = account_id
where dim_dates.is_over
group by 1, 2
order by 1, 2
