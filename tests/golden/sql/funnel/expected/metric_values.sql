-- Compiled from metrics/ by scripts/samepage/compiler/templates/metric_values.sql.j2: edit those.
-- One row per metric, grain, period, dimension and member.

-- Bookings: A figure.
select
    'bookings' as metric,
    grain,
    period_start,
    dimension,
    member,
    bookings as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(bookings__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Closed: A figure.
select
    'closed' as metric,
    grain,
    period_start,
    dimension,
    member,
    closed as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(closed as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Deals: A figure.
select
    'deals' as metric,
    grain,
    period_start,
    dimension,
    member,
    deals as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(deals as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('all')
    and dimension in ('total')

union all

-- Ideal share: A figure.
select
    'ideal_share' as metric,
    grain,
    period_start,
    dimension,
    member,
    1.0 * won__fit_a_true_or_1_0 / nullif(won, 0) as value,
    won__fit_a_true_or_1_0 as numerator,
    won as denominator,
    cast(won as bigint) as records,
    days_since_end >= 90 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month', 'all')
    and dimension in ('total')

union all

-- Open balance: A figure.
select
    'open_balance' as metric,
    grain,
    period_start,
    dimension,
    member,
    deals - closed as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(greatest(deals, closed) as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month', 'all')
    and dimension in ('total', 'channel')

union all

-- Win rate: A figure.
select
    'win_rate' as metric,
    grain,
    period_start,
    dimension,
    member,
    1.0 * won / nullif(closed, 0) as value,
    won as numerator,
    closed as denominator,
    cast(closed as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month', 'quarter', 'all')
    and dimension in ('total', 'channel,is_ideal', 'channel')

union all

-- Won: A figure.
select
    'won' as metric,
    grain,
    period_start,
    dimension,
    member,
    won as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(won as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('all')
    and dimension in ('total')

