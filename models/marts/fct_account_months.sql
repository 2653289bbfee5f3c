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

results as (

    select * from {{ ref('int_account_results') }}

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
        coalesce(results.is_successful, false) as is_successful,
        coalesce(results.is_happy, false) as is_happy
    from paid_months
    left join mrr_months
        on
            paid_months.account_id = mrr_months.account_id
            and paid_months.month_starts_on = mrr_months.month_starts_on
    left join accounts on paid_months.account_id = accounts.account_id
    left join channels on paid_months.account_id = channels.account_id
    left join results
        on
            paid_months.account_id = results.account_id
            and paid_months.month_starts_on = results.month_starts_on

)

select * from account_months
