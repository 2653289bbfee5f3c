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

-- Bookings to date: A figure.
select
    'bookings_to_date' as metric,
    grain,
    period_start,
    dimension,
    member,
    bookings__year_to_date as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(bookings__year_to_date__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month')
    and dimension in ('total', 'channel')

union all

-- Customers of a year: A figure.
select
    'customers_of_a_year' as metric,
    grain,
    period_start,
    dimension,
    member,
    customers_of_a_year__12_months as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(customers_of_a_year__12_months__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month', 'quarter')
    and dimension in ('total', 'channel')

union all

-- Growth: A figure.
select
    'growth' as metric,
    grain,
    period_start,
    dimension,
    member,
    bookings - bookings__1_year_before as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(greatest(bookings__records, bookings__1_year_before__records) as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('week', 'month')
    and dimension in ('total', 'channel')

union all

-- Price or list: A figure.
select
    'price_or_list' as metric,
    grain,
    period_start,
    dimension,
    member,
    price_or_list__or_100 as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(price_or_list__or_100__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month', 'all')
    and dimension in ('total')

union all

-- Since new year: A figure.
select
    'since_new_year' as metric,
    grain,
    period_start,
    dimension,
    member,
    bookings - bookings__at_year_start as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(greatest(bookings__records, bookings__at_year_start__records) as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month')
    and dimension in ('total')

union all

-- Usual bookings: A figure.
select
    'usual_bookings' as metric,
    grain,
    period_start,
    dimension,
    member,
    bookings__7_days_average as value,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    cast(bookings__7_days_average__records as bigint) as records,
    days_since_end >= 0 as is_complete
from {{ ref('cube_deals') }}
where
    grain in ('month')
    and dimension in ('total')

