-- Compiled from metrics/ by scripts/samepage/compiler/templates/metric_values.sql.j2: edit those.
-- One row per metric, grain, period, dimension and member.

-- Churn rate: A figure.
select
    'churn_rate' as metric,
    grain,
    period_start,
    dimension,
    member,
    1.0 * churned / nullif(opening, 0) as value,
    churned as numerator,
    opening as denominator,
    cast(opening__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_months') }}
where
    grain in ('month', 'quarter')
    and dimension in ('total', 'plan')

union all

-- Churned: A figure.
select
    'churned' as metric,
    grain,
    period_start,
    dimension,
    member,
    churned as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(churned__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_months') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Closing: A figure.
select
    'closing' as metric,
    grain,
    period_start,
    dimension,
    member,
    closing as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(closing__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_months') }}
where
    grain in ()
    and dimension in ('total')

union all

-- Opening: A figure.
select
    'opening' as metric,
    grain,
    period_start,
    dimension,
    member,
    opening as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(opening__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_months') }}
where
    grain in ()
    and dimension in ('total')

