with

known as (

    select {{ months_held_back_from('as_of') }} as known_on
    from {{ ref('dim_as_of') }}

),

starts as (

    select * from {{ ref('int_customer_starts') }}
    where is_month_to_month

),

numbers as (

    select * from {{ ref('int_month_numbers') }}

),

-- The months since a customer's start that were over by then.
months as (

    select
        starts.left_on,
        numbers.month_number,
        {{ dbt.dateadd('month', 'numbers.month_number - 1', 'starts.started_on') }}
            as begins_on,
        {{ dbt.dateadd('month', 'numbers.month_number', 'starts.started_on') }}
            as ends_on
    from starts
    inner join known on starts.started_on <= known.known_on
    inner join numbers
        on
            numbers.month_number >= 1
            and {{ dbt.dateadd(
                'month', 'numbers.month_number', 'starts.started_on'
            ) }} <= known.known_on

),

periods as (

    select
        month_number,
        count(*) as count_at_risk,
        count(case when left_on <= ends_on then 1 end) as count_left
    from months
    where left_on is null or left_on > begins_on
    group by month_number

)

select * from periods
