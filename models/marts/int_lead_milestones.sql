{% set stages = ['mql', 'sal', 'sql', 'opportunity', 'won'] %}
{% set asides = ['need_confirmed', 'rejected', 'recycled', 'lost'] %}

with

events as (

    select * from {{ ref('int_lead_events') }}
    {{ of_reopened_leads() }}

),

-- Reaching a stage is reaching every stage before it, at that moment at the latest.
firsts as (

    select
        {% for stage in stages %}
        min(case
            when stage in ('{{ stages[loop.index0:] | join("', '") }}')
                then reached_at
        end) as {{ stage }}_at,
        {% endfor %}
        {% for stage in asides %}
        min(case when stage = '{{ stage }}' then reached_at end)
            as {{ stage }}_at,
        {% endfor %}
        lead_id
    from events
    group by lead_id

),

-- A lead that was won in the end was not lost: its deal had been reopened.
milestones as (

    select
        lead_id,
        mql_at,
        sal_at,
        {% for stage in stages + asides if stage != 'lost' %}
        cast({{ stage }}_at as date) as {{ stage }}_on,
        {% endfor %}
        case when won_at is null then cast(lost_at as date) end as lost_on
    from firsts

)

select * from milestones
