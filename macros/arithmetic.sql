{# Generic tests of arithmetic. #}

{# Holds in every row; null is a failure too. #}
{% test expression_is_true(model, expression) %}
select *
from {{ model }}
where not coalesce({{ expression }}, false)
{% endtest %}

{# What an entity closes a month with, it opens the next one with: no row stands for 0. #}
{% test follows_on(model, entity, period, opening, closing) %}
with

months as (

    select
        *,
        lead({{ period }}) over (
            partition by {{ entity }} order by {{ period }}
        ) as next_row_on,
        lag({{ period }}) over (
            partition by {{ entity }} order by {{ period }}
        ) as previous_row_on,
        lead({{ opening }}) over (
            partition by {{ entity }} order by {{ period }}
        ) as next_opening,
        max({{ period }}) over () as newest_on
    from {{ model }}

)

select *
from months
where
    (
        {{ period }} < newest_on
        and {{ closing }} <> case
            when next_row_on = {{ dbt.dateadd('month', 1, period) }} then next_opening
            else 0
        end
    )
    or (
        {{ opening }} <> 0
        and coalesce(previous_row_on <> {{ dbt.dateadd('month', -1, period) }}, true)
    )
{% endtest %}

{# Two models agree on a sum. #}
{% test same_total(model, value, other, other_value) %}
with

totals as (

    select
        (select coalesce(sum({{ value }}), 0) from {{ model }}) as total,
        (select coalesce(sum({{ other_value }}), 0) from {{ other }}) as other_total

)

select *
from totals
where total <> other_total
{% endtest %}
