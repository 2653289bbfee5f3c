-- The cells of the grid as we would write them by hand, for this engine and these data alone:
-- members as enums and accounts as numbers, because sorting and hashing those is cheaper; by day
-- what adds up, all cuts at once; distinct counts by one sort per cut, which serves all grains.

create temp type segment_name as enum (select distinct segment from fct_leads);
create temp type icp_tier_name as enum (select distinct icp_tier from fct_leads);
create temp type region_name as enum (select distinct region from fct_leads);
create temp type industry_name as enum (select distinct industry from fct_leads);
create temp type channel_name as enum (select distinct channel from fct_leads);
create temp type rep_name as enum (select distinct rep from fct_leads);

create temp table accounts as
select account_id, cast(row_number() over () as integer) as account
from (select distinct account_id from fct_leads union select distinct account_id from fct_account_months);

-- The days of a stretch are in the same periods.
create temp table starts as
select *, min(date_day) over (partition by week, month, quarter, year) as stretch
from (
    select
        date_day,
        max(period_start) filter (grain = 'week') as week,
        max(period_start) filter (grain = 'month') as month,
        max(period_start) filter (grain = 'quarter') as quarter,
        max(period_start) filter (grain = 'year') as year
    from dim_periods
    group by date_day
);

create temp table periods as from dim_periods where grain <> 'all';

create temp table lead_keys as
select account, stretch as date_day,
    cast(segment as segment_name) as segment,
    cast(icp_tier as icp_tier_name) as icp_tier,
    cast(region as region_name) as region,
    cast(industry as industry_name) as industry,
    cast(channel as channel_name) as channel,
    cast(rep as rep_name) as rep,
    is_won
from fct_leads inner join accounts using (account_id) inner join starts on starts.date_day = created_on;

create temp table month_keys as
select account, stretch as date_day,
    cast(segment as segment_name) as segment,
    cast(icp_tier as icp_tier_name) as icp_tier,
    cast(region as region_name) as region,
    cast(industry as industry_name) as industry,
    cast(channel as channel_name) as channel,
    cast(rep as rep_name) as rep
from fct_account_months inner join accounts using (account_id) inner join starts on starts.date_day = fct_account_months.month;

create temp table lead_days as
select
    created_on as date_day,
    case
        when segment is not null then 'segment'
        when icp_tier is not null then 'icp_tier'
        when region is not null then 'region'
        when industry is not null then 'industry'
        when channel is not null then 'channel'
        when rep is not null then 'rep'
        else 'total'
    end as dimension,
    coalesce(segment, icp_tier, region, industry, channel, rep, 'all') as member,
    count(*) as leads,
    count(*) filter (is_mql) as mqls,
    count(*) filter (is_sql) as sqls,
    count(*) filter (is_opportunity) as opportunities,
    count(*) filter (is_won) as wins,
    count(*) filter (is_icp) as icp_leads,
    count(*) filter (is_icp and is_won) as icp_wins,
    sum(amount) as won_amount,
    count(amount) as amounts,
    max(amount) as largest_won
from fct_leads
group by grouping sets ((created_on),
    (created_on, segment), (created_on, icp_tier), (created_on, region), (created_on, industry), (created_on, channel), (created_on, rep));

create temp table month_days as
select
    month as date_day,
    case
        when segment is not null then 'segment'
        when icp_tier is not null then 'icp_tier'
        when region is not null then 'region'
        when industry is not null then 'industry'
        when channel is not null then 'channel'
        when rep is not null then 'rep'
        else 'total'
    end as dimension,
    coalesce(segment, icp_tier, region, industry, channel, rep, 'all') as member,
    sum(opening_mrr) as opening_mrr,
    sum(closing_mrr) as closing_mrr,
    sum(new_mrr) as new_mrr,
    sum(expansion_mrr) as expansion_mrr,
    sum(contraction_mrr) as contraction_mrr,
    sum(churned_mrr) as churned_mrr
from fct_account_months
group by grouping sets ((month),
    (month, segment), (month, icp_tier), (month, region), (month, industry), (month, channel), (month, rep));

