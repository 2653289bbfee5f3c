-- Compiled from metrics/ by scripts/samepage/compiler/templates/cube.sql.j2: edit those.
-- fct_tickets grouped once by day and member, then put together to periods.
-- One row per grain, period, dimension and member.
with

each_customer as (

    -- One row for each account_id: a test of the cube proves it.
    select
        account_id as each_customer_key,
        employees > 1000 as customer__is_large,
        parent_account_id as customer__parent,
        segment as customer__segment,
        signed_on as customer__signed_on
    from {{ ref('dim_accounts') }}

),

each_opened_on as (

    -- One row for each date_day: a test of the cube proves it.
    select
        date_day as each_opened_on_key,
        quarter_starts_on as opened_on__quarter
    from {{ ref('dim_dates') }}

),

each_customer__signed_on as (

    -- One row for each date_day: a test of the cube proves it.
    select
        date_day as each_customer__signed_on_key,
        quarter_starts_on as customer__signed_on__quarter
    from {{ ref('dim_dates') }}

),

periods as (

    select
        grain,
        date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain in ('month', 'quarter', 'all')
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

opened_on_rows as (

    select
        coalesce(cast(opened_on as date), date '0001-01-01') as opened_on,
        coalesce(cast(customer__segment as varchar), 'unknown') as customer__segment,
        coalesce(cast(severity as varchar), 'unknown') as severity,
        case when cast(answered_on as date) between '2026-01-01' and '2026-06-30' and opened_on__quarter = customer__signed_on__quarter then hours_open end as hours_in_the_first_quarter,
        1 as tickets,
        case when not (customer__parent is null or account_id = 'test') then 1 end as tickets_of_subsidiaries,
        case when severity in ('high', 'urgent') or customer__is_large then 1 end as urgent_tickets
    from {{ ref('fct_tickets') }}
    left join each_customer on each_customer_key = account_id
    left join each_opened_on on each_opened_on_key = cast(opened_on as date)
    left join each_customer__signed_on on each_customer__signed_on_key = cast(customer__signed_on as date)

),

opened_on_days as (

    select
        opened_on as date_day,
        case
            when customer__segment is not null and severity is not null then 'customer__segment,severity'
            when customer__segment is not null then 'customer__segment'
            when severity is not null then 'severity'
            else 'total'
        end as dimension,
        case
            when customer__segment is not null and severity is not null
                then replace(replace(customer__segment, '\', '\\'), ',', '\,')
                    || ',' || replace(replace(severity, '\', '\\'), ',', '\,')
            else coalesce(customer__segment, severity, 'all')
        end as member,
        count(hours_in_the_first_quarter) as hours_in_the_first_quarter__records,
        count(tickets) as tickets,
        count(tickets_of_subsidiaries) as tickets_of_subsidiaries,
        count(urgent_tickets) as urgent_tickets
    from opened_on_rows
    group by grouping sets (
        (opened_on),
        (opened_on, customer__segment, severity),
        (opened_on, customer__segment),
        (opened_on, severity)
    )

),

opened_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(hours_in_the_first_quarter__records) as hours_in_the_first_quarter__records,
        sum(tickets) as tickets,
        sum(tickets_of_subsidiaries) as tickets_of_subsidiaries,
        sum(urgent_tickets) as urgent_tickets
    from opened_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

-- From the fact and not from opened_on_rows: rows that two read are kept, and many are wide.
opened_on_ranked as (

    select
        grain,
        period_start,
        case
            when customer__segment is not null and severity is not null then 'customer__segment,severity'
            when customer__segment is not null then 'customer__segment'
            when severity is not null then 'severity'
            else 'total'
        end as dimension,
        case
            when customer__segment is not null and severity is not null
                then replace(replace(customer__segment, '\', '\\'), ',', '\,')
                    || ',' || replace(replace(severity, '\', '\\'), ',', '\,')
            else coalesce(customer__segment, severity, 'all')
        end as member,
        percentile_cont(0.5) within group (order by hours_in_the_first_quarter) as hours_in_the_first_quarter
    from (
        select
            coalesce(cast(opened_on as date), date '0001-01-01') as date_day,
            coalesce(cast(customer__segment as varchar), 'unknown') as customer__segment,
            coalesce(cast(severity as varchar), 'unknown') as severity,
            case when cast(answered_on as date) between '2026-01-01' and '2026-06-30' and opened_on__quarter = customer__signed_on__quarter then hours_open end as hours_in_the_first_quarter
        from {{ ref('fct_tickets') }}
        left join each_customer on each_customer_key = account_id
        left join each_opened_on on each_opened_on_key = cast(opened_on as date)
        left join each_customer__signed_on on each_customer__signed_on_key = cast(customer__signed_on as date)
    ) as tickets
    inner join periods using (date_day)
    where hours_in_the_first_quarter is not null
    group by grouping sets (
        (grain, period_start),
        (grain, period_start, customer__segment, severity),
        (grain, period_start, customer__segment),
        (grain, period_start, severity)
    )

),

members as (

    select distinct dimension, member from opened_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from opened_on_days
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
    cast(hours_in_the_first_quarter as double precision) as hours_in_the_first_quarter,
    coalesce(hours_in_the_first_quarter__records, 0) as hours_in_the_first_quarter__records,
    cast(coalesce(tickets, 0) as double precision) as tickets,
    cast(coalesce(tickets_of_subsidiaries, 0) as double precision) as tickets_of_subsidiaries,
    cast(coalesce(urgent_tickets, 0) as double precision) as urgent_tickets
from spine
left join opened_on_periods using (grain, period_start, dimension, member)
left join opened_on_ranked using (grain, period_start, dimension, member)
