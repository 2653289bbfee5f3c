-- Compiled from metrics/ by scripts/samepage/compiler/templates/metric_values.sql.j2: edit those.
-- One row per metric, grain, period, dimension and member.

-- Hours in the first quarter: A figure.
select
    'hours_in_the_first_quarter' as metric,
    grain,
    period_start,
    dimension,
    member,
    hours_in_the_first_quarter as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(hours_in_the_first_quarter__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_tickets') }}
where
    grain in ('month', 'all')
    and dimension in ('total', 'customer__segment')

union all

-- Tickets: A figure.
select
    'tickets' as metric,
    grain,
    period_start,
    dimension,
    member,
    tickets as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(tickets as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_tickets') }}
where
    grain in ('month', 'all')
    and dimension in ('total', 'customer__segment', 'customer__segment,severity')

union all

-- Tickets of subsidiaries: A figure.
select
    'tickets_of_subsidiaries' as metric,
    grain,
    period_start,
    dimension,
    member,
    tickets_of_subsidiaries as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(tickets_of_subsidiaries as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_tickets') }}
where
    grain in ('quarter', 'all')
    and dimension in ('total')

union all

-- Urgent share: A figure.
select
    'urgent_share' as metric,
    grain,
    period_start,
    dimension,
    member,
    1.0 * urgent_tickets / nullif(tickets, 0) as value,
    urgent_tickets as numerator,
    tickets as denominator,
    cast(tickets as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_tickets') }}
where
    grain in ('month', 'all')
    and dimension in ('total', 'severity')

union all

-- Urgent tickets: A figure.
select
    'urgent_tickets' as metric,
    grain,
    period_start,
    dimension,
    member,
    urgent_tickets as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(urgent_tickets as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_tickets') }}
where
    grain in ('all')
    and dimension in ('total')

