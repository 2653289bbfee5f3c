{% set stages = ['lead', 'mql', 'sal', 'sql', 'opportunity', 'won'] %}
{% set dims = ['account_id', 'segment', 'icp_tier', 'is_icp', 'channel',
    'industry', 'region'] %}

with

leads as (

    select * from {{ ref('fct_leads') }}
    {{ of_reopened_leads() }}

),

owners as (

    select lead_id, person_id from {{ ref('int_lead_fits') }}

),

people as (

    select * from {{ ref('dim_people') }}

),

stages as (

    {% for stage in stages[:-1] %}
    {% set entered_on = 'created_on' if loop.first else stage ~ '_on' %}
    {% set left_on = stages[loop.index] ~ '_on' %}
    select
        '{{ stage }}' as stage,
        lead_id,
        {{ dims | join(', ') }},
        {{ left_on }} as left_on,
        {{ count_between('day', entered_on, left_on) }} as days_in_stage
    from leads
    where {{ left_on }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}

),

lead_stages as (

    select
        stages.lead_id || ' ' || stages.stage as lead_stage_id,
        stages.*,
        people.team,
        people.pod,
        people.rep
    from stages
    inner join owners on stages.lead_id = owners.lead_id
    left join people
        on
            owners.person_id = people.person_id
            and stages.left_on >= people.valid_from
            and stages.left_on < people.valid_to

)

select * from lead_stages
