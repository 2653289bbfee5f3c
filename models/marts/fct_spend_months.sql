with

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

channels as (

    select * from {{ ref('channels') }}

),

bookings as (

    select
        spend.team,
        spend.channel,
        {{ starts_on('month', 'spend.spent_on') }} as month_starts_on,
        cast(spend.amount as decimal(18, 4)) as amount
    from {{ ref('in_spend') }} as spend
    inner join as_of on spend.spent_on <= as_of.as_of

),

months as (

    select
        team,
        channel,
        month_starts_on,
        cast(sum(amount) as decimal(18, 4)) as amount
    from bookings
    group by team, channel, month_starts_on

),

spend_months as (

    select
        substring(cast(months.month_starts_on as varchar), 1, 7)
        || '/' || coalesce(months.team, '')
        || '/' || coalesce(months.channel, '') as spend_month_id,
        months.*,
        {{ month_later(3, 'months.month_starts_on') }} as quarter_later,
        channels.is_paid
    from months
    left join channels on months.channel = channels.channel

)

select * from spend_months
