-- Lead to opportunity rate by month and channel
select
    dim_dates.month_starts_on as period_start,
    coalesce(cast(channel as varchar), 'unknown') as channel,
    1.0 * count(case when channel <> 'test' and exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and later.line = fct_leads.product
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
                and cast(later.opened_on as date) < cast(fct_leads.created_on as date) + interval '30' day
                and later.is_real
                and stage <> 'draft'
        ) then 1 end)
        / nullif(count(case when channel <> 'test' then 1 end), 0) as lead_to_opportunity_rate
from fct_leads
inner join dim_dates on dim_dates.date_day = fct_leads.created_on
where dim_dates.is_over
group by 1, 2
order by 1, 2
