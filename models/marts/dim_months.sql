with

days as (

    select * from {{ ref('dim_dates') }}

),

months as (

    select
        month_starts_on,
        max(case when is_over then date_day end) as ends_on,
        count(*) as days
    from days
    group by month_starts_on

)

select * from months
where ends_on is not null
