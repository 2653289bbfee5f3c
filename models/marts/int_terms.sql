with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

commitments as (

    select
        subscriptions.*,
        least(subscriptions.valid_to, subscriptions.term_ends_on) as held_to
    from {{ ref('int_paid_subscriptions') }} as subscriptions
    inner join as_of on subscriptions.term_ends_on <= as_of.as_of
    where subscriptions.valid_from < subscriptions.term_ends_on

),

-- A term that is changed on the way is held by one interval after another.
ranked as (

    select
        *,
        dense_rank() over (
            partition by account_id, term_ends_on
            order by held_to desc
        ) as place
    from commitments

),

last_held as (

    select
        *,
        row_number() over (
            partition by account_id, term_ends_on
            order by mrr desc, plan
        ) as place_of_plan
    from ranked
    where place = 1

),

terms as (

    select
        account_id,
        term_ends_on as due_on,
        max(held_to) as held_to,
        min(case when place_of_plan = 1 then plan end) as plan,
        cast(sum(mrr) as decimal(18, 4)) as mrr_due
    from last_held
    group by account_id, term_ends_on

)

select * from terms
