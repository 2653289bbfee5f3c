-- Tickets by month and customer__segment
select
    dim_dates.month_starts_on as period_start,
    coalesce(cast(customer__segment as varchar), 'unknown') as customer__segment,
    count(1) as tickets
from fct_tickets
inner join dim_dates on dim_dates.date_day = fct_tickets.opened_on
left join (
    select
        account_id as each_customer_key,
        segment as customer__segment
    from dim_accounts
) as each_customer on each_customer_key = account_id
where dim_dates.is_over
group by 1, 2
order by 1, 2
