with

charged as (

    select * from {{ ref('int_charged_subscriptions') }}

),

paid as (

    select * from charged
    where valid_from < valid_to

)

select * from paid
