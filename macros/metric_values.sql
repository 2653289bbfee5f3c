{# Identities that every build proves over metric_values, per grain, period and member. #}

{# A ratio is its stored numerator by its stored denominator, and null without one. #}
{% test ratios_are_their_parts(model) %}

select *
from {{ model }}
where
    denominator is not null
    and (
        (denominator = 0 and value is not null)
        or (
            denominator <> 0
            and numerator is not null
            and (value is null or abs(value - numerator / nullif(denominator, 0)) > 1e-9)
        )
    )

{% endtest %}


{# The members of an additive metric sum to its total. #}
{% test members_sum_to_total(model, metrics) %}

with

sums as (

    select
        metric,
        grain,
        period_start,
        dimension,
        sum(value) as value
    from {{ model }}
    where
        dimension <> 'total'
        and metric in ('{{ metrics | join("', '") }}')
    group by metric, grain, period_start, dimension

),

totals as (

    select
        metric,
        grain,
        period_start,
        value
    from {{ model }}
    where dimension = 'total'

)

select
    sums.metric,
    sums.grain,
    sums.period_start,
    sums.dimension,
    sums.value as sum_of_members,
    totals.value as total
from sums
left join totals
    on sums.metric = totals.metric
    and sums.grain = totals.grain
    and sums.period_start = totals.period_start
where
    totals.value is null
    or abs(sums.value - totals.value) > 1e-6 * (1 + abs(totals.value))

{% endtest %}
