with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

starts as (

    select *, {{ starts_on('month', 'started_on') }} as cohort_starts_on
    from {{ ref('int_customer_starts') }}

),

-- A cohort has reached a month when its last starter could have.
reached as (

    select
        starts.*,
        numbers.month_number,
        cast({{ dbt.dateadd('month', 'numbers.month_number', 'starts.started_on') }} as date)
            as reached_on
    from starts
    cross join as_of
    inner join {{ ref('int_month_numbers') }} as numbers
        on
            numbers.month_number < 100
            and {{ dbt.dateadd('month', 'numbers.month_number + 1', 'starts.cohort_starts_on') }}
            <= {{ add_days('as_of.as_of', 1) }}

),

levels as (

    select * from {{ ref('int_mrr_levels') }}

),

customers as (

    select * from {{ ref('int_customers') }}

),

cohort_months as (

    select
        reached.account_id || ' ' || cast(reached.month_number as varchar)
            as cohort_month_id,
        customers.*,
        reached.plan,
        reached.started_on,
        case when reached.month_number < 10 then '0' else '' end
        || cast(reached.month_number as varchar) as months_since_start,
        reached.is_month_to_month,
        cast(reached.mrr as decimal(18, 4)) as mrr_at_start,
        cast(levels.mrr as decimal(18, 4)) as mrr_now,
        cast(least(levels.mrr, reached.mrr) as decimal(18, 4)) as mrr_kept,
        levels.mrr > 0 as is_kept,
        coalesce(reached.left_on > reached.reached_on, true) as is_kept_throughout,
        case when reached.is_month_to_month then curve.expected_share end
            as expected_share
    from reached
    inner join levels
        on
            reached.account_id = levels.account_id
            and reached.reached_on >= levels.moved_on
            and reached.reached_on < levels.next_moved_on
    inner join customers on reached.account_id = customers.account_id
    left join {{ ref('int_retention_curve') }} as curve
        on reached.month_number = curve.month_number

)

select * from cohort_months
