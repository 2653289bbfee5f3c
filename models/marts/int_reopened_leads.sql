{% set leads = ref('int_lead_fits') %}
{% set opportunities = ref('int_opportunities') %}
{% set people = ref('dim_people') %}
{% set stage_events = ref('in_stage_events') %}
{% set events = this.incorporate(path={'identifier': 'int_lead_events'}) %}

with

{% if env_var('SAMEPAGE_REOPENED_FROM', '') %}
changed_people as (

    {{ changed(people) }}

),

reopened as (

    select lead_id from ({{ changed(leads) }}) as changed_leads
    union
    select lead_id from ({{ changed(opportunities) }}) as changed_opportunities
    union
    -- What follows a win is told by the customer's outcomes and subscriptions.
    select lead_id from {{ opportunities }}
    where is_won
    union
    select lead_id from {{ leads }}
    where person_id in (select person_id from changed_people)
    union
    select lead_id from {{ stage_events }}
    where {{ is_reopened('occurred_at') }}
    union
    -- As the build before left them, so that what is gone counts as well.
    select lead_id from {{ events }}
    where {{ is_reopened('reached_at') }}

)
{% else %}
reopened as (

    select lead_id from {{ leads }}

)
{% endif %}

select lead_id from reopened
where lead_id is not null
