with

opportunities as (

    select * from {{ ref('fct_opportunities') }}
    where is_won

),

leads as (

    select * from {{ ref('int_lead_fits') }}

),

sources as (

    select
        account_id,
        channel,
        1 as preference,
        closed_on as happened_on,
        opportunity_id as record_id
    from opportunities
    union all
    select
        account_id,
        channel,
        2 as preference,
        created_on as happened_on,
        lead_id as record_id
    from leads

),

ranked as (

    select
        account_id,
        channel,
        row_number() over (
            partition by account_id
            order by
                preference,
                coalesce(happened_on, {{ end_of_time() }}),
                record_id
        ) as place
    from sources
    where account_id is not null and channel is not null

),

channels as (

    select
        account_id,
        channel
    from ranked
    where place = 1

)

select * from channels
