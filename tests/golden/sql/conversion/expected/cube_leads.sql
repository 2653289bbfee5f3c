-- Compiled from metrics/ by scripts/samepage/compiler/templates/cube.sql.j2: edit those.
-- fct_leads grouped once by day and member, then put together to periods.
-- One row per grain, period, dimension and member.
with

fct_opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

periods as (

    select
        grain,
        date_day,
        period_start,
        as_of - period_end as days_since_end
    from {{ ref('dim_periods') }}
    cross join {{ ref('dim_as_of') }}
    where grain in ('week', 'month', 'all')
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

-- Of each day, the first days of the periods that it is in.
starts as (

    select
        date_day,
        max(case when grain = 'week' then period_start end) as week_start,
        max(case when grain = 'month' then period_start end) as month_start
    from periods
    group by date_day

),

first_start as (

    select min(date_day) as date_day from starts where date_day > date '0001-01-01'

),

created_on_rows as (

    select
        coalesce(cast(created_on as date), date '0001-01-01') as created_on,
        coalesce(cast(channel as varchar), 'unknown') as channel,
        case when exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
        ) then account_id end as accounts_with_opportunities,
        case when channel <> 'test' and exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and later.line = fct_leads.product
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
                and cast(later.opened_on as date) < cast(fct_leads.created_on as date) + interval '30' day
                and later.is_real
                and stage <> 'draft'
        ) then 1 end as lead_to_opportunity_rate,
        case when channel <> 'test' then 1 end as leads__channel_test,
        1 as leads
    from {{ ref('fct_leads') }}

),

created_on_days as (

    select
        created_on as date_day,
        case
            when channel is not null then 'channel'
            else 'total'
        end as dimension,
        coalesce(channel, 'all') as member,
        count(accounts_with_opportunities) as accounts_with_opportunities__records,
        count(lead_to_opportunity_rate) as lead_to_opportunity_rate,
        count(leads__channel_test) as leads__channel_test,
        count(leads) as leads
    from created_on_rows
    group by grouping sets (
        (created_on),
        (created_on, channel)
    )

),

created_on_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(accounts_with_opportunities__records) as accounts_with_opportunities__records,
        sum(lead_to_opportunity_rate) as lead_to_opportunity_rate,
        sum(leads__channel_test) as leads__channel_test,
        sum(leads) as leads
    from created_on_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

-- Every row with the day of the row before it that names the same account_id.
accounts_with_opportunities_seen as (

    select
        date_day,
        'total' as dimension,
        'all' as member,
        lag(date_day) over (
            partition by accounts_with_opportunities order by date_day
        ) as seen_on
    from (
        select
            coalesce(cast(created_on as date), date '0001-01-01') as date_day,
            case when exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
        ) then account_id end as accounts_with_opportunities
        from {{ ref('fct_leads') }}
    ) as leads
    where
        accounts_with_opportunities is not null
        and (date_day = date '0001-01-01' or date_day >= (select date_day from first_start))
    union all
    select
        date_day,
        'channel' as dimension,
        channel as member,
        lag(date_day) over (
            partition by channel, accounts_with_opportunities order by date_day
        ) as seen_on
    from (
        select
            coalesce(cast(created_on as date), date '0001-01-01') as date_day,
            coalesce(cast(channel as varchar), 'unknown') as channel,
            case when exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
        ) then account_id end as accounts_with_opportunities
        from {{ ref('fct_leads') }}
    ) as leads
    where
        accounts_with_opportunities is not null
        and (date_day = date '0001-01-01' or date_day >= (select date_day from first_start))

),

-- New in a period is what was last named before it: that adds up from days.
accounts_with_opportunities_days as (

    select
        date_day,
        dimension,
        member,
        count(case when seen_on is null or seen_on < week_start then 1 end) as new_in_week,
        count(case when seen_on is null or seen_on < month_start then 1 end) as new_in_month,
        count(case when seen_on is null then 1 end) as new_in_all
    from accounts_with_opportunities_seen
    inner join starts using (date_day)
    group by date_day, dimension, member

),

accounts_with_opportunities_periods as (

    select
        grain,
        period_start,
        dimension,
        member,
        sum(
            case grain
                when 'week' then new_in_week
                when 'month' then new_in_month
                when 'all' then new_in_all
            end
        ) as accounts_with_opportunities
    from accounts_with_opportunities_days
    inner join periods using (date_day)
    group by grain, period_start, dimension, member

),

members as (

    select distinct dimension, member from created_on_periods

),

first_day as (

    select min(date_day) as date_day
    from (
        select min(date_day) as date_day
        from created_on_days
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
    cast(coalesce(accounts_with_opportunities, 0) as double precision) as accounts_with_opportunities,
    coalesce(accounts_with_opportunities__records, 0) as accounts_with_opportunities__records,
    cast(coalesce(lead_to_opportunity_rate, 0) as double precision) as lead_to_opportunity_rate,
    cast(coalesce(leads__channel_test, 0) as double precision) as leads__channel_test,
    cast(coalesce(leads, 0) as double precision) as leads
from spine
left join created_on_periods using (grain, period_start, dimension, member)
left join accounts_with_opportunities_periods using (grain, period_start, dimension, member)
