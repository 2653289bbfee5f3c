with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

levels as (

    select
        levels.account_id,
        levels.first_paid_on as started_on,
        sum(case
            when levels.moved_on = levels.first_paid_on then levels.mrr
        end) as mrr,
        min(case when levels.mrr = 0 then levels.moved_on end) as left_on
    from {{ ref('int_mrr_levels') }} as levels
    inner join as_of on levels.moved_on <= as_of.as_of
    group by levels.account_id, levels.first_paid_on

),

subscriptions as (

    select
        account_id,
        valid_from,
        plan,
        row_number() over (
            partition by account_id, valid_from
            order by mrr desc, plan
        ) as place,
        count(case when term_ends_on > valid_from then 1 end) over (
            partition by account_id, valid_from
        ) as count_terms
    from {{ ref('int_paid_subscriptions') }}

),

starts as (

    select
        levels.account_id,
        levels.started_on,
        subscriptions.plan,
        levels.mrr,
        subscriptions.count_terms = 0 as is_month_to_month,
        levels.left_on
    from levels
    inner join subscriptions
        on
            levels.account_id = subscriptions.account_id
            and levels.started_on = subscriptions.valid_from
            and subscriptions.place = 1

)

select * from starts
