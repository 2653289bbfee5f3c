with

rates as (

    select * from {{ ref('in_exchange_rates') }}
    where currency <> '{{ var('company')['currency'] }}'

),

-- The oldest rate also holds before its day, the newest until the next.
intervals as (

    select
        currency,
        case
            when valid_on = min(valid_on) over (partition by currency)
                then date '0001-01-01'
            else valid_on
        end as valid_from,
        coalesce(
            lead(valid_on) over (partition by currency order by valid_on),
            date '9999-12-31'
        ) as valid_to,
        rate
    from rates

    union all

    select
        '{{ var('company')['currency'] }}' as currency,
        date '0001-01-01' as valid_from,
        date '9999-12-31' as valid_to,
        1.0 as rate

)

select * from intervals
