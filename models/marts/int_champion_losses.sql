with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

champions as (

    select * from {{ ref('int_champions') }}

),

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

departures as (

    select distinct
        champions.account_id,
        champions.ends_on as lost_on
    from champions
    inner join as_of on champions.ends_on <= as_of.as_of

),

without_another as (

    select
        departures.account_id,
        departures.lost_on
    from departures
    left join champions
        on
            departures.account_id = champions.account_id
            and departures.lost_on >= champions.starts_on
            and departures.lost_on < champions.ends_on
    group by departures.account_id, departures.lost_on
    having count(champions.contact_id) = 0

),

losses as (

    select distinct
        without_another.account_id,
        without_another.lost_on
    from without_another
    inner join subscriptions
        on
            without_another.account_id = subscriptions.account_id
            and without_another.lost_on > subscriptions.valid_from
            and without_another.lost_on <= subscriptions.valid_to

)

select * from losses
