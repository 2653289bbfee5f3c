with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

opportunities as (

    select
        *,
        cast(created_at as date) as created_on,
        cast(closed_at as date) as closed_on
    from {{ ref('in_opportunities') }}

),

known_by_now as (

    select
        opportunities.*,
        as_of.as_of,
        coalesce(opportunities.status in ('won', 'lost'), false)
        and coalesce(opportunities.closed_on <= as_of.as_of, true) as is_closed
    from opportunities
    inner join as_of
        on coalesce(opportunities.created_on <= as_of.as_of, true)

),

as_they_stood as (

    select
        opportunity_id,
        account_id,
        lead_id,
        person_id,
        channel,
        product,
        coalesce(opportunity_type, 'new_business') as opportunity_type,
        cast(amount as decimal(18, 4)) as amount,
        is_closed,
        is_closed and status = 'won' as is_won,
        is_closed and status = 'lost' as is_lost,
        created_at,
        created_on,
        case when is_closed then closed_at end as closed_at,
        case when is_closed then closed_on end as closed_on,
        expected_close_on,
        case
            when is_closed and status = 'won'
                then {{ count_between('day', 'created_on', 'closed_on') }}
        end as days_to_close,
        coalesce(
            case when is_closed then closed_on end, created_on, as_of
        ) as owned_on
    from known_by_now

)

select * from as_they_stood
