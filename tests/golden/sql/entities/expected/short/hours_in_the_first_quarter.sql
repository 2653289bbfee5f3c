-- Hours in the first quarter by month and customer__segment
select
    dim_dates.month_starts_on as period_start,
    coalesce(cast(customer__segment as varchar), 'unknown') as customer__segment,
    percentile_cont(0.5) within group (order by case when cast(answered_on as date) between '2026-01-01' and '2026-06-30' and opened_on__quarter = customer__signed_on__quarter then hours_open end) as hours_in_the_first_quarter
from fct_tickets
inner join dim_dates on dim_dates.date_day = fct_tickets.opened_on
left join (
    select
        account_id as each_customer_key,
        segment as customer__segment,
        signed_on as customer__signed_on
    from dim_accounts
) as each_customer on each_customer_key = account_id
left join (
    select
        date_day as each_opened_on_key,
        quarter_starts_on as opened_on__quarter
    from dim_dates
) as each_opened_on on each_opened_on_key = cast(opened_on as date)
left join (
    select
        date_day as each_customer__signed_on_key,
        quarter_starts_on as customer__signed_on__quarter
    from dim_dates
) as each_customer__signed_on on each_customer__signed_on_key = cast(customer__signed_on as date)
where dim_dates.is_over
group by 1, 2
order by 1, 2
