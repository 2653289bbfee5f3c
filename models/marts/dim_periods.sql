with

dates as (

    select * from {{ ref('dim_dates') }} where is_over

),

periods as (

    select
        'day' as grain,
        date_day,
        date_day as period_start,
        date_day as period_end
    from dates

    {% for grain, unit, count in [
        ('week', 'day', 7), ('month', 'month', 1), ('quarter', 'month', 3), ('year', 'year', 1)
    ] %}
    {% set start = grain ~ '_starts_on' %}
    {% set next_start = dbt.dateadd(unit, count, start) %}
    union all

    select
        '{{ grain }}' as grain,
        date_day,
        {{ start }} as period_start,
        {{ add_days(next_start, -1) }} as period_end
    from dates

    {% endfor %}
    union all

    select
        'all' as grain,
        date_day,
        min(date_day) over () as period_start,
        max(date_day) over () as period_end
    from dates

)

select * from periods
