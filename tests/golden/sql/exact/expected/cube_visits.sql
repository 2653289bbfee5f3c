-- Compiled from metrics/ by scripts/samepage/compiler/templates/cube.sql.j2: edit those.
-- fct_visits grouped once by day and member, then put together to periods.
-- One row per grain, period, dimension and member.
with

periods as (

    select
        grain,
        date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain in ('day', 'week', 'all')
    union all
    -- What has no date belongs to no period, but to all time.
    select distinct
        grain,
        date '0001-01-01' as date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain = 'all'

),

-- Of each day, the first days of the periods that it is in, and of its stretch: the days that are
-- in the same periods.
starts as (

    select
        date_day,
        day_start,
        week_start,
        min(date_day) over (partition by day_start, week_start) as stretch
    from (
        select
            date_day,
            max(case when grain = 'day' then period_start end) as day_start,
            max(case when grain = 'week' then period_start end) as week_start
        from periods
        group by date_day
    ) as each_day

),

-- What is counted, and the members, as numbers: to sort text takes twice as long.
counted_visitor_id_numbers as (

    select
        visitor_id as counted_visitor_id,
        cast(row_number() over () as integer) as number
    from {{ ref('fct_visits') }}
    where visitor_id is not null
    group by visitor_id

),

member_numbers as (

    select
        'total' as dimension,
        'all' as member,
        0 as number
    union all
    select
        dimension,
        member,
        cast(row_number() over (order by dimension, member) as integer) as number
    from (
        select distinct
            'page' as dimension,
            page as member
        from (
            select
                coalesce(cast(page as varchar), 'unknown') as page
            from {{ ref('fct_visits') }}
        ) as visits
    ) as named

),

visited_on_rows as (

    select
        coalesce(cast(visited_on as date), date '0001-01-01') as visited_on,
        coalesce(cast(page as varchar), 'unknown') as page,
        seconds as longest,
        seconds as mean_seconds,
        seconds as slow_seconds,
        seconds as typical_seconds,
        visitor_id as visitors
    from {{ ref('fct_visits') }}

),

visited_on_days as (

    select
        visited_on as date_day,
        case
            when page is not null then 'page'
            else 'total'
        end as dimension,
        coalesce(page, 'all') as member,
        max(longest) as longest,
        count(longest) as longest__records,
        sum(mean_seconds) as mean_seconds,
        count(mean_seconds) as mean_seconds__records,
        count(slow_seconds) as slow_seconds__records,
        count(typical_seconds) as typical_seconds__records,
        count(visitors) as visitors__records
    from visited_on_rows
    group by grouping sets (
        (visited_on),
        (visited_on, page)
    )

),

visited_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        max(longest) as longest,
        sum(longest__records) as longest__records,
        1.0 * sum(mean_seconds) / nullif(sum(mean_seconds__records), 0) as mean_seconds,
        sum(mean_seconds__records) as mean_seconds__records,
        sum(slow_seconds__records) as slow_seconds__records,
        sum(typical_seconds__records) as typical_seconds__records,
        sum(visitors__records) as visitors__records
    from visited_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

-- From the fact and not from visited_on_rows: rows that two read are kept, and many are wide.
visited_on_ranked as (

    select
        grain,
        period_start,
        case
            when page is not null then 'page'
            else 'total'
        end as dimension,
        coalesce(page, 'all') as member,
        percentile_disc(0.9) within group (order by slow_seconds) as slow_seconds,
        percentile_cont(0.5) within group (order by typical_seconds) as typical_seconds
    from (
        select
            coalesce(cast(visited_on as date), date '0001-01-01') as date_day,
            coalesce(cast(page as varchar), 'unknown') as page,
            seconds as slow_seconds,
            seconds as typical_seconds
        from {{ ref('fct_visits') }}
    ) as visits
    inner join periods using (date_day)
    where slow_seconds is not null or typical_seconds is not null
    group by grouping sets (
        (grain, period_start),
        (grain, period_start, page)
    )

),

visited_on_numbered as (

    select
        starts.stretch as date_day,
        each_page.number as page,
        counted_visitor_id_numbers.number as visitors
    from (
        select
            coalesce(cast(visited_on as date), date '0001-01-01') as date_day,
            coalesce(cast(page as varchar), 'unknown') as page,
            visitor_id as counted_visitor_id
        from {{ ref('fct_visits') }}
    ) as visits
    inner join starts on starts.date_day = visits.date_day
    inner join member_numbers as each_page
        on
            each_page.dimension = 'page'
            and each_page.member = visits.page
    left join counted_visitor_id_numbers
        on counted_visitor_id_numbers.counted_visitor_id = visits.counted_visitor_id

),

-- Every row with the stretch of days of the row before it that names the same visitor_id.
visitors_seen as (

    select
        date_day,
        0 as number,
        lag(date_day) over (
            partition by visitors order by date_day
        ) as seen_on
    from visited_on_numbered
    where visitors is not null
    union all
    select
        date_day,
        page as number,
        lag(date_day) over (
            partition by page, visitors order by date_day
        ) as seen_on
    from visited_on_numbered
    where visitors is not null

),

-- New in a period is what was not seen in it before: that adds up from stretches.
visitors_new as (

    select
        date_day,
        number,
        count(*) - count(case when seen_on >= day_start then 1 end) as new_in_day,
        count(*) - count(case when seen_on >= week_start then 1 end) as new_in_week,
        count(*) - count(seen_on) as new_in_all
    from visitors_seen
    inner join starts using (date_day)
    group by date_day, number

),

visitors_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(
            case grain
                when 'day' then new_in_day
                when 'week' then new_in_week
                when 'all' then new_in_all
            end
        ) as visitors
    from visitors_new
    inner join periods using (date_day)
    inner join member_numbers using (number)
    group by grain, period_start, dimension, member

),

members as (

    select distinct dimension, member from visited_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from visited_on_days
        where date_day > date '0001-01-01'
    ) as firsts

),

begun_periods as (

    select distinct grain, period_start, days_since_end
    from periods
    where
        date_day >= (select date_day from first_day)
        or grain = 'all'

),

-- Every member stands in every period from the fact's first day on, so that nothing
-- happening is a row with a zero and not a hole.
spine as (

    select
        grain,
        period_start,
        dimension,
        member,
        days_since_end
    from begun_periods
    cross join members

)

select
    grain,
    period_start,
    dimension,
    member,
    days_since_end,
    cast(longest as double precision) as longest,
    coalesce(longest__records, 0) as longest__records,
    cast(mean_seconds as double precision) as mean_seconds,
    coalesce(mean_seconds__records, 0) as mean_seconds__records,
    cast(slow_seconds as double precision) as slow_seconds,
    coalesce(slow_seconds__records, 0) as slow_seconds__records,
    cast(typical_seconds as double precision) as typical_seconds,
    coalesce(typical_seconds__records, 0) as typical_seconds__records,
    cast(coalesce(visitors, 0) as double precision) as visitors,
    coalesce(visitors__records, 0) as visitors__records
from spine
left join visited_on_periods using (grain, period_start, dimension, member)
left join visited_on_ranked using (grain, period_start, dimension, member)
left join visitors_periods using (grain, period_start, dimension, member)
