-- {rows} leads and the months of the customers among their accounts, out of arithmetic alone: the
-- same rows every time, on every machine.
create temp macro mixed(x) as (xor(cast(x as bigint), cast(x as bigint) >> 16) * 73244475) & 4294967295;
create temp macro dice(x, sides) as cast((mixed(mixed(x)) >> 8) % sides as integer);

create temp macro segment_of(x) as ['Small', 'Middle', 'Large'][1 + dice(x, 3)];
create temp macro icp_tier_of(x) as ['A', 'B', 'C', 'none'][1 + dice(x + 1, 4)];
create temp macro region_of(x) as ['north', 'south', 'east', 'west', 'abroad'][1 + dice(x + 2, 5)];
create temp macro industry_of(x) as 'industry ' || dice(x + 3, 12);
create temp macro account_of(x) as 'account-' || lpad(cast(x as varchar), 9, '0');
create temp macro rep_of(x) as 'rep ' || dice(x + 4, 40);
create temp macro channel_of(x) as
    ['web', 'ads', 'event', 'partner', 'outbound', 'referral', 'content', 'social'][1 + dice(x + 5, 8)];

create table fct_leads as
with leads as (
    select
        i * 64 as seed,
        dice(i * 64 + 10, {accounts}) as account,
        dice(i * 64 + 11, 100) as luck,
        -- What is known of an account when a lead comes changes now and then.
        case when dice(i * 64 + 12, 20) = 0 then 1 else 0 end as is_changed
    from range({rows}) as numbers(i)
)
select
    'lead-' || lpad(cast(seed // 64 as varchar), 9, '0') as lead_id,
    account_of(account) as account_id,
    segment_of(account * 64 + is_changed) as segment,
    icp_tier_of(account * 64 + is_changed) as icp_tier,
    region_of(account * 64) as region,
    industry_of(account * 64) as industry,
    channel_of(seed) as channel,
    rep_of(seed) as rep,
    cast(date '2023-01-01' + dice(seed + 13, 1096) as date) as created_on,
    luck < 40 as is_mql,
    luck < 20 as is_sql,
    luck < 12 as is_opportunity,
    luck < 5 as is_won,
    icp_tier_of(account * 64 + is_changed) = 'A' as is_icp,
    case when luck < 5 then cast(dice(seed + 14, 900000) as decimal(18, 4)) / 100 end as amount,
    case when luck < 5 then dice(seed + 15, 120) end as cycle_days
from leads;

create table fct_account_months as
with customers as (
    select
        i as account,
        dice(i * 64 + 20, 36) as first_month,
        dice(i * 64 + 21, 36) as last_month,
        100 + dice(i * 64 + 22, 900) as mrr
    from range({accounts}) as numbers(i)
    where dice(i * 64 + 23, 2) = 0
),
months as (
    select *, account * 64 * 64 + m as seed
    from customers
    inner join range(36) as numbers(m) on m between first_month and last_month
)
select
    account_of(account) as account_id,
    segment_of(account * 64) as segment,
    icp_tier_of(account * 64) as icp_tier,
    region_of(account * 64) as region,
    industry_of(account * 64) as industry,
    channel_of(account * 64) as channel,
    rep_of(account * 64) as rep,
    cast(date '2023-01-01' + to_months(cast(m as integer)) as date) as month,
    cast(case when m > first_month then mrr else 0 end as decimal(18, 4)) as opening_mrr,
    cast(case when m = first_month then mrr else 0 end as decimal(18, 4)) as new_mrr,
    cast(case when dice(seed, 12) = 0 then 20 else 0 end as decimal(18, 4)) as expansion_mrr,
    cast(case when dice(seed, 12) = 1 then 20 else 0 end as decimal(18, 4)) as contraction_mrr,
    cast(case when m = last_month then mrr else 0 end as decimal(18, 4)) as churned_mrr,
    cast(case when m < last_month then mrr else 0 end as decimal(18, 4)) as closing_mrr
from months;

create table dim_as_of as select date '2025-12-31' as as_of;

create table dim_periods as
with days as (
    select cast(day as date) as date_day
    from range(timestamp '2023-01-01', timestamp '2026-01-01', interval 1 day) as days(day)
),
starts as (
    select unnest(['week', 'month', 'quarter', 'year']) as grain, date_day from days
)
select
    grain,
    date_day,
    cast(date_trunc(grain, date_day) as date) as period_start,
    cast(
        case grain
            when 'week' then date_trunc(grain, date_day) + interval 1 week
            when 'month' then date_trunc(grain, date_day) + interval 1 month
            when 'quarter' then date_trunc(grain, date_day) + interval 3 month
            else date_trunc(grain, date_day) + interval 1 year
        end as date
    ) - 1 as period_end
from starts
union all
select 'all', date_day, date '2023-01-01', date '2025-12-31' from days;

-- MetricFlow asks for a calendar of its own.
create table dim_dates as select distinct date_day from dim_periods;
