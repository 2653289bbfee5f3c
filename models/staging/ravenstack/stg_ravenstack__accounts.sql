with

source as (

    select * from {{ source('ravenstack', 'accounts') }}

),

-- The country stands for the sales region. Seats are places in the product and say nothing
-- about the number of employees.
renamed as (

    select
        account_id,
        account_name,
        cast(null as varchar) as parent_account_id,
        cast(null as varchar) as merged_into,
        industry,
        country as region,
        cast(null as integer) as employees,
        cast(null as double precision) as annual_revenue,
        cast(null as varchar) as currency,
        {{ start_of_day('signup_date') }} as created_at,
        false as is_internal
    from source

)

select * from renamed
