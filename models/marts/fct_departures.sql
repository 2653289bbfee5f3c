with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

-- An end that lies ahead is known when notice of it has been given.
ends as (

    select
        levels.account_id,
        levels.moved_on as left_on,
        levels.noticed_on,
        -levels.change as mrr,
        case
            when levels.churn_kind = 'involuntary' then 'involuntary'
            else 'voluntary'
        end as churn_kind
    from {{ ref('int_mrr_levels') }} as levels
    inner join as_of on levels.noticed_on <= as_of.as_of
    where levels.mrr = 0

),

plans as (

    select
        account_id,
        valid_to as left_on,
        plan,
        row_number() over (
            partition by account_id, valid_to
            order by mrr desc, plan
        ) as place
    from {{ ref('int_paid_subscriptions') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

departures as (

    select
        ends.account_id || ' ' || cast(ends.left_on as varchar) as departure_id,
        customers.*,
        plans.plan,
        ends.churn_kind,
        ends.noticed_on,
        ends.left_on,
        cast(ends.mrr as decimal(18, 4)) as mrr
    from ends
    inner join customers on ends.account_id = customers.account_id
    inner join plans
        on
            ends.account_id = plans.account_id
            and ends.left_on = plans.left_on
            and plans.place = 1

)

select * from departures
