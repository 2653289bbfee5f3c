with

touched_champions as (

    select
        champions.account_id,
        champions.starts_on,
        champions.ends_on,
        cast(touches.touched_at as date) as touched_on
    from {{ ref('in_touches') }} as touches
    inner join {{ ref('int_champions') }} as champions
        on touches.contact_id = champions.contact_id
    where not touches.is_automated

),

{% for finding, starts_on, ends_on, source in [
    ('successful', 'measured_on', 'expires_on',
        ref('int_measurements') ~ ' where is_reached'),
    ('measured', 'measured_on', 'expires_on', ref('int_measurements')),
    ('newest_successful', 'measured_on', 'superseded_on',
        ref('int_measurements') ~ ' where is_reached'),
    ('scored_9_or_10', 'answered_on', 'superseded_on',
        ref('int_survey_answers') ~ ' where score >= 9'),
    ('champion', 'starts_on', 'ends_on', ref('int_champions')),
    ('engaged_champion', 'greatest(starts_on, touched_on)',
        'least(ends_on, ' ~ add_days('touched_on', 90) ~ ')', 'touched_champions'),
    ('lost_champion', 'lost_on', add_days('lost_on', 90), ref('int_champion_losses')),
    ('active', 'used_on', add_days('used_on', 30), ref('in_usage') ~ ' where uses > 0'),
    ('open_ticket', 'cast(opened_at as date)',
        'coalesce(cast(closed_at as date), ' ~ end_of_time() ~ ')', ref('in_tickets')),
] %}
{{ 'findings as (' if loop.first else 'union all' }}

    select
        account_id,
        '{{ finding }}' as finding,
        {{ starts_on }} as starts_on,
        {{ ends_on }} as ends_on
    from {{ source }}

{% endfor %}
)

select * from findings
where account_id is not null and starts_on < ends_on
