-- Compiled from metrics/ by scripts/samepage/compiler/templates/metric_values.sql.j2: edit those.
-- One row per metric, grain, period, dimension and member.

-- Longest: A figure.
select
    'longest' as metric,
    grain,
    period_start,
    dimension,
    member,
    longest as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(longest__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_visits') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Mean seconds: A figure.
select
    'mean_seconds' as metric,
    grain,
    period_start,
    dimension,
    member,
    mean_seconds as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(mean_seconds__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_visits') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Slow seconds: A figure.
select
    'slow_seconds' as metric,
    grain,
    period_start,
    dimension,
    member,
    slow_seconds as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(slow_seconds__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_visits') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Typical seconds: A figure.
select
    'typical_seconds' as metric,
    grain,
    period_start,
    dimension,
    member,
    typical_seconds as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(typical_seconds__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_visits') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Visitors: A figure.
select
    'visitors' as metric,
    grain,
    period_start,
    dimension,
    member,
    visitors as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(visitors__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_visits') }}
where
    grain in ('day', 'week', 'all')
    and dimension in ('total', 'page')

