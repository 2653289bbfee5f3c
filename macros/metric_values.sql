{# Identities that every build proves over metric_values, per grain, period and member. #}

{# What metric_values is looked up by, for engines that would read all of it for every metric. #}
{% macro looked_up_by(columns) -%}
    {{ adapter.dispatch('looked_up_by', 'samepage')(columns) }}
{%- endmacro %}

{% macro default__looked_up_by(columns) -%}
{%- endmacro %}

{% macro postgres__looked_up_by(columns) -%}
    create index on {{ this }} ({{ columns | join(', ') }});
    analyze {{ this }}
{%- endmacro %}


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


{# A ratio's two sides are what the metrics that it divides are under their own names. All ratios in
   one join: a join for each would take more memory than a small machine has. #}
{% test sides_are_published(model, sides) %}

with

sides (metric, side, part) as (

    values
    {%- for side in sides %}
    ('{{ side.metric }}', '{{ side.side }}', '{{ side.part }}'){{ "," if not loop.last }}
    {%- endfor %}

),

divided as (

    select
        sides.metric,
        sides.side,
        sides.part,
        ratio.grain,
        ratio.period_start,
        ratio.dimension,
        ratio.member,
        case sides.side
            when 'numerator' then ratio.numerator
            else ratio.denominator
        end as divided
    from sides
    inner join {{ model }} as ratio
        on sides.metric = ratio.metric

)

select
    divided.*,
    part.value as published
from divided
inner join {{ model }} as part
    on divided.part = part.metric
    and divided.grain = part.grain
    and divided.period_start = part.period_start
    and divided.dimension = part.dimension
    and divided.member = part.member
where {{ differ('divided.divided', 'part.value') }}

{% endtest %}


{# Every derived metric, worked out again over published numbers. #}
{% test formulas_hold(model, formulas) %}

{% for formula in formulas %}
select
    '{{ formula.metric }}' as metric,
    result.grain,
    result.period_start,
    result.dimension,
    result.member,
    result.value as published,
    {{ formula.expr }} as worked_out
from {{ model }} as result
{%- for part in formula.parts %}
inner join {{ model }} as {{ part }}
    on {{ part }}.metric = '{{ part }}'
    and {{ part }}.grain = result.grain
    and {{ part }}.period_start = result.period_start
    and {{ part }}.dimension = result.dimension
    and {{ part }}.member = result.member
{%- endfor %}
where
    result.metric = '{{ formula.metric }}'
    and {{ differ('result.value', formula.expr) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}

{% endtest %}


{# An identity of metrics/identities.yml, for every grain, period, dimension and member that all of
   its metrics have. #}
{% test identity(model, metrics, left, comparison, right, grains=none, except_by=none) %}

with

numbers as (

    select
        grain,
        period_start,
        dimension,
        member
        {%- for metric in metrics %},
        max(case when metric = '{{ metric }}' then value end) as {{ metric }}
        {%- endfor %}
    from {{ model }}
    where
        metric in ('{{ metrics | join("', '") }}')
        {%- if grains %}
        and grain in ('{{ grains | join("', '") }}')
        {%- endif %}
        {%- if except_by %}
        and dimension not in ('{{ except_by | join("', '") }}')
        {%- endif %}
    group by grain, period_start, dimension, member

),

sides as (

    select
        grain,
        period_start,
        dimension,
        member,
        {{ left }} as left_side,
        {{ right }} as right_side
    from numbers

)

select *
from sides
where
    not left_side {{ comparison }} right_side
    and {{ differ('left_side', 'right_side') }}

{% endtest %}


{# Whether two numbers are further apart than sums in another order may be. Where only one is null
   they differ too. #}
{% macro differ(one, other) -%}
    (
        (({{ one }}) is null) <> (({{ other }}) is null)
        or abs(({{ one }}) - ({{ other }})) > 1e-9 * (1 + abs({{ one }}))
    )
{%- endmacro %}


{# What is a share of its own cohort lies between nothing and all of it. #}
{% test shares_of_a_whole(model, metrics) %}

select *
from {{ model }}
where
    metric in ('{{ metrics | join("', '") }}')
    and not value between 0 and 1

{% endtest %}
