with

wins as (

    select * from {{ ref('fct_opportunities') }}
    where is_won and opportunity_type = 'new_business'

),

touches as (

    select * from {{ ref('int_human_touches') }}
    where team = 'customer_success'

),

successes as (

    select * from {{ ref('int_win_successes') }}

),

touched as (

    select
        wins.opportunity_id,
        touches.person_id,
        touches.touched_at,
        row_number() over (
            partition by wins.opportunity_id
            order by touches.touched_at, touches.touch_id
        ) as place
    from wins
    inner join touches
        on
            wins.account_id = touches.account_id
            and wins.closed_at <= touches.touched_at
            and {{ add_days('wins.closed_on', 90) }} >= touches.touched_on

),

handoffs as (

    select
        wins.*,
        wins.closed_at as offered_at,
        touched.touched_at,
        touched.person_id as receiver_id,
        successes.succeeded_on
    from wins
    left join touched
        on
            wins.opportunity_id = touched.opportunity_id
            and touched.place = 1
    left join successes on wins.opportunity_id = successes.opportunity_id

)

select * from handoffs
