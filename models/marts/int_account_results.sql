{% set holds_at_closing = 'findings.ends_on > paid_months.ends_on' %}
{% set held_at_opening = 'findings.starts_on < paid_months.month_starts_on' %}
{% set came_within = 'findings.starts_on >= paid_months.month_starts_on' %}

with

paid_months as (

    select
        paid_months.account_id,
        paid_months.month_starts_on,
        months.ends_on
    from {{ ref('int_paid_months') }} as paid_months
    inner join {{ ref('dim_months') }} as months using (month_starts_on)

),

counted as (

    select
        paid_months.account_id,
        paid_months.month_starts_on,
        {% for name, finding, condition in [
            ('goals', 'successful', holds_at_closing),
            ('goals_before', 'successful', held_at_opening),
            ('measurements', 'measured', holds_at_closing),
            ('newest_goals', 'newest_successful', holds_at_closing),
            ('high_scores', 'scored_9_or_10', holds_at_closing),
            ('high_scores_before', 'scored_9_or_10', held_at_opening),
            ('engaged', 'engaged_champion', holds_at_closing),
            ('engaged_before', 'engaged_champion', held_at_opening),
            ('champions', 'champion', holds_at_closing),
            ('champions_before', 'champion', held_at_opening),
            ('losses', 'lost_champion', holds_at_closing),
            ('losses_within', 'lost_champion', came_within),
            ('days_of_use', 'active', holds_at_closing),
            ('open_tickets', 'open_ticket', holds_at_closing),
        ] %}
        count(case
            when findings.finding = '{{ finding }}' and {{ condition }} then 1
        end) as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from paid_months
    left join {{ ref('int_account_findings') }} as findings
        on
            paid_months.account_id = findings.account_id
            and paid_months.ends_on >= findings.starts_on
            and paid_months.month_starts_on <= findings.ends_on
    group by paid_months.account_id, paid_months.month_starts_on

)

select
    account_id,
    month_starts_on,
    goals > 0 as is_successful,
    measurements > 0 as is_measured,
    newest_goals > 0 as is_successful_by_newest,
    high_scores + engaged > 0 as is_happy,
    high_scores > 0 as is_happy_by_score,
    high_scores + champions > 0 as is_happy_by_record,
    {{ standing('high_scores + engaged > 0', 'goals > 0') }} as standing,
    {{ standing('high_scores_before + engaged_before > 0', 'goals_before > 0') }}
        as opening_standing,
    champions_before > 0 as has_champion,
    champions_before > 0 and champions = 0 and losses_within > 0
        as is_champion_lost,
    (high_scores + engaged > 0 and goals = 0) or (champions = 0 and losses > 0)
        as is_at_risk,
    days_of_use > 0 as is_active,
    open_tickets
from counted
