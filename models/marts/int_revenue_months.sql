with

months as (

    select * from {{ ref('dim_months') }}

),

subscriptions as (

    select * from {{ ref('int_charged_subscriptions') }}

),

-- What ends on the month's first day, or was refunded on the day it began, brings no revenue,
-- but a list of the month's subscriptions holds it: the overlap is what such a list adds up to.
revenue_months as (

    select
        subscriptions.account_id,
        months.month_starts_on,
        cast(sum(subscriptions.mrr) as decimal(18, 4)) as overlap_mrr,
        cast(sum(subscriptions.mrr * {{ days_in_common(
            'subscriptions.valid_from', 'subscriptions.valid_to',
            'months.month_starts_on', add_days('months.ends_on', 1)
        ) }}) / min(months.days) as decimal(18, 4)) as revenue
    from subscriptions
    inner join months
        on
            subscriptions.valid_from <= months.ends_on
            and subscriptions.valid_to >= months.month_starts_on
    group by subscriptions.account_id, months.month_starts_on

)

select * from revenue_months
