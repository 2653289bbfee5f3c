-- Tickets of subsidiaries by quarter
select
    dim_dates.quarter_starts_on as period_start,
    count(case when not (customer__parent is null or account_id = 'test') then 1 end) as tickets_of_subsidiaries
from fct_tickets
inner join dim_dates on dim_dates.date_day = fct_tickets.opened_on
left join (
    select
        account_id as each_customer_key,
        parent_account_id as customer__parent
    from dim_accounts
) as each_customer on each_customer_key = account_id
where dim_dates.is_over
group by 1
order by 1
