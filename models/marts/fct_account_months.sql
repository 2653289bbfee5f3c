with

customer_months as (

    select * from {{ ref('int_customer_months') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

margins as (

    select * from {{ ref('int_gross_margins') }}

),

account_months as (

    select
        customer_months.account_id || ' '
        || substring(cast(customer_months.month_starts_on as varchar), 1, 7)
            as account_month_id,
        customer_months.*,
        {% for column in ['account', 'segment', 'icp_tier', 'is_icp', 'channel',
            'is_paid_channel', 'industry', 'region'] %}
        customers.{{ column }},
        {% endfor %}
        {{ month_later(3, 'customer_months.month_starts_on') }} as quarter_later,
        cast(customer_months.closing_mrr * margins.gross_margin as decimal(18, 4))
            as gross_profit,
        customer_months.is_opening_customer
        and customer_months.is_churned_customer as is_churned_of_opening,
        {% for column in ['is_successful', 'is_successful_by_newest',
            'is_measured', 'is_happy', 'is_happy_by_score', 'is_happy_by_record',
            'standing', 'opening_standing', 'has_champion', 'is_champion_lost',
            'is_at_risk', 'is_active', 'open_tickets'] %}
        results.{{ column }},
        {% endfor %}
        first_successes.days_to_success
    from customer_months
    inner join customers
        on customer_months.account_id = customers.account_id
    left join margins
        on
            customer_months.month_starts_on >= margins.valid_from
            and customer_months.month_starts_on < margins.valid_to
    {% for part, model in [
        ('results', 'int_account_results'), ('first_successes', 'int_first_successes')
    ] %}
    left join {{ ref(model) }} as {{ part }}
        on
            customer_months.account_id = {{ part }}.account_id
            and customer_months.month_starts_on = {{ part }}.month_starts_on
    {% endfor %}

)

select * from account_months
