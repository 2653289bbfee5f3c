with

measured_days as (

    select
        account_id,
        measured_on,
        max(case when result >= goal then 1 else 0 end) = 1 as is_reached
    from {{ ref('in_outcomes') }}
    where account_id is not null and result is not null and goal is not null
    group by account_id, measured_on

),

measurements as (

    select
        account_id,
        measured_on,
        is_reached,
        {{ add_days('measured_on', 90) }} as expires_on,
        lead(measured_on) over (
            partition by account_id
            order by measured_on
        ) as next_measured_on
    from measured_days

)

select
    *,
    least(expires_on, coalesce(next_measured_on, expires_on))
        as superseded_on
from measurements
