with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

happenings as (

    {% for entity in entities() %}
    select
        '{{ entity }}' as entity,
        cast({{ happens_at(entity) }} as date) as happened_on
    from {{ ref('in_' ~ entity) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

inputs as (

    select
        happenings.entity,
        count(*) as records,
        max(case
            when happenings.happened_on <= as_of.as_of
                then happenings.happened_on
        end) as newest_on,
        count(*) - count(happenings.happened_on) as undated
    from happenings
    cross join as_of
    group by happenings.entity

)

select * from inputs
