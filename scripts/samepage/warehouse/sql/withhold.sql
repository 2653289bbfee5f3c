-- Each number that rests on too few records goes together with a second member, with other periods
-- and with other parts: change the corners of such a box against each other, and no sum changes.
insert into withheld
with

seeds as (

    select part, cut, period
    from cells
    where size between 1 and $limit - 1

),

weighed as (

    select
        *,
        sum(size) over (partition by part, cut) as weight
    from cells
    inner join cuts using (cut)
    where dimension <> 'total'

),

-- The second is the smallest of the same family that is large enough itself; else the whole family.
seconds as (

    select
        part,
        family,
        period,
        coalesce(
            arg_min(cut, (weight, cut)) filter (where size >= $limit),
            family
        ) as scope
    from weighed
    group by part, family, period
    having count(*) filter (where size between 1 and $limit - 1) > 0

),

boxes as (

    select part, period, cut as scope
    from seeds
    union
    select part, period, scope
    from seconds

),

wide as (

    select distinct
        moves.other_part as part,
        together.other_period as period,
        boxes.scope
    from boxes
    inner join edges using (part)
    inner join moves using (part)
    inner join together using (edge, period)

),

hidden as (

    select distinct
        wide.part,
        wide.period,
        covers.cut
    from wide
    inner join covers using (scope)

)

select
    parts.name as part,
    cuts.dimension,
    cuts.member,
    periods.grain,
    periods.period_start
from hidden
semi join cells using (part, period, cut)
inner join parts using (part)
inner join cuts using (cut)
inner join periods using (period)
