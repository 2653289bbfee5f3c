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

-- Of each day, the first days of the periods that it is in, and of its stretch: the days that are
-- in the same periods.
starts as (

    select
        date_day,
        week_start,
        month_start,
        min(date_day) over (partition by week_start, month_start) as stretch
    from (
        select
            date_day,
            max(case when grain = 'week' then period_start end) as week_start,
            max(case when grain = 'month' then period_start end) as month_start
        from periods
        group by date_day
    ) as each_day

),

-- What is counted, and the members, as numbers: to sort text takes twice as long.
counted_account_id_numbers as (

    select
        account_id as counted_account_id,
        cast(row_number() over () as integer) as number
    from {{ ref('fct_leads') }}
    where account_id is not null
    group by account_id

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
            'channel' as dimension,
            channel as member
        from (
            select
                coalesce(cast(channel as varchar), 'unknown') as channel
            from {{ ref('fct_leads') }}
        ) as leads
    ) as named

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

created_on_numbered as (

    select
        starts.stretch as date_day,
        each_channel.number as channel,
        case when leads.accounts_with_opportunities is not null then counted_account_id_numbers.number end as accounts_with_opportunities
    from (
        select
            coalesce(cast(created_on as date), date '0001-01-01') as date_day,
            coalesce(cast(channel as varchar), 'unknown') as channel,
            account_id as counted_account_id,
            case when exists (
            select 1
            from fct_opportunities as later
            where
                later.account_id = fct_leads.account_id
                and cast(later.opened_on as date) >= cast(fct_leads.created_on as date)
        ) then account_id end as accounts_with_opportunities
        from {{ ref('fct_leads') }}
    ) as leads
    inner join starts on starts.date_day = leads.date_day
    inner join member_numbers as each_channel
        on
            each_channel.dimension = 'channel'
            and each_channel.member = leads.channel
    left join counted_account_id_numbers
        on counted_account_id_numbers.counted_account_id = leads.counted_account_id

),

-- Every row with the stretch of days of the row before it that names the same account_id.
accounts_with_opportunities_seen as (

    select
        date_day,
        0 as number,
        lag(date_day) over (
            partition by accounts_with_opportunities order by date_day
        ) as seen_on
    from created_on_numbered
    where accounts_with_opportunities is not null
    union all
    select
        date_day,
        channel as number,
        lag(date_day) over (
            partition by channel, accounts_with_opportunities order by date_day
        ) as seen_on
    from created_on_numbered
    where accounts_with_opportunities is not null

),

-- New in a period is what was not seen in it before: that adds up from stretches.
accounts_with_opportunities_new as (

    select
        date_day,
        number,
        count(*) - count(case when seen_on >= week_start then 1 end) as new_in_week,
        count(*) - count(case when seen_on >= month_start then 1 end) as new_in_month,
        count(*) - count(seen_on) as new_in_all
    from accounts_with_opportunities_seen
    inner join starts using (date_day)
    group by date_day, number

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
    from accounts_with_opportunities_new
    inner join periods using (date_day)
    inner join member_numbers using (number)
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
