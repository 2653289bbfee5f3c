with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

targets as (

    select * from {{ ref('bookings_targets') }}

),

months as (

    {% for number in range(3) %}
    select
        cast({{ dbt.dateadd('month', number, 'quarter_starts_on') }} as date)
            as month_starts_on,
        cast(bookings_target as decimal(18, 4)) as bookings_target
    from targets
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}

),

begun as (

    select months.*
    from months
    inner join as_of on months.month_starts_on <= as_of.as_of

)

select * from begun
