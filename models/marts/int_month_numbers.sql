with

months as (

    select distinct month_starts_on from {{ ref('dim_dates') }}

),

month_numbers as (

    select row_number() over (order by month_starts_on) - 1 as month_number
    from months

)

select * from month_numbers
