with

source as (

    select * from {{ source('maven_crm', 'sales_teams') }}

),

-- The export tells no history: everybody has always been in this place.
renamed as (

    select
        sales_agent as person_id,
        sales_agent as person_name,
        'sales' as team,
        cast(null as varchar) as pod,
        manager as manager_name,
        regional_office as region,
        date '1990-01-01' as valid_from,
        cast(null as date) as valid_to
    from source

)

select * from renamed
