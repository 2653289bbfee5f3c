-- Visitors by day and page
select
    dim_dates.date_day as period_start,
    coalesce(cast(page as varchar), 'unknown') as page,
    count(distinct visitor_id) as visitors
from fct_visits
inner join dim_dates on dim_dates.date_day = fct_visits.visited_on
where dim_dates.is_over
group by 1, 2
order by 1, 2
