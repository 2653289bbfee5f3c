with

source as (

    select * from {{ source('maven_crm', 'accounts') }}

),

spellings as (

    select * from {{ ref('maven_crm_spellings') }}
    where field = 'sector'

),

-- Accounts have a name but no id, a country but no sales region, no first day.
renamed as (

    select
        source.account as account_id,
        source.account as account_name,
        source.subsidiary_of as parent_account_id,
        cast(null as varchar) as merged_into,
        coalesce(spellings.meant, source.sector) as industry,
        cast(null as varchar) as region,
        source.employees,
        source.revenue * 1000000 as annual_revenue,
        'USD' as currency,
        cast(null as timestamp) as created_at,
        false as is_internal
    from source
    left join spellings
        on source.sector = spellings.found

)

select * from renamed
