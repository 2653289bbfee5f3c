with

months as (

    select * from {{ ref('dim_months') }}

),

as_of as (

    select as_of from {{ ref('dim_as_of') }}

),

-- From when until when a deal was open, as far as that is known.
spells as (

    select
        opportunities.opportunity_id,
        opportunities.person_id,
        coalesce(
            opportunities.created_on,
            case when not opportunities.is_closed then as_of.as_of end
        ) as starts_on,
        case
            when opportunities.is_closed then opportunities.closed_on
            else {{ end_of_time() }}
        end as ends_on
    from {{ ref('int_opportunities') }} as opportunities
    cross join as_of

),

snapshots as (

    select
        spells.opportunity_id,
        spells.person_id,
        months.month_starts_on,
        least(months.ends_on, spells.ends_on) as held_on,
        spells.starts_on < months.month_starts_on as is_open_at_opening,
        spells.ends_on > months.ends_on as is_open_at_closing
    from spells
    inner join months
        on
            spells.starts_on <= months.ends_on
            and spells.ends_on >= months.month_starts_on

),

open_at_either as (

    select * from snapshots
    where is_open_at_opening or is_open_at_closing

)

select * from open_at_either
