{% set shared = ['lead_id', 'account_id', 'segment', 'icp_tier', 'is_icp',
    'channel', 'industry', 'region', 'receiver_id', 'offered_at', 'touched_at'] %}
{% set outcomes = ['is_accepted_within_a_day', 'is_rejected_within_a_day',
    'is_recycled_within_90_days', 'is_sql_within_90_days'] %}
{% set sla_minutes = var('handoffs')['sla_minutes'] %}
{% set untouched = "'never'" if connectors_of('touches') else 'null' %}

with

people as (

    select * from {{ ref('dim_people') }}

),

handoffs as (

    select
        'mql ' || lead_id as handoff_id,
        'marketing to sales' as kind,
        {{ shared | join(', ') }},
        {{ outcomes | join(', ') }},
        cast(offered_at as date) as received_on,
        cast(null as date) as succeeded_on
    from {{ ref('int_mql_handoffs') }}
    union all
    select
        'win ' || opportunity_id as handoff_id,
        'sales to customer success' as kind,
        {{ shared | join(', ') }},
        {% for outcome in outcomes %}
        false as {{ outcome }},
        {% endfor %}
        cast(touched_at as date) as received_on,
        succeeded_on
    from {{ ref('int_win_handoffs') }}

),

timed as (

    select
        *,
        cast(offered_at as date) as offered_on,
        cast(touched_at as date) as touched_on,
        {{ count_between('minute', 'offered_at', 'touched_at') }}
            as minutes_to_first_touch,
        {{ business_minutes('offered_at', 'touched_at') }}
            as business_minutes_to_first_touch,
        {{ count_between('day', 'offered_at', 'touched_at') }}
            as days_to_first_touch,
        {{ count_between('day', 'offered_at', 'succeeded_on') }}
            as days_to_success
    from handoffs

),

received as (

    select
        timed.*,
        people.team,
        people.pod,
        people.rep,
        case
            when timed.touched_at is null then {{ untouched }}
            when timed.business_minutes_to_first_touch <= {{ sla_minutes }}
                then 'within SLA'
            else 'late'
        end as first_touch
    from timed
    left join people
        on
            timed.receiver_id = people.person_id
            and timed.received_on >= people.valid_from
            and timed.received_on < people.valid_to

)

select * from received
