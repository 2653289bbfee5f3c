{% set happenings = {
    'leads': ['created_at'],
    'stage_events': ['occurred_at'],
    'opportunities': ['created_at', 'closed_at'],
    'touches': ['touched_at'],
    'subscriptions': ['valid_from'],
    'usage': ['used_on'],
    'churn_markers': ['marked_on'],
    'outcomes': ['measured_on'],
    'surveys': ['answered_at'],
    'tickets': ['opened_at', 'closed_at'],
    'spend': ['spent_on'],
} %}

with

happenings as (

    {% for entity, columns in happenings.items() %}
    {% set last_entity = loop.last %}
    {% for column in columns %}
    select
        min(cast({{ column }} as date)) as first_on,
        max(cast({{ column }} as date)) as newest_on
    from {{ ref('in_' ~ entity) }}
    {% if not (last_entity and loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

range_of_data as (

    select
        min(first_on) as first_on,
        {% if var('as_of') %}
        cast('{{ var("as_of") }}' as date) as as_of
        {% else %}
        -- A subscription may be due to start: what lies ahead is no news yet.
        least(coalesce(max(newest_on), current_date), current_date) as as_of
        {% endif %}
    from happenings

),

as_of as (

    select
        as_of,
        case when first_on < as_of then first_on else as_of end as first_on
    from range_of_data

)

select * from as_of
