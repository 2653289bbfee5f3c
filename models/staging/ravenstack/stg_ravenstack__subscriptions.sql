with

source as (

    select * from {{ source('ravenstack', 'subscriptions') }}

),

-- Billed yearly is not bound for a year: nothing in the export says when a term ends, and
-- subscriptions billed yearly end on any day. Nor does it say who ended one.
renamed as (

    select
        subscription_id,
        account_id,
        plan_tier as plan,
        mrr_amount as mrr,
        'USD' as currency,
        start_date as valid_from,
        end_date as valid_to,
        cast(null as date) as term_ends_on,
        is_trial,
        cast(null as varchar) as churn_kind,
        cast(null as timestamp) as cancelled_at
    from source

)

select * from renamed
