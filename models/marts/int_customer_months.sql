with

paid_months as (

    select * from {{ ref('int_paid_months') }}

),

mrr_months as (

    select * from {{ ref('int_mrr_months') }}

),

revenue_months as (

    select * from {{ ref('int_revenue_months') }}

),

daily_churn as (

    select * from {{ ref('int_daily_churn') }}

),

customer_months as (

    select
        paid_months.account_id,
        paid_months.month_starts_on,
        paid_months.plan,
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
        cast(coalesce(revenue_months.overlap_mrr, 0) as decimal(18, 4))
            as overlap_mrr,
        cast(coalesce(revenue_months.revenue, 0) as decimal(18, 4)) as revenue,
        cast(coalesce(daily_churn.daily_churn_share, 0) as decimal(18, 10))
            as daily_churn_share,
        {% for flag in ['is_new_customer', 'is_churned_customer',
            'is_reactivated_customer', 'is_voluntary_churn',
            'is_involuntary_churn', 'is_churned_within_90_days'] %}
        coalesce(mrr_months.{{ flag }}, false) as {{ flag }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from paid_months
    {% for part in ['mrr_months', 'revenue_months', 'daily_churn'] %}
    left join {{ part }}
        on
            paid_months.account_id = {{ part }}.account_id
            and paid_months.month_starts_on = {{ part }}.month_starts_on
    {% endfor %}

)

select * from customer_months
