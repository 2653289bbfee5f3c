-- Churn rate by month and plan
with

months_starts_on_rows as (

    select
        dim_dates.month_starts_on as period_start,
        coalesce(cast(plan as varchar), 'unknown') as plan,
        dim_dates.date_day as date_day,
        min(dim_dates.date_day) over (partition by dim_dates.month_starts_on) as first_day,
        max(dim_dates.date_day) over (partition by dim_dates.month_starts_on) as last_day,
        churned,
        opening
    from fct_months
    inner join dim_dates on dim_dates.date_day = fct_months.starts_on
    where dim_dates.is_over

),

months_starts_on as (

    select
        period_start,
        plan,
        sum(churned) as churned,
        sum(case when date_day = first_day then opening end) as opening
    from months_starts_on_rows
    group by 1, 2

)

select
    period_start,
    plan,
    1.0 * coalesce(churned, 0)
        / nullif(coalesce(opening, 0), 0) as churn_rate
from months_starts_on
order by 1, 2
