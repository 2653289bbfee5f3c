with

margins as (

    select * from {{ ref('gross_margins') }}

),

-- The first margin also holds for the time before it.
gross_margins as (

    select
        gross_margin,
        case
            when lag(valid_from) over (order by valid_from) is null
                then cast('0001-01-01' as date)
            else valid_from
        end as valid_from,
        coalesce(
            lead(valid_from) over (order by valid_from), {{ end_of_time() }}
        ) as valid_to
    from margins

)

select * from gross_margins
