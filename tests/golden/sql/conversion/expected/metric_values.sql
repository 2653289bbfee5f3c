-- Compiled from metrics/ by scripts/samepage/compiler/templates/metric_values.sql.j2: edit those.
-- One row per metric, grain, period, dimension and member.

-- Accounts with opportunities: A figure.
select
    'accounts_with_opportunities' as metric,
    grain,
    period_start,
    dimension,
    member,
    accounts_with_opportunities as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(accounts_with_opportunities__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_leads') }}
where
    grain in ('week', 'month', 'all')
    and dimension in ('total', 'channel')

union all

-- Lead to opportunity rate: A figure.
select
    'lead_to_opportunity_rate' as metric,
    grain,
    period_start,
    dimension,
    member,
    1.0 * lead_to_opportunity_rate / nullif(leads__channel_test, 0) as value,
    lead_to_opportunity_rate as numerator,
    leads__channel_test as denominator,
    cast(leads__channel_test as bigint) as records,
    days_since_end >= 30 as is_complete
from {{ ref('cube_leads') }}
where
    grain in ('month', 'all')
    and dimension in ('total', 'channel')

union all

-- Leads: A figure.
select
    'leads' as metric,
    grain,
    period_start,
    dimension,
    member,
    leads as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(leads as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_leads') }}
where
    grain in ('all')
    and dimension in ('total')

