with

wins as (

    select * from {{ ref('int_lead_deals') }}
    where won_on is not null

),

subscriptions as (

    select * from {{ ref('int_paid_subscriptions') }}

),

-- Of several intervals that start together, the one with the longest term.
ranked as (

    select
        wins.lead_id,
        wins.account_id,
        wins.won_on,
        subscriptions.term_ends_on,
        case
            when subscriptions.valid_from > wins.won_on
                then subscriptions.valid_from
            else wins.won_on
        end as starts_on,
        row_number() over (
            partition by wins.lead_id
            order by
                subscriptions.valid_from,
                coalesce(subscriptions.term_ends_on, subscriptions.valid_from)
                    desc
        ) as place
    from wins
    inner join subscriptions
        on
            wins.account_id = subscriptions.account_id
            and wins.won_on < subscriptions.valid_to

),

first_terms as (

    select
        lead_id,
        account_id,
        case
            when term_ends_on > starts_on then term_ends_on
            else cast({{ dbt.dateadd('month', 1, 'starts_on') }} as date)
        end as ends_on
    from ranked
    where place = 1

)

select * from first_terms