create temp table lead_cycles as
select
    grain,
    period_start,
    case
        when segment is not null then 'segment'
        when icp_tier is not null then 'icp_tier'
        when region is not null then 'region'
        when industry is not null then 'industry'
        when channel is not null then 'channel'
        when rep is not null then 'rep'
        else 'total'
    end as dimension,
    coalesce(segment, icp_tier, region, industry, channel, rep, 'all') as member,
    median(cycle_days) as sales_cycle
from fct_leads
inner join periods on periods.date_day = fct_leads.created_on
where cycle_days is not null
group by grouping sets ((grain, period_start),
    (grain, period_start, segment), (grain, period_start, icp_tier), (grain, period_start, region), (grain, period_start, industry), (grain, period_start, channel), (grain, period_start, rep));

create temp table accounts_days as
select date_day, 'total' as dimension, 'all' as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select date_day, lag(date_day) over (partition by account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'segment' as dimension, cast(segment as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select segment, date_day, lag(date_day) over (partition by segment, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'icp_tier' as dimension, cast(icp_tier as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select icp_tier, date_day, lag(date_day) over (partition by icp_tier, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'region' as dimension, cast(region as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select region, date_day, lag(date_day) over (partition by region, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'industry' as dimension, cast(industry as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select industry, date_day, lag(date_day) over (partition by industry, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'channel' as dimension, cast(channel as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select channel, date_day, lag(date_day) over (partition by channel, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'rep' as dimension, cast(rep as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select rep, date_day, lag(date_day) over (partition by rep, account order by date_day) as seen
      from lead_keys)
inner join starts using (date_day)
group by all;

create temp table accounts_won_days as
select date_day, 'total' as dimension, 'all' as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select date_day, lag(date_day) over (partition by account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'segment' as dimension, cast(segment as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select segment, date_day, lag(date_day) over (partition by segment, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'icp_tier' as dimension, cast(icp_tier as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select icp_tier, date_day, lag(date_day) over (partition by icp_tier, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'region' as dimension, cast(region as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select region, date_day, lag(date_day) over (partition by region, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'industry' as dimension, cast(industry as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select industry, date_day, lag(date_day) over (partition by industry, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'channel' as dimension, cast(channel as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select channel, date_day, lag(date_day) over (partition by channel, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all
union all
select date_day, 'rep' as dimension, cast(rep as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select rep, date_day, lag(date_day) over (partition by rep, account order by date_day) as seen
      from lead_keys where is_won)
inner join starts using (date_day)
group by all;

create temp table reps_days as
select date_day, 'total' as dimension, 'all' as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select date_day, lag(date_day) over (partition by rep order by date_day) as seen
      from (select distinct rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'segment' as dimension, cast(segment as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select segment, date_day, lag(date_day) over (partition by segment, rep order by date_day) as seen
      from (select distinct segment, rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'icp_tier' as dimension, cast(icp_tier as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select icp_tier, date_day, lag(date_day) over (partition by icp_tier, rep order by date_day) as seen
      from (select distinct icp_tier, rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'region' as dimension, cast(region as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select region, date_day, lag(date_day) over (partition by region, rep order by date_day) as seen
      from (select distinct region, rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'industry' as dimension, cast(industry as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select industry, date_day, lag(date_day) over (partition by industry, rep order by date_day) as seen
      from (select distinct industry, rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'channel' as dimension, cast(channel as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select channel, date_day, lag(date_day) over (partition by channel, rep order by date_day) as seen
      from (select distinct channel, rep, date_day from lead_keys))
inner join starts using (date_day)
group by all
union all
select date_day, 'rep' as dimension, cast(rep as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select rep, date_day, lag(date_day) over (partition by rep, rep order by date_day) as seen
      from (select distinct rep, date_day from lead_keys))
inner join starts using (date_day)
group by all;

create temp table customers_days as
select date_day, 'total' as dimension, 'all' as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select date_day, lag(date_day) over (partition by account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'segment' as dimension, cast(segment as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select segment, date_day, lag(date_day) over (partition by segment, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'icp_tier' as dimension, cast(icp_tier as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select icp_tier, date_day, lag(date_day) over (partition by icp_tier, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'region' as dimension, cast(region as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select region, date_day, lag(date_day) over (partition by region, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'industry' as dimension, cast(industry as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select industry, date_day, lag(date_day) over (partition by industry, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'channel' as dimension, cast(channel as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select channel, date_day, lag(date_day) over (partition by channel, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all
union all
select date_day, 'rep' as dimension, cast(rep as varchar) as member,
        count(*) - count(*) filter (seen >= week) as week_new,
        count(*) - count(*) filter (seen >= month) as month_new,
        count(*) - count(*) filter (seen >= quarter) as quarter_new,
        count(*) - count(*) filter (seen >= year) as year_new
from (select rep, date_day, lag(date_day) over (partition by rep, account order by date_day) as seen
      from month_keys)
inner join starts using (date_day)
group by all;

create temp table accounts_periods as
select grain, period_start, dimension, member,
    sum(case grain when 'week' then week_new when 'month' then month_new when 'quarter' then quarter_new else year_new end) as accounts
from accounts_days inner join periods using (date_day)
group by all;

create temp table accounts_won_periods as
select grain, period_start, dimension, member,
    sum(case grain when 'week' then week_new when 'month' then month_new when 'quarter' then quarter_new else year_new end) as accounts_won
from accounts_won_days inner join periods using (date_day)
group by all;

create temp table reps_periods as
select grain, period_start, dimension, member,
    sum(case grain when 'week' then week_new when 'month' then month_new when 'quarter' then quarter_new else year_new end) as reps
from reps_days inner join periods using (date_day)
group by all;

create temp table customers_periods as
select grain, period_start, dimension, member,
    sum(case grain when 'week' then week_new when 'month' then month_new when 'quarter' then quarter_new else year_new end) as customers
from customers_days inner join periods using (date_day)
group by all;

create temp table leads_by_hand as
with added as (
    select grain, period_start, dimension, member,
        sum(leads) as leads, sum(mqls) as mqls, sum(sqls) as sqls,
        sum(opportunities) as opportunities, sum(wins) as wins,
        sum(icp_leads) as icp_leads, sum(icp_wins) as icp_wins,
        sum(won_amount) as won_amount, sum(amounts) as amounts, max(largest_won) as largest_won
    from lead_days inner join periods using (date_day)
    group by all
)
select *,
    won_amount / nullif(amounts, 0) as mean_won_amount,
    mqls / nullif(leads, 0) as mql_rate,
    sqls / nullif(mqls, 0) as sql_rate,
    wins / nullif(opportunities, 0) as win_rate,
    icp_leads / nullif(leads, 0) as icp_share,
    leads / nullif(accounts, 0) as leads_per_account,
    accounts_won / nullif(accounts, 0) as share_of_accounts_won
from added
left join lead_cycles using (grain, period_start, dimension, member)
left join accounts_periods using (grain, period_start, dimension, member)
left join accounts_won_periods using (grain, period_start, dimension, member)
left join reps_periods using (grain, period_start, dimension, member);

create temp table account_months_by_hand as
with edges as (
    select grain, period_start, min(date_day) as first_day, max(date_day) as last_day
    from (select distinct date_day from month_days) inner join periods using (date_day)
    group by all
),
added as (
    select grain, period_start, dimension, member,
        sum(opening_mrr) filter (date_day = first_day) as opening_mrr,
        sum(closing_mrr) filter (date_day = last_day) as closing_mrr,
        sum(new_mrr) as new_mrr, sum(expansion_mrr) as expansion_mrr,
        sum(contraction_mrr) as contraction_mrr, sum(churned_mrr) as churned_mrr
    from month_days
    inner join periods using (date_day)
    inner join edges using (grain, period_start)
    group by all
)
select *,
    churned_mrr / nullif(opening_mrr, 0) as revenue_churn_rate,
    closing_mrr / nullif(customers, 0) as mrr_per_customer,
    new_mrr + expansion_mrr - contraction_mrr - churned_mrr as net_new_mrr
from added
left join customers_periods using (grain, period_start, dimension, member);
