with

source as (

    select * from {{ source('maven_crm', 'sales_pipeline') }}

),

spellings as (

    select * from {{ ref('maven_crm_spellings') }}
    where field = 'product'

),

-- A deal begins with the stage Engaging; one in Prospecting has no day yet.
renamed as (

    select
        source.opportunity_id,
        source.account as account_id,
        cast(null as varchar) as lead_id,
        source.sales_agent as person_id,
        coalesce(spellings.meant, source.product) as product,
        'new_business' as opportunity_type,
        cast(null as varchar) as channel,
        case source.deal_stage
            when 'Won' then 'won'
            when 'Lost' then 'lost'
            when 'Engaging' then 'open'
            when 'Prospecting' then 'open'
        end as status,
        {{ start_of_day('source.engage_date') }} as created_at,
        {{ start_of_day('source.close_date') }} as closed_at,
        cast(null as date) as expected_close_on,
        source.close_value as amount,
        'USD' as currency,
        false as is_internal
    from source
    left join spellings
        on source.product = spellings.found

)

select * from renamed
