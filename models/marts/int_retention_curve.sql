with

numbers as (

    select * from {{ ref('int_month_numbers') }}

),

fit as (

    select alpha, beta from {{ ref('fct_retention_fit') }}
    where obstacle is null

),

-- Logarithms, since SQL can add up but not multiply.
months as (

    select
        numbers.month_number,
        case
            when numbers.month_number = 0 then 0
            else
                ln(fit.beta + numbers.month_number - 1)
                - ln(fit.alpha + fit.beta + numbers.month_number - 1)
        end as log_retention
    from numbers
    cross join fit

),

curve as (

    select
        month_number,
        cast(exp(sum(log_retention) over (
            order by month_number
            rows unbounded preceding
        )) as decimal(18, 10)) as expected_share
    from months

)

select * from curve
