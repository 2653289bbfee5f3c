with

months as (

    select * from {{ ref('dim_months') }}

),

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

-- The day that ends an interval belongs to it here: its month opens with the MRR.
plans as (

    select
        subscriptions.account_id,
        months.month_starts_on,
        subscriptions.plan,
        sum(case
            when subscriptions.valid_from < months.month_starts_on
                then subscriptions.mrr
            else 0
        end) as opening_mrr,
        sum(case
            when subscriptions.valid_to > months.ends_on
                then subscriptions.mrr
            else 0
        end) as closing_mrr,
        sum(subscriptions.mrr) as mrr
    from subscriptions
    inner join months
        on
            subscriptions.valid_from <= months.ends_on
            and subscriptions.valid_to >= months.month_starts_on
    group by
        subscriptions.account_id, months.month_starts_on, subscriptions.plan

),

ranked as (

    select
        *,
        row_number() over (
            partition by account_id, month_starts_on
            order by opening_mrr desc, closing_mrr desc, mrr desc, plan
        ) as place
    from plans

),

paid_months as (

    select
        account_id,
        month_starts_on,
        min(case when place = 1 then plan end) as plan,
        cast(sum(opening_mrr) as decimal(18, 4)) as opening_mrr,
        cast(sum(closing_mrr) as decimal(18, 4)) as closing_mrr
    from ranked
    group by account_id, month_starts_on

)

select * from paid_months
