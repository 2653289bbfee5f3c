with

paid_months as (

    select * from {{ ref('int_paid_months') }}

),

mrr_months as (

    select * from {{ ref('int_mrr_months') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

channels as (

    select * from {{ ref('int_account_channels') }}

),

account_months as (

    select
        paid_months.account_id || ' '
        || substring(cast(paid_months.month_starts_on as varchar), 1, 7)
            as account_month_id,
        paid_months.account_id,
        coalesce(accounts.account, paid_months.account_id) as account,
        accounts.segment,
        coalesce(accounts.icp_tier, 'unknown') as icp_tier,
        accounts.is_icp,
        channels.channel,
        accounts.industry,
        accounts.region,
        paid_months.plan,
        paid_months.month_starts_on,
        {% for amount in ['opening', 'closing'] %}
        cast(paid_months.{{ amount }}_mrr as decimal(18, 4))
            as {{ amount }}_mrr,
        paid_months.{{ amount }}_mrr > 0 as is_{{ amount }}_customer,
        {% endfor %}
        {% for amount in
            ['new', 'expansion', 'contraction', 'churned', 'reactivation'] %}
        cast(coalesce(mrr_months.{{ amount }}_mrr, 0) as decimal(18, 4))
            as {{ amount }}_mrr,
        {% endfor %}
        {% for flag in ['is_new_customer', 'is_churned_customer',
            'is_reactivated_customer', 'is_voluntary_churn',
            'is_involuntary_churn', 'is_churned_within_90_days'] %}
        coalesce(mrr_months.{{ flag }}, false) as {{ flag }},
        {% endfor %}
        {% for column in ['is_successful', 'is_successful_by_newest',
            'is_measured', 'is_happy', 'is_happy_by_score', 'is_happy_by_record',
            'standing', 'opening_standing', 'has_champion', 'is_champion_lost',
            'is_at_risk', 'is_active', 'open_tickets'] %}
        results.{{ column }},
        {% endfor %}
        first_successes.days_to_success
    from paid_months
    left join mrr_months using (account_id, month_starts_on)
    left join accounts using (account_id)
    left join channels using (account_id)
    left join {{ ref('int_account_results') }} as results
        using (account_id, month_starts_on)
    left join {{ ref('int_first_successes') }} as first_successes
        using (account_id, month_starts_on)

)

select * from account_months
