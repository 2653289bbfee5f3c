with

as_of as (

    select * from {{ ref('dim_as_of') }}

),

numbers as (

    {{ dbt.generate_series(32768) }}

),

bounds as (

    select
        as_of,
        {{ starts_on('year', 'first_on') }} as first_day,
        {{ dbt.dateadd('year', 1, starts_on('year', 'as_of')) }} as day_after
    from as_of

),

days as (

    select
        bounds.as_of,
        {{ add_days('bounds.first_day', 'numbers.generated_number - 1') }}
            as date_day
    from bounds
    inner join numbers
        on
            {{ count_between('day', 'bounds.first_day', 'bounds.day_after') }}
            >= numbers.generated_number

),

dates as (

    select
        date_day,
        {% for grain in ['week', 'month', 'quarter', 'year'] %}
        {{ starts_on(grain, 'date_day') }} as {{ grain }}_starts_on,
        {% endfor %}
        date_day <= as_of as is_over
    from days

)

select * from dates
