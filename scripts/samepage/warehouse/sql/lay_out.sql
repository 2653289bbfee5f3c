-- The rows of one cube, with numbers in place of names; days, weeks and pairs are never shown.
create or replace temp table cuts as
select
    dimension,
    member,
    row_number() over (order by dimension, member) as cut,
    -dense_rank() over (order by dimension) as family
from (
    select distinct dimension, member
    from cube
    where not contains(dimension, ',')
);

create or replace temp table periods as
with

lengths as (

    select
        unnest(['month', 'quarter', 'year', 'all']) as grain,
        unnest([1, 2, 3, 4]) as length

),

days as (

    select
        grain,
        period_start,
        length,
        date_day
    from dim_periods
    inner join lengths using (grain)
    semi join cube using (grain, period_start)

),

-- The cube may begin within a quarter: what lies before its first month is no part of it.
first_day as (

    select max(first_day) as first_day
    from (
        select min(date_day) as first_day
        from days
        group by grain
    ) as firsts

),

spans as (

    select
        grain,
        period_start,
        length,
        min(date_day) as first_day,
        max(date_day) as last_day
    from days
    where date_day >= (select first_day from first_day)
    group by grain, period_start, length

),

-- What each period is summed up to next; years have nothing but all time.
wholes as (

    select
        spans.*,
        longer.period_start as whole_start
    from spans
    left join spans as longer
        on
        spans.length < longer.length
        and longer.grain <> 'all'
        and spans.first_day between longer.first_day and longer.last_day
    qualify
        row_number() over (
            partition by spans.grain, spans.period_start
            order by longer.length
        ) = 1

),

placed as (

    select
        *,
        row_number() over siblings as place
    from wholes
    window siblings as (partition by grain, whole_start order by first_day)

)

select
    grain,
    period_start,
    length,
    first_day,
    last_day,
    whole_start is null as is_top,
    -- Two by two; the third month of a quarter goes with the second.
    case
        when whole_start is null then first_day
        when place % 2 = 1 then coalesce(lead(first_day) over siblings, lag(first_day) over siblings, first_day)
        else lag(first_day) over siblings
    end as sibling_first_day,
    row_number() over (order by length, first_day) as period
from placed
window siblings as (partition by grain, whole_start order by first_day);

create or replace temp table numbered as
select
    cuts.cut,
    periods.period,
    periods.length,
    cube.*
from cube
inner join cuts using (dimension, member)
inner join periods using (grain, period_start);

-- What goes with a period. A number that adds up over time goes with a period beside it, and with
-- the first shorter ones within both; a year, which is summed up to nothing longer, with all time.
-- A balance stands where one period ends and the next begins, so it goes with what ends and begins
-- there.
create or replace temp table together as
select
    'none' as edge,
    seed.period,
    other.period as other_period
from periods as seed
inner join periods as other
    on
    other.length <= seed.length
    and other.first_day in (seed.first_day, seed.sibling_first_day)
union
select
    'none',
    seed.period,
    other.period
from periods as seed
inner join periods as other on other.grain = 'all'
where seed.is_top
union
select
    edge,
    seed.period,
    other.period
from (
    select
        period,
        unnest(['min', 'max']) as edge,
        unnest([first_day - 1, last_day]) as stands_on
    from periods
) as seed
inner join periods as other
    on
    seed.stands_on = other.last_day
    or seed.stands_on + 1 = other.first_day
    or other.grain = 'all';

-- A total stands for every member, a family for each of its own.
create or replace temp table covers as
select cut as scope, cut from cuts
union
select family, cut from cuts
union
select totals.cut, cuts.cut
from cuts
inner join cuts as totals on totals.dimension = 'total';

create or replace temp table parts (part integer, name varchar);
create or replace temp table cells (part integer, cut integer, period integer, size bigint);
create or replace temp table moves (part integer, other_part integer);
create or replace temp table edges (part integer, edge varchar);
