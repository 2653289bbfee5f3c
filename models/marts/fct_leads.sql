with

leads as (

    select * from {{ ref('int_lead_fits') }}
    {{ of_reopened_leads() }}

),

milestones as (

    select * from {{ ref('int_lead_milestones') }}

),

results as (

    select * from {{ ref('int_lead_results') }}

),

people as (

    select * from {{ ref('dim_people') }}

),

lives as (

    select
        leads.lead_id,
        leads.account_id,
        results.opportunity_id,
        {% for fact in ['segment', 'icp_tier', 'is_icp', 'channel', 'industry',
            'region'] %}
        leads.{{ fact }},
        {% endfor %}
        people.team,
        people.pod,
        people.rep,
        leads.created_on,
        {% for stage in ['mql', 'need_confirmed', 'sal', 'sql', 'opportunity',
            'won', 'rejected', 'recycled', 'lost'] %}
        milestones.{{ stage }}_on,
        {% endfor %}
        results.successful_on,
        results.renewed_on
    from leads
    left join milestones on leads.lead_id = milestones.lead_id
    left join results on leads.lead_id = results.lead_id
    left join people
        on
            leads.person_id = people.person_id
            and leads.created_on >= people.valid_from
            and leads.created_on < people.valid_to

),

conversions as (

    select
        *,
        {% for milestone, since, days in [
            ('mql', 'created', 90), ('need_confirmed', 'mql', 90),
            ('sal', 'mql', 90), ('sql', 'sal', 90), ('opportunity', 'sql', 90),
            ('won', 'created', 180), ('successful', 'created', 365),
            ('renewed', 'created', 540),
        ] %}
        {{ is_within_days(days, milestone ~ '_on', since ~ '_on') }}
            as is_{{ milestone }}_within_{{ days }}_days,
        {% endfor %}
        {% for stage in ['mql', 'sql'] %}
        {{ month_later(1, stage ~ '_on') }} as month_after_{{ stage }},
        {% endfor %}
        icp_tier <> 'unknown' as is_fit_known
    from lives

)

select * from conversions
