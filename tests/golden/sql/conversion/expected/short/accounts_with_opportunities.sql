-- Accounts with opportunities by week and channel
select
    dim_dates.week_starts_on as period_start,
    coalesce(cast(channel as varchar), 'unknown') as channel,
    count(distinct case when exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
        ) then account_id end) as accounts_with_opportunities
from fct_leads
inner join dim_dates on dim_dates.date_day = fct_leads.created_on
where dim_dates.is_over
group by 1, 2
order by 1, 2
