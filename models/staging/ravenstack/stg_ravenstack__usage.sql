with

source as (

    select * from {{ source('ravenstack', 'feature_usage') }}

),

subscriptions as (

    select * from {{ source('ravenstack', 'subscriptions') }}

),

-- Ids of usage are so short that some came up twice, for another subscription each.
renamed as (

    select
        source.usage_id || '/' || source.subscription_id as usage_id,
        source.subscription_id,
        subscriptions.account_id,
        source.usage_date as used_on,
        source.feature_name as feature,
        source.usage_count as uses
    from source
    left join subscriptions
        on source.subscription_id = subscriptions.subscription_id

)

select * from renamed
