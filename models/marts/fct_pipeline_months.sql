with

months as (

    select * from {{ ref('int_pipeline_months') }}

),

opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

people as (

    select * from {{ ref('dim_people') }}

),

pipeline as (

    select
        months.opportunity_id || ' '
        || substring(cast(months.month_starts_on as varchar), 1, 7)
            as opportunity_month_id,
        months.opportunity_id,
        {% for dim in ['account_id', 'segment', 'icp_tier', 'is_icp', 'channel',
            'industry', 'region', 'product', 'opportunity_type'] %}
        opportunities.{{ dim }},
        {% endfor %}
        people.team,
        people.pod,
        people.rep,
        people.manager,
        months.month_starts_on,
        months.is_open_at_opening,
        months.is_open_at_closing,
        coalesce(
            {{ starts_on('quarter', 'months.month_starts_on') }}
            = {{ starts_on('quarter', 'opportunities.expected_close_on') }},
            false
        ) as is_due_within_quarter,
        opportunities.amount
    from months
    inner join opportunities
        on months.opportunity_id = opportunities.opportunity_id
    left join people
        on
            months.person_id = people.person_id
            and months.held_on >= people.valid_from
            and months.held_on < people.valid_to

)

select * from pipeline
