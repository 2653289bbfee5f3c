{# The conditions that models/inputs/checked_*.sql are written with. #}

{# True for every row of the same key but the first; the order of all columns makes "first" stable. #}
{% macro repeated(entity) -%}
    row_number() over (
                partition by {{ key_of(entity) | join(', ') }}
                order by connector, {{ contract_of(entity) | join(', ') }}
            ) > 1
{%- endmacro %}

{# True when any of the dates lies before 1990 or more than ten years after vars.as_of (or today). #}
{% macro impossible(dates) -%}
    {%- set as_of = (var('as_of') or run_started_at) | string -%}
    {%- set last = dbt.dateadd('year', 10, "date '" ~ as_of[:10] ~ "'") -%}
    (
    {%- for date in dates %}
                {% if not loop.first %}or {% endif -%}
                {{ date }} < date '1990-01-01' or {{ date }} > {{ last }}
    {%- endfor %}
            )
{%- endmacro %}

{# For moments, compared by day: many sources know a day of the end, but a moment of the start. #}
{% macro ends_on_an_earlier_day(starts_at, ends_at) -%}
    cast({{ in_reporting_zone(ends_at) }} as date)
                < cast({{ in_reporting_zone(starts_at) }} as date)
{%- endmacro %}

{% macro of_internal_account() -%}
    account_id in (
                select account_id from {{ ref('checked_accounts') }}
                where quarantine_reason = 'internal record'
            )
{%- endmacro %}

{% macro of_internal_lead() -%}
    lead_id in (
                select lead_id from {{ ref('checked_leads') }}
                where quarantine_reason = 'internal record'
            )
{%- endmacro %}

{# True when an amount has no currency, or one that no exchange rate turns into the reporting one. #}
{% macro unknown_currency(amount) -%}
    coalesce({{ amount }}, 0) <> 0 and currency is null
            or currency not in (select currency from {{ ref('currency_rates') }})
{%- endmacro %}
