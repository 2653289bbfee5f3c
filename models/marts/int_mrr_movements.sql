with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

levels as (

    select * from {{ ref('int_mrr_levels') }}

),

movements as (

    select
        levels.account_id,
        levels.moved_on,
        case
            when levels.moved_on = levels.first_paid_on then 'new'
            when levels.mrr = 0 then 'churned'
            when levels.mrr = levels.change then 'reactivation'
            when levels.change > 0 then 'expansion'
            else 'contraction'
        end as movement,
        cast(abs(levels.change) as decimal(18, 4)) as amount,
        levels.change,
        levels.churn_kind
    from levels
    inner join as_of on levels.moved_on <= as_of.as_of

)

select * from movements
