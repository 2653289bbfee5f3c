-- metric_values, empty where any part of a metric is withheld: value, sides and number of records.
-- Days, weeks and pairs are left out wherever there is anybody to hide. A window and an earlier
-- period tell what other periods hold, so they are empty wherever any period of theirs is.
with

hidden as (

    select distinct
        metric_parts.metric,
        withheld.dimension,
        withheld.member,
        withheld.grain,
        withheld.period_start
    from withheld
    inner join metric_parts using (part)
    where not metric_parts.is_of_other_days

),

always_hidden as (

    select distinct
        metric_parts.metric,
        withheld.dimension,
        withheld.member
    from withheld
    inner join metric_parts using (part)
    where metric_parts.is_of_other_days

),

told as (

    select
        metric_values.*,
        hidden.metric is null and always_hidden.metric is null as is_shown
    from metric_values
    left join hidden using (metric, grain, period_start, dimension, member)
    left join always_hidden using (metric, dimension, member)
    where
        metric not in (select metric from metric_parts)
        or (
            grain not in ('day', 'week')
            and not contains(dimension, ',')
            and metric not in (select metric from metric_parts where part is null)
        )

)

select
    * exclude (is_shown) replace (
        if(is_shown, value, null) as value,
        if(is_shown, numerator, null) as numerator,
        if(is_shown, denominator, null) as denominator,
        if(is_shown, records, null) as records
    )
from told
order by all
