with

movements as (

    select * from {{ ref('int_mrr_movements') }}

),

changes as (

    select moved_on, sum(change) as change
    from movements
    group by moved_on

),

-- What all customers paid as the day began.
openings as (

    select
        moved_on,
        sum(change) over (
            order by moved_on
            rows unbounded preceding
        ) - change as opening_mrr
    from changes

),

daily_churn as (

    select
        movements.account_id,
        {{ starts_on('month', 'movements.moved_on') }} as month_starts_on,
        cast(sum(cast(
            movements.amount / openings.opening_mrr as decimal(18, 10)
        )) as decimal(18, 10)) as daily_churn_share
    from movements
    inner join openings on movements.moved_on = openings.moved_on
    where movements.movement in ('contraction', 'churned')
    group by
        movements.account_id, {{ starts_on('month', 'movements.moved_on') }}

)

select * from daily_churn
